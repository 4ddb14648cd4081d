"""The pyramid pooling module of PSPNet: averages over grids of several sizes, beside the map itself."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def adaptive_average(x: Tensor, bins: int) -> Tensor:
    """Return the means over a grid of `bins` by `bins` regions, which may overlap by a row or column."""
    rows, columns = (_regions(side, bins) for side in x.shape[2:])
    means = [[x[:, :, row, column].mean(dim=(2, 3)) for column in columns] for row in rows]
    return torch.stack([torch.stack(row, dim=2) for row in means], dim=2)


def _regions(side: int, bins: int) -> list[slice]:
    """Return where each region of an axis begins and ends: rounded down, and up."""
    return [slice(index * side // bins, -(-(index + 1) * side // bins)) for index in range(bins)]


class PyramidPooling(nn.Module):
    """A map beside its averages over grids of several sizes, enlarged to the size of the map."""

    def __init__(self, channels: int, bins: Sequence[int] = (1, 2, 3, 6)) -> None:
        super().__init__()
        self.bins = tuple(bins)
        reduced = channels // len(self.bins)
        self.convs = nn.ModuleList(nn.Conv2d(channels, reduced, 1, bias=False) for _ in self.bins)
        self.norms = nn.ModuleList(nn.BatchNorm2d(reduced) for _ in self.bins)

    def forward(self, x: Tensor) -> Tensor:
        """Return the map and its levels, joined as channels."""
        levels = [x]
        for bins, conv, norm in zip(self.bins, self.convs, self.norms):
            level = norm(conv(adaptive_average(x, bins))).relu()
            levels.append(F.interpolate(level, x.shape[2:], mode="bilinear", align_corners=True))
        return torch.cat(levels, dim=1)
