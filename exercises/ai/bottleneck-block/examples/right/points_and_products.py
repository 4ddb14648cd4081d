# technique: 1x1 convolutions as matrix products over points, a stride by slicing; a subclass for the other place
import torch
import torch.nn.functional as F
from torch import nn


class Point(nn.Module):
    def __init__(self, before, after, stride=1):
        super().__init__()
        self.stride = stride
        self.weight = nn.Parameter(torch.randn(after, before, 1, 1) / before**0.5)

    def forward(self, x):
        x = x[..., :: self.stride, :: self.stride]
        mixed = self.weight.flatten(1) @ x.flatten(2)
        return mixed.unflatten(2, x.shape[2:])


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, in_channels, width, stride=1, stride_at="conv2"):
        super().__init__()
        at_first = stride_at == "conv1"
        after = self.expansion * width
        self.conv1, self.bn1 = Point(in_channels, width, stride if at_first else 1), nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1 if at_first else stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3, self.bn3 = Point(width, after), nn.BatchNorm2d(after)
        if stride > 1 or in_channels != after:
            self.downsample = nn.Sequential(Point(in_channels, after, stride), nn.BatchNorm2d(after))

    def forward(self, x):
        y = self.bn1(self.conv1(x)).clamp(min=0)
        y = self.bn2(self.conv2(y)).clamp(min=0)
        y = self.bn3(self.conv3(y))
        y = torch.add(y, self.downsample(x) if hasattr(self, "downsample") else x)
        return F.relu(y)


def stage(in_channels, width, blocks, stride=1, stride_at="conv2"):
    sizes = [(in_channels, stride)] + [(4 * width, 1) for _ in range(blocks - 1)]
    return nn.Sequential(*(Bottleneck(before, width, step, stride_at) for before, step in sizes))
