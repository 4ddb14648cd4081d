"""A restricted Boltzmann machine: its probabilities, its free energy, and a step of contrastive divergence."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def hidden_probabilities(v: Tensor, weight: Tensor, hidden_bias: Tensor) -> Tensor:
    """Return for each example the probability of each hidden unit being on."""
    return torch.sigmoid(v @ weight + hidden_bias)


def visible_probabilities(h: Tensor, weight: Tensor, visible_bias: Tensor) -> Tensor:
    """Return for each example the probability of each visible unit being on."""
    return torch.sigmoid(h @ weight.T + visible_bias)


def sample(p: Tensor, noise: Tensor) -> Tensor:
    """Return 1 where the uniform number is less than the probability, and 0 elsewhere."""
    return (noise < p).to(p.dtype)


def free_energy(v: Tensor, weight: Tensor, visible_bias: Tensor, hidden_bias: Tensor) -> Tensor:
    """Return the free energy of each example."""
    z = v @ weight + hidden_bias
    return -(v @ visible_bias) - functional.softplus(z).sum(dim=1)


def cd1(
    v: Tensor, weight: Tensor, visible_bias: Tensor, hidden_bias: Tensor, noise: Tensor, rate: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Return weight, visible bias and hidden bias after one step of contrastive divergence."""
    p = hidden_probabilities(v, weight, hidden_bias)
    seen = visible_probabilities(sample(p, noise), weight, visible_bias)
    again = hidden_probabilities(seen, weight, hidden_bias)
    return (
        weight + rate * (v.T @ p - seen.T @ again) / len(v),
        visible_bias + rate * (v - seen).mean(dim=0),
        hidden_bias + rate * (p - again).mean(dim=0),
    )
