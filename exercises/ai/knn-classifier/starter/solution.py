import numpy as np


def distances(x_train: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the Euclidean distance of every query to every training point.

    x_train  (n, d)
    x        (m, d), the queries
    result   (m, n), float64
    """
    raise NotImplementedError("write me")


def neighbours(x_train: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    """Return the row numbers of the k nearest training points of each query, the nearest first: (m, k), int64."""
    raise NotImplementedError("write me")


def predict_proba(x_train: np.ndarray, y_train: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    """Return the share of the k votes that each class gets: (m, c), float64, classes in ascending order."""
    raise NotImplementedError("write me")


def predict(x_train: np.ndarray, y_train: np.ndarray, x: np.ndarray, k: int) -> np.ndarray:
    """Return the label of each query: (m,), int64."""
    raise NotImplementedError("write me")
