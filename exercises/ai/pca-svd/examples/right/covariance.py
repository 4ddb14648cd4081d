# technique: eigenvectors of the covariance matrix, in float64, from the largest eigenvalue down
import numpy as np


def fit(points, n_components):
    mean = points.mean(axis=0, dtype=np.float64)
    centred = points - mean
    values, columns = np.linalg.eigh(centred.T @ centred / (len(points) - 1))
    order = np.argsort(values)[::-1][:n_components]
    found = (
        mean,
        columns[:, order].T,
        values[order],
        values[order] / np.trace(centred.T @ centred) * (len(points) - 1),
    )
    return tuple(each.astype(points.dtype) for each in found)


def project(points, mean, components):
    return np.einsum("nd,kd->nk", points - mean, components)


def reconstruct(scores, mean, components):
    return mean + np.einsum("nk,kd->nd", scores, components)
