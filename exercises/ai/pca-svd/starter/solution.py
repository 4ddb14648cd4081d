import numpy as np


def fit(points: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return mean (d,), components (k, d), variances (k,) and ratios (k,), with k = n_components.

    points  (n, d), float32 or float64
    """
    raise NotImplementedError("write me")


def project(points: np.ndarray, mean: np.ndarray, components: np.ndarray) -> np.ndarray:
    """Return the coordinates (n, k) of points (n, d) along the components (k, d)."""
    raise NotImplementedError("write me")


def reconstruct(scores: np.ndarray, mean: np.ndarray, components: np.ndarray) -> np.ndarray:
    """Return the points (n, d) that have these coordinates (n, k)."""
    raise NotImplementedError("write me")
