"""The inception module of GoogLeNet: four branches over one input, joined along the channels."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Inception(nn.Module):
    """Convolutions 1x1, 3x3 and 5x5 and a max pooling side by side, each of its own width."""

    def __init__(
        self,
        in_channels: int,
        ch1x1: int,
        ch3x3red: int,
        ch3x3: int,
        ch5x5red: int,
        ch5x5: int,
        pool_proj: int,
    ) -> None:
        super().__init__()
        self.branch1 = nn.Conv2d(in_channels, ch1x1, 1)
        self.branch2_reduce = nn.Conv2d(in_channels, ch3x3red, 1)
        self.branch2 = nn.Conv2d(ch3x3red, ch3x3, 3, padding="same")
        self.branch3_reduce = nn.Conv2d(in_channels, ch5x5red, 1)
        self.branch3 = nn.Conv2d(ch5x5red, ch5x5, 5, padding="same")
        self.branch4 = nn.Conv2d(in_channels, pool_proj, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return the maps of all branches: 1x1, 3x3, 5x5, pooling."""
        branches = [
            self.branch1(x),
            self.branch2(F.relu(self.branch2_reduce(x))),
            self.branch3(F.relu(self.branch3_reduce(x))),
            self.branch4(F.max_pool2d(x, 3, stride=1, padding=1)),
        ]
        return F.relu(torch.cat(branches, dim=1))
