"""Linear, polynomial and RBF kernels of all pairs of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[Any]


def linear_kernel(x: Points, y: Points | None = None) -> Floats:
    """Return the inner product of each row of x with each row of y."""
    x = x.astype(np.float64)
    return x @ (x if y is None else y).T


def polynomial_kernel(
    x: Points, y: Points | None = None, degree: int = 3, gamma: float | None = None, coef0: float = 1
) -> Floats:
    """Return a power of each inner product, scaled and shifted."""
    gamma = 1 / x.shape[1] if gamma is None else gamma
    return (gamma * linear_kernel(x, y) + coef0) ** degree


def rbf_kernel(x: Points, y: Points | None = None, gamma: float | None = None) -> Floats:
    """Return a number for each pair of rows that falls from 1 to 0 with their distance."""
    gamma = 1 / x.shape[1] if gamma is None else gamma
    x = x.astype(np.float64)
    gaps = x[:, None] - (x if y is None else y)
    return np.exp(-gamma * (gaps**2).sum(axis=2))
