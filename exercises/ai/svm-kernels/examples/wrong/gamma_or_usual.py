# fails: test_zero_is_a_value
# because: `gamma or ...` takes the usual value for gamma = 0 as well
import numpy as np


def linear_kernel(x, y=None):
    y = x if y is None else y
    return x.astype(float) @ y.astype(float).T


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    gamma = gamma or 1 / x.shape[1]
    return (gamma * linear_kernel(x, y) + coef0) ** degree


def rbf_kernel(x, y=None, gamma=None):
    y = x if y is None else y
    gamma = gamma or 1 / x.shape[1]
    gaps = x.astype(float)[:, None] - y.astype(float)
    return np.exp(-gamma * (gaps**2).sum(axis=2))
