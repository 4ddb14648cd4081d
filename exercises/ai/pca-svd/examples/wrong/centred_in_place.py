# fails: test_arguments_stay_as_they_are
# because: the mean is subtracted in the array of the caller
import numpy as np


def fit(points, n_components):
    mean = points.mean(axis=0)
    points -= mean
    _, singular, rows = np.linalg.svd(points, full_matrices=False)
    variances = singular**2 / (len(points) - 1)
    return mean, rows[:n_components], variances[:n_components], (variances / variances.sum())[:n_components]


def project(points, mean, components):
    return (points - mean) @ components.T


def reconstruct(scores, mean, components):
    return scores @ components + mean
