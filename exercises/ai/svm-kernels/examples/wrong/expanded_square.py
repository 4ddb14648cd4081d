# fails: test_far_from_the_origin
# because: a^2 + b^2 - 2ab is right on paper and cancels far from the origin
import numpy as np


def linear_kernel(x, y=None):
    y = x if y is None else y
    return x.astype(float) @ y.astype(float).T


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    if gamma is None:
        gamma = 1 / x.shape[1]
    return (gamma * linear_kernel(x, y) + coef0) ** degree


def rbf_kernel(x, y=None, gamma=None):
    x = x.astype(float)
    y = x if y is None else y.astype(float)
    if gamma is None:
        gamma = 1 / x.shape[1]
    squares = (x**2).sum(axis=1)[:, None] + (y**2).sum(axis=1) - 2 * x @ y.T
    return np.exp(-gamma * squares)
