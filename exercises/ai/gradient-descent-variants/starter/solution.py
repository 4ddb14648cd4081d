import numpy as np


def gradient(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Return the gradient (d,) of the mean squared error over the rows of x (m, d) and y (m,)."""
    raise NotImplementedError("write me")


def batch_descent(x: np.ndarray, y: np.ndarray, theta: np.ndarray, lr: float, epochs: int) -> np.ndarray:
    """Return the path (epochs, d): the parameters after each update."""
    raise NotImplementedError("write me")


def stochastic_descent(
    x: np.ndarray, y: np.ndarray, theta: np.ndarray, lr: float, orders: np.ndarray
) -> np.ndarray:
    """Return the path (epochs * n, d); orders (epochs, n) says which example comes when."""
    raise NotImplementedError("write me")


def minibatch_descent(
    x: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    lr: float,
    orders: np.ndarray,
    batch_size: int,
    momentum: float = 0.0,
) -> np.ndarray:
    """Return the path: the parameters after each update, a row for each batch of each epoch."""
    raise NotImplementedError("write me")
