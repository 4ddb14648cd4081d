"""Activation functions in which no exponent is ever positive."""

from __future__ import annotations

import torch
from torch import Tensor


def sigmoid(x: Tensor) -> Tensor:
    """Return 1 / (1 + exp(-x)) of each entry."""
    zero = torch.zeros_like(x)
    # One of the two exponents is 0. At a tie minimum and maximum share the gradient, which makes it 1/4 at 0.
    above = torch.exp(torch.minimum(x, zero))
    below = torch.exp(-torch.maximum(x, zero))
    return above / (above + below)


def tanh(x: Tensor) -> Tensor:
    """Return the hyperbolic tangent of each entry."""
    return 2 * sigmoid(2 * x) - 1


def relu(x: Tensor) -> Tensor:
    """Return each entry, or 0 where it is negative."""
    return leaky_relu(x, 0.0)


def leaky_relu(x: Tensor, slope: float = 0.01) -> Tensor:
    """Return each entry, times the slope where it is negative."""
    return torch.where(x > 0, x, slope * x)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Return exponentials that add up to 1 along an axis."""
    powers = torch.exp(x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
