# technique: Newton's method on the centred features, with half steps while the loss grows
import numpy as np
from scipy.special import expit


def sigmoid(z):
    return expit(z)


def predict_proba(x, weights, bias):
    return expit(x @ weights + bias)


def predict(x, weights, bias, threshold=0.5):
    return np.asarray(predict_proba(x, weights, bias) >= threshold, dtype=np.int64)


def loss(x, y, weights, bias, strength):
    z = x @ weights + bias
    return (
        np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)).mean() + strength * (weights**2).sum() / 2
    )


def gradient(x, y, weights, bias, strength):
    error = predict_proba(x, weights, bias) - y
    return (error[:, None] * x).mean(axis=0) + strength * weights, np.average(error)


def learning_rate(x, strength):
    return 1.0 / (strength + 0.25 * (1.0 + np.square(x).sum(axis=1).mean()))


def fit(x, y, strength):
    d = x.shape[1]
    wide = np.hstack([x, np.ones((len(x), 1))])
    values, penalty = np.zeros(d + 1), np.diag([strength] * d + [0.0])
    for _ in range(100):
        p = expit(wide @ values)
        slope = wide.T @ (p - y) / len(y) + penalty @ values
        if np.abs(slope).max() < 1e-10:
            break
        step = np.linalg.solve(wide.T @ (wide * (p * (1 - p))[:, None]) / len(y) + penalty, slope)
        now = loss(x, y, values[:d], values[d], strength)
        while loss(x, y, (values - step)[:d], (values - step)[d], strength) > now + 1e-12:
            step = step / 2
        values = values - step
    return values[:d], values[d]
