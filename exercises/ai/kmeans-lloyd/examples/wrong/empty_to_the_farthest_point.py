# fails: test_empty_cluster, test_edge_cases
# because: an empty cluster gets the point farthest from its centre, as in scikit-learn
import numpy as np


def assign(points, centres):
    squares = ((points[:, None] - centres) ** 2).sum(axis=2)
    return squares.argmin(axis=1)


def update(points, labels, centres):
    moved = centres.copy()
    for label in np.unique(labels):
        moved[label] = points[labels == label].mean(axis=0)
    empty = [label for label in range(len(centres)) if label not in labels]
    far = ((points - moved[labels]) ** 2).sum(axis=1).argsort()[::-1]
    for label, point in zip(empty, far):
        moved[label] = points[point]
    return moved


def inertia(points, labels, centres):
    return float(((points - centres[labels]) ** 2).sum())


def kmeans(points, centres, max_rounds=100):
    labels = assign(points, centres)
    for rounds in range(1, max_rounds + 1):
        centres = update(points, labels, centres)
        previous, labels = labels, assign(points, centres)
        if (labels == previous).all():
            break
    return centres, labels, inertia(points, labels, centres), rounds
