"""K-nearest neighbours: measure, sort, count votes, take the most."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Points = npt.NDArray[Any]


def distances(x_train: Points, x: Points) -> Floats:
    """Return the Euclidean distance of every query to every training point."""
    gaps = x.astype(np.float64)[:, None] - x_train
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train: Points, x: Points, k: int) -> Labels:
    """Return the rows of the k nearest training points; of equally far ones the first."""
    return distances(x_train, x).argsort(kind="stable")[:, :k]


def predict_proba(x_train: Points, y_train: Labels, x: Points, k: int) -> Floats:
    """Return the share of the votes for each class, in ascending order of the labels."""
    votes = y_train[neighbours(x_train, x, k)]
    return (votes[:, :, None] == np.unique(y_train)).mean(axis=1)


def predict(x_train: Points, y_train: Labels, x: Points, k: int) -> Labels:
    """Return the label with the most votes; of equal ones the smallest."""
    winners = predict_proba(x_train, y_train, x, k).argmax(axis=1)
    return np.unique(y_train)[winners]
