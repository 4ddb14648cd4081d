# technique: plain Python loops over pairs of rows
import math

import numpy as np


def table(x, y, kernel):
    other = x if y is None else y
    rows = [[kernel(a, b) for b in other.tolist()] for a in x.tolist()]
    return np.array(rows, dtype=np.float64).reshape(len(x), len(other))


def dot(a, b):
    return sum(p * q for p, q in zip(a, b))


def linear_kernel(x, y=None):
    return table(x, y, dot)


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    if gamma is None:
        gamma = 1 / x.shape[1]
    return table(x, y, lambda a, b: (gamma * dot(a, b) + coef0) ** degree)


def rbf_kernel(x, y=None, gamma=None):
    if gamma is None:
        gamma = 1 / x.shape[1]
    return table(x, y, lambda a, b: math.exp(-gamma * sum((p - q) ** 2 for p, q in zip(a, b))))
