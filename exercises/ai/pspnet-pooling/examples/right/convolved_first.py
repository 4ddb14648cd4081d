# technique: the 1×1 convolution before the means, with which it commutes; means by summed areas
import torch
import torch.nn.functional as F
from torch import nn


def adaptive_average(x, bins):
    areas = F.pad(x.double().cumsum(2).cumsum(3), (1, 0, 1, 0))
    height, width = x.shape[2:]
    index = torch.arange(bins)
    tops, bottoms = index * height // bins, ((index + 1) * height + bins - 1) // bins
    lefts, rights = index * width // bins, ((index + 1) * width + bins - 1) // bins
    below, above = areas[:, :, bottoms], areas[:, :, tops]
    sums = below[..., rights] - below[..., lefts] - above[..., rights] + above[..., lefts]
    return (sums / ((bottoms - tops)[:, None] * (rights - lefts))).to(x.dtype)


class Level(nn.Module):
    def __init__(self, bins):
        super().__init__()
        self.bins = bins

    def forward(self, x, conv, norm):
        level = norm(adaptive_average(conv(x), self.bins)).clamp(min=0)
        return F.interpolate(level, size=tuple(x.shape[2:]), mode="bilinear", align_corners=True)


class PyramidPooling(nn.Module):
    def __init__(self, channels, bins=(1, 2, 3, 6)):
        super().__init__()
        share = channels // len(bins)
        self.convs = nn.ModuleList(nn.Conv2d(channels, share, 1, bias=False) for _ in bins)
        self.norms = nn.ModuleList(nn.BatchNorm2d(share) for _ in bins)
        self.levels = nn.ModuleList(Level(count) for count in bins)

    def forward(self, x):
        parts = zip(self.levels, self.convs, self.norms)
        return torch.cat([x] + [level(x, conv, norm) for level, conv, norm in parts], dim=1)
