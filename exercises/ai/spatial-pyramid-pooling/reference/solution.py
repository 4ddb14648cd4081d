"""Spatial pyramid pooling: the maximum of every bin of every level, as one row of numbers for each image."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def pyramid_bins(size: int, count: int) -> list[tuple[int, int]]:
    """Return where each of `count` bins begins and ends along an axis of `size` cells; ends are exclusive."""
    return [(i * size // count, -((i + 1) * -size // count)) for i in range(count)]


def spatial_pyramid_pool(x: Tensor, levels: Sequence[int] = (4, 2, 1)) -> Tensor:
    """Return the pooled levels of each image, one behind the other."""
    return torch.cat([_level(x, count).flatten(1) for count in levels], dim=1)


def _level(x: Tensor, count: int) -> Tensor:
    """Return the maxima of `count` by `count` bins, shape (N, C, count, count)."""
    rows, columns = (pyramid_bins(size, count) for size in x.shape[2:])
    bands = torch.stack([x[:, :, top:bottom].amax(dim=2) for top, bottom in rows], dim=2)
    return torch.stack([bands[..., left:right].amax(dim=3) for left, right in columns], dim=3)
