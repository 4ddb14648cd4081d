# fails: test_polynomial, test_usual_parameters, test_gram_matrix, test_sizes, test_zero_is_a_value, test_arguments_stay_as_they_are, test_random_points, test_against_scikit_learn, test_number_types
# because: gamma multiplies the constant too
import numpy as np


def linear_kernel(x, y=None):
    y = x if y is None else y
    return x.astype(float) @ y.astype(float).T


def polynomial_kernel(x, y=None, degree=3, gamma=None, coef0=1):
    if gamma is None:
        gamma = 1 / x.shape[1]
    return (gamma * (linear_kernel(x, y) + coef0)) ** degree


def rbf_kernel(x, y=None, gamma=None):
    y = x if y is None else y
    if gamma is None:
        gamma = 1 / x.shape[1]
    gaps = x.astype(float)[:, None] - y.astype(float)
    return np.exp(-gamma * (gaps**2).sum(axis=2))
