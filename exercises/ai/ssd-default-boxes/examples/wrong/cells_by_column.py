# fails: test_two_rows_of_cells, test_map_by_map, test_clipped, test_any_pyramid, test_as_published, test_own_scales, test_fresh_pyramids
# because: the cells go down the columns
from collections.abc import Sequence

import torch
from torch import Tensor


def map_scales(count: int, smallest: float = 0.2, largest: float = 0.9) -> Tensor:
    """Return the scales of the feature maps, and one more that the last map's extra box needs."""
    return smallest + (largest - smallest) / (count - 1) * torch.arange(count + 1)


def default_boxes(
    shapes: Sequence[tuple[int, int]],
    ratios: Sequence[Sequence[float]],
    scales: Sequence[float] | Tensor,
    clip: bool = False,
) -> Tensor:
    """Return all default boxes (cx, cy, w, h), map by map, as shares of the image."""
    maps = [
        _one_map(rows, columns, _sides(float(scales[k]), float(scales[k + 1]), ratios[k]))
        for k, (rows, columns) in enumerate(shapes)
    ]
    boxes = torch.cat(maps)
    return _clipped(boxes) if clip else boxes


def _sides(scale: float, above: float, ratios: Sequence[float]) -> Tensor:
    sides = [(scale, scale), ((scale * above) ** 0.5, (scale * above) ** 0.5)]
    for ratio in ratios:
        long, short = scale * ratio**0.5, scale / ratio**0.5
        sides += [(long, short), (short, long)]
    return torch.tensor(sides)


def _one_map(rows: int, columns: int, sides: Tensor) -> Tensor:
    y, x = torch.meshgrid(
        (torch.arange(rows) + 0.5) / rows, (torch.arange(columns) + 0.5) / columns, indexing="ij"
    )
    centres = torch.stack([x, y], dim=2).transpose(0, 1).reshape(-1, 1, 2)
    kinds = len(sides)
    boxes = torch.cat([centres.expand(-1, kinds, 2), sides.expand(len(centres), kinds, 2)], dim=2)
    return boxes.flatten(0, 1)


def _clipped(boxes: Tensor) -> Tensor:
    low = (boxes[:, :2] - boxes[:, 2:] / 2).clamp(0, 1)
    high = (boxes[:, :2] + boxes[:, 2:] / 2).clamp(0, 1)
    return torch.cat([(low + high) / 2, high - low], dim=1)
