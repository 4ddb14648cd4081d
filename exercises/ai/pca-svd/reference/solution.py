"""Principal components by a singular value decomposition of the centred points."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]


def fit(points: Floats, n_components: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return mean, components, variances and ratios."""
    mean = points.mean(axis=0)
    _, singular, rows = np.linalg.svd(points - mean, full_matrices=False)
    squares = singular**2
    variances = squares[:n_components] / (len(points) - 1)
    return mean, rows[:n_components], variances, squares[:n_components] / squares.sum()


def project(points: Floats, mean: Floats, components: Floats) -> Floats:
    """Return the coordinates of points along the components."""
    return (points - mean) @ components.T


def reconstruct(scores: Floats, mean: Floats, components: Floats) -> Floats:
    """Return the points that have these coordinates."""
    return scores @ components + mean
