"""K-means by Lloyd's algorithm: assign, move, and again until no label changes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def assign(points: Floats, centres: Floats) -> Labels:
    """Return the number of each point's nearest centre; the lowest one of several."""
    squares = ((points[:, None] - centres) ** 2).sum(axis=2)
    return squares.argmin(axis=1)


def update(points: Floats, labels: Labels, centres: Floats) -> Floats:
    """Return the mean of each cluster, and the old centre where a cluster is empty."""
    moved = centres.copy()
    for label in range(len(centres)):
        members = points[labels == label]
        if len(members):
            moved[label] = members.mean(axis=0)
    return moved


def inertia(points: Floats, labels: Labels, centres: Floats) -> np.float64:
    """Return the sum of squared distances between the points and their centres."""
    return ((points - centres[labels]) ** 2).sum()


def kmeans(points: Floats, centres: Floats, max_rounds: int = 100) -> tuple[Floats, Labels, np.float64, int]:
    """Return centres, labels, inertia and the number of rounds, from these initial centres."""
    labels = assign(points, centres)
    for rounds in range(1, max_rounds + 1):
        centres = update(points, labels, centres)
        previous, labels = labels, assign(points, centres)
        if (labels == previous).all():
            break
    return centres, labels, inertia(points, labels, centres), rounds
