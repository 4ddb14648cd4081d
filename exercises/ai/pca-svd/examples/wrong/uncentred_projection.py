# fails: test_project, test_dtypes, test_arguments_stay_as_they_are, test_against_scikit_learn
# because: coordinates are measured from the origin
import numpy as np


def fit(points, n_components):
    mean = points.mean(axis=0)
    _, singular, rows = np.linalg.svd(points - mean, full_matrices=False)
    variances = singular**2 / (len(points) - 1)
    return mean, rows[:n_components], variances[:n_components], (variances / variances.sum())[:n_components]


def project(points, mean, components):
    return points @ components.T


def reconstruct(scores, mean, components):
    return scores @ components + mean
