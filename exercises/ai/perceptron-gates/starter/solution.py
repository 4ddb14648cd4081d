import numpy as np


def predict(x: np.ndarray, weights: np.ndarray, bias: float) -> np.ndarray:
    """Return the class of each row: 1 where the weighted sum is above 0, otherwise 0.

    x        (n, d)
    weights  (d,)
    result   (n,), int64
    """
    raise NotImplementedError("write me")


def update(weights: np.ndarray, bias: float, x: np.ndarray, y: int, lr: float) -> tuple[np.ndarray, float]:
    """Return new weights and bias after one example x (d,) with the label y, 0 or 1."""
    raise NotImplementedError("write me")


def train(
    x: np.ndarray, y: np.ndarray, lr: float = 1.0, max_epochs: int = 100
) -> tuple[np.ndarray, float, int, int, bool]:
    """Return weights, bias, epochs, updates and converged."""
    raise NotImplementedError("write me")
