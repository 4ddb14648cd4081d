"""The network as it was meant: four lines differ from the broken one."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Classifier(nn.Module):
    """Scores for four classes, from images of 20 by 20 pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5)
        self.conv2 = nn.Conv2d(6, 8, kernel_size=3)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(8 * 3 * 3, 32)
        self.activation = nn.Tanh()
        self.fc2 = nn.Linear(32, 4)

    def features(self, x: Tensor) -> Tensor:
        """Find features: images (N, 1, 20, 20) to one row of 72 numbers each."""
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return torch.flatten(x, 1)

    def hidden(self, features: Tensor) -> Tensor:
        """Mix the features of each image: rows of 72 numbers to rows of 32."""
        return self.activation(self.fc1(features))

    def scores(self, hidden: Tensor) -> Tensor:
        """Judge: rows of 32 numbers to four scores each."""
        return self.fc2(hidden)

    def forward(self, x: Tensor) -> Tensor:
        """Return four scores for each image."""
        return self.scores(self.hidden(self.features(x)))
