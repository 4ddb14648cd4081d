import numpy as np


def gini(labels: np.ndarray) -> float:
    """Return the Gini impurity of a node whose examples have these labels.

    labels  (n,), whole numbers; n may be 0
    """
    raise NotImplementedError("write me")


def entropy(labels: np.ndarray) -> float:
    """Return the entropy of a node, in bits."""
    raise NotImplementedError("write me")


def gain(labels: np.ndarray, left: np.ndarray, criterion: str = "gini") -> float:
    """Return how much impurity a split takes away.

    left       (n,), bool: True where an example goes into the left child
    criterion  "gini" or "entropy"
    """
    raise NotImplementedError("write me")


def best_split(
    features: np.ndarray, labels: np.ndarray, criterion: str = "gini", min_gain: float = 0.0
) -> tuple[int, float, float] | None:
    """Return feature, threshold and gain of the best split, or None where there is none.

    features  (n, d)
    labels    (n,)
    """
    raise NotImplementedError("write me")
