"""A graph convolution with symmetric normalisation, after Kipf and Welling."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def normalise(adjacency: Tensor) -> Tensor:
    """Return D^(-1/2) (A + I) D^(-1/2), where D holds the row sums of A + I."""
    loops = adjacency + torch.eye(len(adjacency))
    scale = loops.sum(dim=1).rsqrt()
    return scale[:, None] * loops * scale


class GCNLayer(nn.Module):
    """One layer: the features, mapped linearly, spread over the normalised graph."""

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, out_features))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, features: Tensor, adjacency: Tensor) -> Tensor:
        """Return the new features of each node."""
        result = normalise(adjacency) @ (features @ self.weight)
        return result if self.bias is None else result + self.bias
