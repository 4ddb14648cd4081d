import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z)) of each entry, for logits of any size."""
    raise NotImplementedError("write me")


def predict_proba(x: np.ndarray, weights: np.ndarray, bias: float) -> np.ndarray:
    """Return the probability of label 1 for each row.

    x        (n, d)
    weights  (d,)
    result   (n,)
    """
    raise NotImplementedError("write me")


def predict(x: np.ndarray, weights: np.ndarray, bias: float, threshold: float = 0.5) -> np.ndarray:
    """Return 1 where the probability reaches the threshold and 0 elsewhere; (n,), int64."""
    raise NotImplementedError("write me")


def loss(x: np.ndarray, y: np.ndarray, weights: np.ndarray, bias: float, strength: float) -> float:
    """Return the mean cross-entropy plus strength / 2 times the squared weights."""
    raise NotImplementedError("write me")


def gradient(
    x: np.ndarray, y: np.ndarray, weights: np.ndarray, bias: float, strength: float
) -> tuple[np.ndarray, float]:
    """Return the derivatives of the loss by the weights, (d,), and by the bias, a number."""
    raise NotImplementedError("write me")


def learning_rate(x: np.ndarray, strength: float) -> float:
    """Return a step size that never overshoots."""
    raise NotImplementedError("write me")


def fit(x: np.ndarray, y: np.ndarray, strength: float) -> tuple[np.ndarray, float]:
    """Return the weights, (d,), and the bias, a number, that minimise the loss."""
    raise NotImplementedError("write me")
