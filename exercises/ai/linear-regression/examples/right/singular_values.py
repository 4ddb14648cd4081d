# technique: singular value decomposition of the centred features, small values left out
import numpy as np


def fit(x, y):
    middle, level = np.mean(x, axis=0), np.mean(y)
    u, s, vt = np.linalg.svd(x - middle, full_matrices=False)
    keep = s > 1e-10 * max(s[0], 1e-300)
    weights = vt[keep].T @ (u[:, keep].T @ (y.reshape(-1) - level) / s[keep])
    return weights, float(level - np.dot(middle, weights))


def predict(x, weights, intercept):
    return np.dot(x, weights) + intercept


def mse(y, prediction):
    residual = np.reshape(y, -1) - np.reshape(prediction, -1)
    return float(residual @ residual / residual.size)


def rmse(y, prediction):
    return mse(y, prediction) ** 0.5


def r_squared(y, prediction):
    spread = np.var(y)
    if spread > 0:
        return float(1 - mse(y, prediction) / spread)
    return 1.0 if mse(y, prediction) == 0 else 0.0
