"""A single-layer perceptron: one linear layer, then a sigmoid."""

from __future__ import annotations

from torch import Tensor, nn


class SLP(nn.Module):
    """One linear layer, then a sigmoid on each of its outputs."""

    def __init__(self, inputs: int, outputs: int = 1) -> None:
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)
        self.activation = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs of a batch: (N, inputs) becomes (N, outputs)."""
        return self.activation(self.layer(x))
