# fails: test_arguments_stay_as_they_are
# because: x is moved to the middle in place, which changes the caller's points
import numpy as np


def linear_kernel(x, y=None):
    y = x if y is None else y
    return x.astype(float) @ y.astype(float).T


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    if gamma is None:
        gamma = 1 / x.shape[1]
    return (gamma * linear_kernel(x, y) + coef0) ** degree


def rbf_kernel(x, y=None, gamma=None):
    y = x if y is None else y
    if gamma is None:
        gamma = 1 / x.shape[1]
    if x.dtype == float and len(x):
        middle = x[0].copy()
        x -= middle
        y = y if y is x else y - middle
    gaps = x.astype(float)[:, None] - y.astype(float)
    return np.exp(-gamma * (gaps**2).sum(axis=2))
