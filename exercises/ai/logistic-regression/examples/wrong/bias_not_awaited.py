# fails: test_fit_of_edge_cases
# because: the search stops when the gradient by the weights is small, whatever that by the bias is
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
        if np.abs(gw).max() <= 1e-6:
            return w, b
        w = w - eta * gw
        b = b - eta * gb
