"""The bottleneck block of ResNet-50 and deeper networks, and a stage of such blocks."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class Bottleneck(nn.Module):
    """A 1x1 convolution to few channels, a 3x3 on these, a 1x1 to four times as many, and a shortcut."""

    expansion = 4

    def __init__(self, in_channels: int, width: int, stride: int = 1, stride_at: str = "conv2") -> None:
        super().__init__()
        first, second = (1, stride) if stride_at == "conv2" else (stride, 1)
        out_channels = width * self.expansion
        self.conv1 = nn.Conv2d(in_channels, width, 1, stride=first, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=second, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        if stride > 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x: Tensor) -> Tensor:
        """Return ReLU of residual and shortcut together."""
        residual = F.relu(self.bn1(self.conv1(x)))
        residual = F.relu(self.bn2(self.conv2(residual)))
        residual = self.bn3(self.conv3(residual))
        return F.relu(residual + (x if self.downsample is None else self.downsample(x)))


def stage(
    in_channels: int, width: int, blocks: int, stride: int = 1, stride_at: str = "conv2"
) -> nn.Sequential:
    """Return blocks in a row, of which the first alone changes channels and sides."""
    first = Bottleneck(in_channels, width, stride, stride_at)
    more = [Bottleneck(width * Bottleneck.expansion, width) for _ in range(blocks - 1)]
    return nn.Sequential(first, *more)
