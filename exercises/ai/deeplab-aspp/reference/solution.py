"""Atrous convolution, the atrous spatial pyramid of DeepLab v3 and the decoder of v3+."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def atrous_conv(x: Tensor, weight: Tensor, rate: int) -> Tensor:
    """Return a convolution whose taps lie `rate` entries apart; the maps keep their size."""
    padding = [rate * (side - 1) // 2 for side in weight.shape[2:]]
    return F.conv2d(x, weight, padding=padding, dilation=rate)


class ASPP(nn.Module):
    """Five views of a map, each with a reach of its own, joined and mixed."""

    def __init__(self, channels: int, out: int = 256, rates: Sequence[int] = (6, 12, 18)) -> None:
        super().__init__()
        atrous = [nn.Conv2d(channels, out, 3, padding=rate, dilation=rate, bias=False) for rate in rates]
        near, whole = (nn.Conv2d(channels, out, 1, bias=False) for _ in range(2))
        self.convs = nn.ModuleList([near, *atrous, whole])
        self.norms = nn.ModuleList(nn.BatchNorm2d(out) for _ in self.convs)
        self.project = nn.Conv2d(len(self.convs) * out, out, 1, bias=False)
        self.project_norm = nn.BatchNorm2d(out)

    def forward(self, x: Tensor) -> Tensor:
        """Return the mixed views, in the size of the map."""
        inputs = [x] * (len(self.convs) - 1) + [x.mean(dim=(2, 3), keepdim=True)]
        views = [norm(conv(each)).relu() for conv, norm, each in zip(self.convs, self.norms, inputs)]
        views[-1] = views[-1].expand_as(views[0])
        return self.project_norm(self.project(torch.cat(views, dim=1))).relu()


class Decoder(nn.Module):
    """Scores for every pixel, from deep features and from early ones with more detail."""

    def __init__(self, low_channels: int, classes: int, channels: int = 256, reduced: int = 48) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(low_channels, reduced, 1, bias=False)
        self.reduce_norm = nn.BatchNorm2d(reduced)
        inputs = (channels + reduced, channels)
        self.convs = nn.ModuleList(nn.Conv2d(each, channels, 3, padding=1, bias=False) for each in inputs)
        self.norms = nn.ModuleList(nn.BatchNorm2d(channels) for _ in inputs)
        self.classify = nn.Conv2d(channels, classes, 1)

    def forward(self, features: Tensor, low: Tensor, size: tuple[int, int]) -> Tensor:
        """Return the scores of an image of this size."""
        detail = self.reduce_norm(self.reduce(low)).relu()
        joined = torch.cat([_resized(features, low.shape[2:]), detail], dim=1)
        for conv, norm in zip(self.convs, self.norms):
            joined = norm(conv(joined)).relu()
        return _resized(self.classify(joined), size)


def _resized(x: Tensor, size: Sequence[int]) -> Tensor:
    """Return the maps, interpolated bilinearly without aligned corners."""
    return F.interpolate(x, tuple(size), mode="bilinear", align_corners=False)
