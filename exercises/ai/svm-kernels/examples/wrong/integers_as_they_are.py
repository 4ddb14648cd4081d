# fails: test_number_types
# because: integers are multiplied and subtracted in their own type, where they wrap around
import numpy as np


def linear_kernel(x, y=None):
    y = x if y is None else y
    return x @ y.T


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    if gamma is None:
        gamma = 1 / x.shape[1]
    return (gamma * linear_kernel(x, y) + coef0) ** degree


def rbf_kernel(x, y=None, gamma=None):
    y = x if y is None else y
    if gamma is None:
        gamma = 1 / x.shape[1]
    gaps = x[:, None] - y
    return np.exp(-gamma * (gaps**2).sum(axis=2))
