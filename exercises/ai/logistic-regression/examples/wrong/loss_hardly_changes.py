# fails: test_fit, test_separable_labels, test_against_scikit_learn, test_fit_of_edge_cases
# because: the search stops when a step changes the loss by less than one millionth
import numpy as np


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=float)))


def predict_proba(x, weights, bias):
    return sigmoid(x @ weights + bias)


def predict(x, weights, bias, threshold=0.5):
    return np.where(predict_proba(x, weights, bias) >= threshold, 1, 0)


def loss(x, y, weights, bias, strength):
    z = x @ weights + bias
    return (np.logaddexp(0, z) - y * z).mean() + strength / 2 * (weights**2).sum()


def gradient(x, y, weights, bias, strength):
    e = predict_proba(x, weights, bias) - y
    return x.T @ e / len(y) + strength * weights, e.mean()


def learning_rate(x, strength):
    return 1 / (strength + (1 + (x**2).sum(axis=1)).mean() / 4)


def fit(x, y, strength):
    w, b = np.zeros(x.shape[1]), 0.0
    eta = learning_rate(x, strength)
    while True:
        gw, gb = gradient(x, y, w, b, strength)
        old = loss(x, y, w, b, strength)
        w = w - eta * gw
        b = b - eta * gb
        if abs(old - loss(x, y, w, b, strength)) < 1e-6:
            return w, b
