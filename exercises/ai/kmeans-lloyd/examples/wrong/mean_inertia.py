# fails: test_inertia, test_worked_example, test_round_limit, test_arguments_stay_as_they_are, test_random_groups, test_against_scikit_learn, test_edge_cases
# because: inertia is divided by the number of points
import numpy as np


def assign(points, centres):
    squares = ((points[:, None] - centres) ** 2).sum(axis=2)
    return squares.argmin(axis=1)


def update(points, labels, centres):
    moved = centres.copy()
    for label in np.unique(labels):
        moved[label] = points[labels == label].mean(axis=0)
    return moved


def inertia(points, labels, centres):
    return float(((points - centres[labels]) ** 2).sum() / len(points))


def kmeans(points, centres, max_rounds=100):
    labels = assign(points, centres)
    for rounds in range(1, max_rounds + 1):
        centres = update(points, labels, centres)
        previous, labels = labels, assign(points, centres)
        if (labels == previous).all():
            break
    return centres, labels, inertia(points, labels, centres), rounds
