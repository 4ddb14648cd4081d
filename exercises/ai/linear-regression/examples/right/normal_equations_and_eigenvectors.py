# technique: loops for the measures; the normal equations of the centred data by eigenvectors
import math

import numpy as np


def fit(x, y):
    rows = [float(value) for value in y.reshape(-1)]
    level = sum(rows) / len(rows)
    centred = x - x.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    right = centred.T @ (np.array(rows) - level)
    weights = np.zeros(x.shape[1])
    for value, vector in zip(values, vectors.T):
        if value > 1e-12 * values[-1]:
            weights += vector * (vector @ right) / value
    return weights, level - float(x.mean(axis=0) @ weights)


def predict(x, weights, intercept):
    return np.array([sum(a * w for a, w in zip(row, weights)) + intercept for row in x])


def pairs(y, prediction):
    return list(zip(y.reshape(-1).tolist(), prediction.reshape(-1).tolist()))


def mse(y, prediction):
    return sum((a - b) ** 2 for a, b in pairs(y, prediction)) / len(y)


def rmse(y, prediction):
    return math.sqrt(mse(y, prediction))


def r_squared(y, prediction):
    targets = y.reshape(-1).tolist()
    level = sum(targets) / len(targets)
    spread = sum((target - level) ** 2 for target in targets)
    rest = sum((a - b) ** 2 for a, b in pairs(y, prediction))
    if spread == 0:
        return 1.0 if rest == 0 else 0.0
    return 1 - rest / spread
