# fails: test_worked_example, test_one_component, test_three_features, test_dtypes, test_random_points, test_against_scikit_learn, test_edge_cases
# because: the order of eigh is kept, the smallest variance first
import numpy as np


def fit(points, n_components):
    mean = points.mean(axis=0)
    variances, columns = np.linalg.eigh(np.cov(points - mean, rowvar=False).reshape(points.shape[1], -1))
    variances, rows = variances.astype(points.dtype), columns.T.astype(points.dtype)
    return mean, rows[:n_components], variances[:n_components], (variances / variances.sum())[:n_components]


def project(points, mean, components):
    return (points - mean) @ components.T


def reconstruct(scores, mean, components):
    return scores @ components + mean
