import numpy as np


def linear_kernel(x: np.ndarray, y: np.ndarray | None = None) -> np.ndarray:
    """Return the inner products of all rows of x (n, d) and all rows of y (m, d): (n, m), float64."""
    raise NotImplementedError("write me")


def polynomial_kernel(
    x: np.ndarray, y: np.ndarray | None = None, degree: int = 3, gamma: float | None = None, coef0: float = 1
) -> np.ndarray:
    """Return (gamma * inner product + coef0) ** degree for all pairs of rows: (n, m), float64."""
    raise NotImplementedError("write me")


def rbf_kernel(x: np.ndarray, y: np.ndarray | None = None, gamma: float | None = None) -> np.ndarray:
    """Return exp(-gamma * squared distance) for all pairs of rows: (n, m), float64."""
    raise NotImplementedError("write me")
