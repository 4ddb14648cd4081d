from collections.abc import Sequence

from torch import Tensor


def map_scales(count: int, smallest: float = 0.2, largest: float = 0.9) -> Tensor:
    """Return the scales of the feature maps, and one more that the last map's extra box needs.

    result  (count + 1,), float32
    """
    raise NotImplementedError("write me")


def default_boxes(
    shapes: Sequence[tuple[int, int]],
    ratios: Sequence[Sequence[float]],
    scales: Sequence[float] | Tensor,
    clip: bool = False,
) -> Tensor:
    """Return all default boxes, map by map, as shares of the image.

    shapes  a pair (rows, columns) for each feature map
    ratios  for each feature map, its ratios besides 1
    scales  one more number than there are feature maps
    result  (N, 4), float32, rows (cx, cy, w, h)
    """
    raise NotImplementedError("write me")
