"""AlexNet in one stream, for images of any size and of any width."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class AlexNet(nn.Module):
    """Five convolutions, three of them with pooling, then three fully connected layers."""

    def __init__(self, num_classes: int = 1000, width: int = 64, dropout: float = 0.5) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, kernel_size=11, stride=4, padding=2)
        self.conv2 = nn.Conv2d(width, 3 * width, kernel_size=5, padding=2)
        self.conv3 = nn.Conv2d(3 * width, 6 * width, kernel_size=3, padding=1)
        self.conv4 = nn.Conv2d(6 * width, 4 * width, kernel_size=3, padding=1)
        self.conv5 = nn.Conv2d(4 * width, 4 * width, kernel_size=3, padding=1)
        self.fc6 = nn.Linear(4 * width * 6 * 6, 64 * width)
        self.fc7 = nn.Linear(64 * width, 64 * width)
        self.fc8 = nn.Linear(64 * width, num_classes)
        self.dropout = nn.Dropout(dropout)

    def stages(self, x: Tensor) -> list[Tensor]:
        """Return the maps after each of the six stages."""
        first = F.max_pool2d(F.relu(self.conv1(x)), 3, 2)
        second = F.max_pool2d(F.relu(self.conv2(first)), 3, 2)
        third = F.relu(self.conv3(second))
        fourth = F.relu(self.conv4(third))
        fifth = F.max_pool2d(F.relu(self.conv5(fourth)), 3, 2)
        return [first, second, third, fourth, fifth, F.adaptive_avg_pool2d(fifth, 6)]

    def forward(self, x: Tensor) -> Tensor:
        """Return a score for each class and image."""
        x = torch.flatten(self.stages(x)[-1], 1)
        x = F.relu(self.fc6(self.dropout(x)))
        x = F.relu(self.fc7(self.dropout(x)))
        return self.fc8(x)
