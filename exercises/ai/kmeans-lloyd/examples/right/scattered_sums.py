# technique: scipy's distance table, sums scattered with np.add.at
import numpy as np
from scipy.spatial.distance import cdist


def assign(points, centres):
    return np.argmin(cdist(points, centres, "sqeuclidean"), axis=1)


def update(points, labels, centres):
    sums, counts = np.zeros_like(centres), np.bincount(labels, minlength=len(centres))
    np.add.at(sums, labels, points)
    full = counts > 0
    sums[full] /= counts[full, None]
    sums[~full] = centres[~full]
    return sums


def inertia(points, labels, centres):
    return cdist(points, centres, "sqeuclidean")[np.arange(len(points)), labels].sum()


def kmeans(points, centres, max_rounds=100):
    history = [assign(points, centres)]
    while len(history) == 1 or (len(history) <= max_rounds and (history[-1] != history[-2]).any()):
        centres = update(points, history[-1], centres)
        history.append(assign(points, centres))
    return centres, history[-1], inertia(points, history[-1], centres), len(history) - 1
