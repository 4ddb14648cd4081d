"""Gradient descent on the mean squared error of a linear model: by all examples, by one, by a few."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Orders = npt.NDArray[np.int64]


def gradient(x: Floats, y: Floats, theta: Floats) -> Floats:
    """Return the gradient of the mean of (x · theta - y)², over the rows that are given."""
    return 2 * ((x @ theta - y)[:, None] * x).mean(axis=0)


def batch_descent(x: Floats, y: Floats, theta: Floats, lr: float, epochs: int) -> Floats:
    """Return the parameters after each update, one an epoch."""
    path = []
    for _ in range(epochs):
        theta = theta - lr * gradient(x, y, theta)
        path.append(theta)
    return np.array(path)


def stochastic_descent(x: Floats, y: Floats, theta: Floats, lr: float, orders: Orders) -> Floats:
    """Return the parameters after each update, one an example."""
    return minibatch_descent(x, y, theta, lr, orders, 1)


def minibatch_descent(
    x: Floats,
    y: Floats,
    theta: Floats,
    lr: float,
    orders: Orders,
    batch_size: int,
    momentum: float = 0.0,
) -> Floats:
    """Return the parameters after each update, one a batch; the last batch of an epoch may be smaller."""
    path, velocity = [], np.zeros(len(theta))
    for order in orders:
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            velocity = momentum * velocity + gradient(x[batch], y[batch], theta)
            theta = theta - lr * velocity
            path.append(theta)
    return np.array(path)
