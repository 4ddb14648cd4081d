# fails: test_worked_example, test_one_component, test_three_features, test_dtypes, test_random_points, test_against_scikit_learn, test_edge_cases
# because: the features are scaled to variance 1 as well as centred
import numpy as np


def fit(points, n_components):
    mean = points.mean(axis=0)
    _, singular, rows = np.linalg.svd(
        (points - mean) / np.where(points.std(axis=0) > 0, points.std(axis=0), 1).astype(points.dtype),
        full_matrices=False,
    )
    variances = singular**2 / (len(points) - 1)
    return mean, rows[:n_components], variances[:n_components], (variances / variances.sum())[:n_components]


def project(points, mean, components):
    return (points - mean) @ components.T


def reconstruct(scores, mean, components):
    return scores @ components + mean
