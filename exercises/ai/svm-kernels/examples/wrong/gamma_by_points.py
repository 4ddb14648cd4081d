# fails: test_usual_parameters, test_random_points, test_against_scikit_learn
# because: the usual gamma is 1 over the number of points, len(x)
import numpy as np


def linear_kernel(x, y=None):
    y = x if y is None else y
    return x.astype(float) @ y.astype(float).T


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    if gamma is None:
        gamma = 1 / max(len(x), 1)
    return (gamma * linear_kernel(x, y) + coef0) ** degree


def rbf_kernel(x, y=None, gamma=None):
    y = x if y is None else y
    if gamma is None:
        gamma = 1 / max(len(x), 1)
    gaps = x.astype(float)[:, None] - y.astype(float)
    return np.exp(-gamma * (gaps**2).sum(axis=2))
