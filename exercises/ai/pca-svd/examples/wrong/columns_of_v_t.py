# fails: test_three_features, test_dtypes, test_random_points, test_against_scikit_learn, test_edge_cases
# because: columns of V^T are taken for the components
import numpy as np


def fit(points, n_components):
    mean = points.mean(axis=0)
    _, singular, rows = np.linalg.svd(points - mean, full_matrices=False)
    variances = singular**2 / (len(points) - 1)
    return (
        mean,
        rows[:, :n_components].T,
        variances[:n_components],
        (variances / variances.sum())[:n_components],
    )


def project(points, mean, components):
    return (points - mean) @ components.T


def reconstruct(scores, mean, components):
    return scores @ components + mean
