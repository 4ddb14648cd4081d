"""Gini, entropy, the gain of a split, and the best split of a node, by trying every threshold."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.generic]
Mask = npt.NDArray[np.bool_]

#: gains this near to each other count as equal
TIE = 1e-9


def shares(labels: Array) -> npt.NDArray[np.float64]:
    """Return the share of each class that occurs; nothing for an empty node."""
    counts = np.unique(labels, return_counts=True)[1]
    return counts / len(labels)


def gini(labels: Array) -> np.float64:
    """Return the Gini impurity of a node."""
    p = shares(labels)
    return (p * (1 - p)).sum()


def entropy(labels: Array) -> np.float64:
    """Return the entropy of a node in bits."""
    p = shares(labels)
    return (p * np.log2(1 / p)).sum()


def gain(labels: Array, left: Mask, criterion: str = "gini") -> np.float64:
    """Return how much impurity a split takes away, its children counted by their sizes."""
    measure = {"gini": gini, "entropy": entropy}[criterion]
    share = left.mean()
    return measure(labels) - share * measure(labels[left]) - (1 - share) * measure(labels[~left])


def best_split(
    features: Array, labels: Array, criterion: str = "gini", min_gain: float = 0.0
) -> tuple[int, np.float64, np.float64] | None:
    """Return feature, threshold and gain of the best split; None where nothing is to be split."""
    best = None
    if len(np.unique(labels)) < 2:
        return None
    for feature, column in enumerate(features.T):
        for low, high in pairwise(np.unique(column)):
            found = gain(labels, column <= low, criterion)
            if found >= min_gain - TIE and (best is None or found > best[2] + TIE):
                best = feature, (low + high) / 2, found
    return best
