from collections.abc import Sequence

from torch import Tensor


def pyramid_bins(size: int, count: int) -> list[tuple[int, int]]:
    """Return where each of `count` bins begins and ends along an axis of `size` cells.

    result  a list of `count` pairs (start, end); the end is exclusive
    """
    raise NotImplementedError("write me")


def spatial_pyramid_pool(x: Tensor, levels: Sequence[int] = (4, 2, 1)) -> Tensor:
    """Return features of fixed length from maps of any size.

    x       (N, C, H, W)
    levels  bins along each axis, one number a level
    result  (N, C * sum of n * n over the levels)
    """
    raise NotImplementedError("write me")
