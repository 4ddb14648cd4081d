import numpy as np


def assign(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the label of each point: the number of its nearest centre.

    points   (n, d)
    centres  (k, d)
    result   (n,), int64
    """
    raise NotImplementedError("write me")


def update(points: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the new centres (k, d): the mean of each cluster, the old centre where there is no point."""
    raise NotImplementedError("write me")


def inertia(points: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> float:
    """Return the sum of squared distances between the points and their centres."""
    raise NotImplementedError("write me")


def kmeans(
    points: np.ndarray, centres: np.ndarray, max_rounds: int = 100
) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Return centres, labels, inertia and the number of rounds."""
    raise NotImplementedError("write me")
