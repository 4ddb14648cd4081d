# fails: test_dtypes
# because: everything is computed and returned in float64
import numpy as np


def fit(points, n_components):
    points = points.astype(np.float64)
    mean = points.mean(axis=0)
    _, singular, rows = np.linalg.svd(points - mean, full_matrices=False)
    variances = singular**2 / (len(points) - 1)
    return mean, rows[:n_components], variances[:n_components], (variances / variances.sum())[:n_components]


def project(points, mean, components):
    return (points - mean) @ components.T


def reconstruct(scores, mean, components):
    return scores @ components + mean
