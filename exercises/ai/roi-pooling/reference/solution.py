"""Region of interest pooling: round to cells, divide what was asked for, cut the bins off at the map."""

from __future__ import annotations

import torch
from torch import Tensor


def to_cells(rois: Tensor, spatial_scale: float) -> Tensor:
    """Return (left, top, right, bottom) in cells for each region; both ends belong to it."""
    return (rois[:, 1:] * spatial_scale + 0.5).floor().to(torch.int64)


def roi_pool(x: Tensor, rois: Tensor, output_size: tuple[int, int], spatial_scale: float = 1.0) -> Tensor:
    """Return the maxima of the bins of each region, 0 for a bin that lies outside of the map."""
    result = x.new_zeros(len(rois), x.shape[1], *output_size)
    for region, (left, top, right, bottom) in enumerate(to_cells(rois, spatial_scale).tolist()):
        image = x[int(rois[region, 0])]
        for i, rows in enumerate(_bins(top, bottom, output_size[0])):
            for j, columns in enumerate(_bins(left, right, output_size[1])):
                cells = image[:, rows, columns].flatten(1)
                if cells.shape[1]:
                    result[region, :, i, j] = cells.amax(dim=1)
    return result


def _bins(first: int, last: int, count: int) -> list[slice]:
    """Return the bins of the cells from first to last; a slice ends with the map of its own accord."""
    side = last - first + 1
    return [slice(first + i * side // count, first - (i + 1) * -side // count) for i in range(count)]
