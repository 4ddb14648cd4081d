"""Logistic regression by gradient descent with a penalty on the weights."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def sigmoid(z: Floats) -> Floats:
    """Return 1 / (1 + exp(-z)) of each entry; no exponent is ever positive."""
    return np.exp(np.minimum(z, 0.0)) / (1 + np.exp(-np.abs(z)))


def predict_proba(x: Floats, weights: Floats, bias: float) -> Floats:
    """Return for each row the probability of label 1."""
    return sigmoid(x @ weights + bias)


def predict(x: Floats, weights: Floats, bias: float, threshold: float = 0.5) -> Labels:
    """Return label 1 where its probability reaches the threshold, and 0 elsewhere."""
    return (predict_proba(x, weights, bias) >= threshold).astype(np.int64)


def loss(x: Floats, y: Labels, weights: Floats, bias: float, strength: float) -> float:
    """Return the mean cross-entropy and the penalty; log(1 + exp(z)) stands for the logarithms of p and 1 - p."""
    z = x @ weights + bias
    return (np.logaddexp(0.0, z) - y * z).mean() + strength / 2 * (weights @ weights)


def gradient(x: Floats, y: Labels, weights: Floats, bias: float, strength: float) -> tuple[Floats, float]:
    """Return the derivatives of the loss by the weights and by the bias."""
    error = predict_proba(x, weights, bias) - y
    return x.T @ error / len(y) + strength * weights, error.mean()


def learning_rate(x: Floats, strength: float) -> float:
    """Return one over a bound of the curvature, so that no step can overshoot."""
    return 1 / (strength + (1 + (x**2).sum() / len(x)) / 4)


def fit(x: Floats, y: Labels, strength: float) -> tuple[Floats, float]:
    """Return weights and bias that minimise the loss: downhill from zeros until the slope is gone."""
    weights, bias = np.zeros(x.shape[1]), 0.0
    rate = learning_rate(x, strength)
    while True:
        by_weights, by_bias = gradient(x, y, weights, bias, strength)
        if max(np.abs(by_weights).max(), abs(by_bias)) <= 1e-6:
            return weights, bias
        weights = weights - rate * by_weights
        bias = bias - rate * by_bias
