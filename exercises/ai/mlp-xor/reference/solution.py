"""A multi-layer perceptron with one hidden layer, and the loop that teaches it a truth table."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HIDDEN = 16
STEPS = 200
LEARNING_RATE = 0.05


class MLP(nn.Module):
    """Two inputs, a hidden layer that bends, one score."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(2, HIDDEN)
        self.score = nn.Linear(HIDDEN, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return a score for each row: positive for class 1."""
        return self.score(torch.tanh(self.hidden(x)))


def train(x: Tensor, y: Tensor, seed: int, log: Callable[..., None]) -> nn.Module:
    """Return a network that has learnt these points; whatever is random follows from the seed."""
    torch.manual_seed(seed)
    network = MLP()
    optimiser = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    for step in range(STEPS):
        loss = F.binary_cross_entropy_with_logits(network(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        log(step=step, loss=loss.item())
    return network
