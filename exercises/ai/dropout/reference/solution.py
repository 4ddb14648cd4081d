"""Inverted dropout: for given uniform numbers, and as a module that draws its own."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def dropout(x: Tensor, p: float, u: Tensor, training: bool = True) -> Tensor:
    """Return x with 0 where u < p and the rest divided by 1 − p; or x itself outside of training."""
    if not training:
        return x
    kept = x * (u >= p)
    return kept / (1 - p) if p < 1 else kept


class Dropout(nn.Module):
    """Dropout with a fresh mask for each call in training."""

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """Return x after dropout, in the mode of the module."""
        return dropout(x, self.p, torch.rand_like(x), self.training)
