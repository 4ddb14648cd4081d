# technique: scipy's table of squared distances, einsum for inner products
import numpy as np
from scipy.spatial.distance import cdist


def both(x, y):
    x = np.asarray(x, dtype=float)
    return x, x if y is None else np.asarray(y, dtype=float)


def usual(gamma, x):
    return 1.0 / x.shape[1] if gamma is None else float(gamma)


def linear_kernel(x, y=None):
    return np.einsum("id,jd->ij", *both(x, y))


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    return np.power(usual(gamma, x) * linear_kernel(x, y) + coef0, degree)


def rbf_kernel(x, y=None, gamma=None):
    return np.exp(-usual(gamma, x) * cdist(*both(x, y), "sqeuclidean"))
