"""Rosenblatt's perceptron with a step function: predict, correct one mistake, and train until none is left."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def predict(x: Floats, weights: Floats, bias: float) -> Labels:
    """Return 1 for each row whose weighted sum is positive, and 0 for the others."""
    return (x @ weights + bias > 0).astype(np.int64)


def update(weights: Floats, bias: float, x: Floats, y: int, lr: float) -> tuple[Floats, float]:
    """Return weights and bias after one example has been seen; a right prediction moves nothing."""
    error = y - predict(x[None], weights, bias)[0]
    return weights + lr * error * x, bias + lr * error


def train(
    x: Floats, y: Labels, lr: float = 1.0, max_epochs: int = 100
) -> tuple[Floats, float, int, int, bool]:
    """Return weights, bias, epochs, updates, and whether the last epoch was without a mistake."""
    weights, bias, updates = np.zeros(x.shape[1]), 0.0, 0
    for epochs in range(1, max_epochs + 1):
        before = updates
        for row, label in zip(x, y):
            if predict(row[None], weights, bias)[0] != label:
                updates += 1
                weights, bias = update(weights, bias, row, label, lr)
        if updates == before:
            break
    return weights, bias, epochs, updates, updates == before
