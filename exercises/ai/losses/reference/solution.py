"""Losses and their gradients; every row of scores is shifted before anything else is done with it."""

from __future__ import annotations

import torch
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    """Return the mean of the squared differences of all entries."""
    return ((prediction - target) ** 2).mean()


def mse_grad(prediction: Tensor, target: Tensor) -> Tensor:
    """Return the gradient of `mse` in the prediction."""
    return 2 * (prediction - target) / prediction.numel()


def log_probabilities(logits: Tensor) -> Tensor:
    """Return the logarithm of the softmax of each row."""
    shifted = logits - logits.amax(1, keepdim=True)
    return shifted - shifted.exp().sum(1, keepdim=True).log()


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Return the mean over the rows of −log p(right class)."""
    return -log_probabilities(logits)[torch.arange(len(target)), target].mean()


def cross_entropy_grad(logits: Tensor, target: Tensor) -> Tensor:
    """Return the gradient of `cross_entropy` in the logits."""
    gradient = log_probabilities(logits).exp()
    gradient[torch.arange(len(target)), target] -= 1
    return gradient / len(target)
