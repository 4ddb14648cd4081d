import numpy as np


def fit(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Return weights, (d,), and intercept, a number, of the least-squares solution.

    x  (n, d)
    y  (n,) or (n, 1)
    """
    raise NotImplementedError("write me")


def predict(x: np.ndarray, weights: np.ndarray, intercept: float) -> np.ndarray:
    """Return one prediction for each row, (n,)."""
    raise NotImplementedError("write me")


def mse(y: np.ndarray, prediction: np.ndarray) -> float:
    """Return the mean of the squared residuals."""
    raise NotImplementedError("write me")


def rmse(y: np.ndarray, prediction: np.ndarray) -> float:
    """Return the root of the mean squared error."""
    raise NotImplementedError("write me")


def r_squared(y: np.ndarray, prediction: np.ndarray) -> float:
    """Return 1 minus the squared residuals over the squared deviations from the mean."""
    raise NotImplementedError("write me")
