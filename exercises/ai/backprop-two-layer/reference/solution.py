"""Two layers in NumPy: forwards, the loss, backwards by the chain rule, and a step of gradient descent."""

from __future__ import annotations

import numpy as np

Array = np.ndarray
Params = dict[str, Array]


def forward(params: Params, x: Array) -> tuple[Array, Array]:
    """Return the hidden values (N, H) and the logits (N, C)."""
    h = np.tanh(x @ params["W1"] + params["b1"])
    return h, h @ params["W2"] + params["b2"]


def loss(params: Params, x: Array, y: Array) -> float:
    """Return the mean cross-entropy of a batch."""
    _, z = forward(params, x)
    return float(-log_softmax(z)[np.arange(len(y)), y].mean())


def log_softmax(z: Array) -> Array:
    """Return the logarithm of the softmax of each row."""
    shifted = z - z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def backward(params: Params, x: Array, y: Array) -> Params:
    """Return the gradients of the loss, by the names of the parameters."""
    h, z = forward(params, x)
    dz = np.exp(log_softmax(z))
    dz[np.arange(len(y)), y] -= 1
    dz /= len(y)
    da = (dz @ params["W2"].T) * (1 - h**2)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


def step(params: Params, x: Array, y: Array, rate: float) -> Params:
    """Return new parameters after one step of gradient descent."""
    gradients = backward(params, x, y)
    return {name: value - rate * gradients[name] for name, value in params.items()}
