"""A confusion matrix from labels, and the measures that are read from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def confusion_matrix(true: Labels, predicted: Labels, labels: Sequence[int] | None = None) -> Labels:
    """Return how often each class (row) was taken for which (column)."""
    names = np.union1d(true, predicted) if labels is None else np.asarray(labels)
    return (names[:, None] == true).astype(np.int64) @ (predicted[:, None] == names)


def shares(parts: npt.ArrayLike, wholes: npt.ArrayLike) -> Floats:
    """Return parts of wholes that are counts; 0 where there is nothing to share."""
    return parts / np.maximum(wholes, 1)


def accuracy(matrix: Labels) -> Floats:
    """Return the share of predictions that are right."""
    return shares(matrix.trace(), matrix.sum())


def precision(matrix: Labels) -> Floats:
    """Return for each class how many of its predictions are right."""
    return shares(matrix.diagonal(), matrix.sum(axis=0))


def recall(matrix: Labels) -> Floats:
    """Return for each class how many of its examples are found."""
    return shares(matrix.diagonal(), matrix.sum(axis=1))


def f1(matrix: Labels) -> Floats:
    """Return for each class the harmonic mean of precision and recall."""
    return shares(2 * matrix.diagonal(), matrix.sum(axis=0) + matrix.sum(axis=1))


def macro(matrix: Labels) -> tuple[Floats, Floats, Floats]:
    """Return the plain means over classes of precision, recall and F1."""
    means = [shares(measure(matrix).sum(), len(matrix)) for measure in (precision, recall, f1)]
    return means[0], means[1], means[2]
