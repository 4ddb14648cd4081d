# technique: numpy's least squares with its own cutoff, on the centred data
import numpy as np


def fit(x, y):
    y = np.squeeze(y, axis=1) if y.ndim == 2 else y
    weights, *_ = np.linalg.lstsq(x - x.mean(0), y - y.mean(), rcond=None)
    return weights, y.mean() - x.mean(0) @ weights


def predict(x, weights, intercept):
    return (x * weights).sum(axis=1) + intercept


def mse(y, prediction):
    return np.square(y.flatten() - prediction.flatten()).mean()


def rmse(y, prediction):
    return np.linalg.norm(y.flatten() - prediction.flatten()) / np.sqrt(len(y))


def r_squared(y, prediction):
    y = y.flatten()
    if np.all(y == y[0]):
        return float(np.all(prediction.flatten() == y))
    return 1 - np.square(y - prediction.flatten()).sum() / np.square(y - y.mean()).sum()
