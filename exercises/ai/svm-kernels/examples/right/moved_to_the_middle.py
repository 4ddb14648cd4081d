# technique: rows one by one; the points are moved by one of their own before they are subtracted
import numpy as np


def pair(x, y):
    x = np.array(x, dtype=np.float64)
    return x, x.copy() if y is None else np.array(y, dtype=np.float64)


def linear_kernel(x, y=None):
    x, y = pair(x, y)
    return np.inner(x, y)


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    base = linear_kernel(x, y) * (gamma if gamma is not None else x.shape[1] ** -1.0) + coef0
    result = np.ones_like(base)
    for _ in range(degree):
        result = result * base
    return result


def rbf_kernel(x, y=None, gamma=None):
    a, b = pair(x, y)
    gamma = gamma if gamma is not None else x.shape[1] ** -1.0
    result = np.empty((len(a), len(b)))
    if not result.size:
        return result
    origin = a[0].copy()
    a, b = a - origin, b - origin
    for row, point in enumerate(a):
        result[row] = np.exp(-gamma * np.square(b - point).sum(axis=1))
    return result
