# fails: test_edge_cases
# because: the covariance is a difference of two large numbers
import numpy as np


def fit(points, n_components):
    mean = points.mean(axis=0)
    n, double = len(points), points.astype(np.float64)
    moments = double.T @ double - n * np.outer(double.mean(axis=0), double.mean(axis=0))
    variances, columns = np.linalg.eigh(moments / (n - 1))
    variances, rows = variances[::-1].astype(points.dtype), columns.T[::-1].astype(points.dtype)
    return mean, rows[:n_components], variances[:n_components], (variances / variances.sum())[:n_components]


def project(points, mean, components):
    return (points - mean) @ components.T


def reconstruct(scores, mean, components):
    return scores @ components + mean
