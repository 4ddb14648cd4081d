"""Batches of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graders.strategies.cases import Pick, cases
from graders.strategies.numbers import tensor


@cases
def images(
    pick: Pick,
    max_side: int = 8,
    *,
    min_side: int = 1,
    max_batch: int = 2,
    channels: Sequence[int] = (1, 3),
    square: bool = False,
    batched: bool = True,
    dtype: str = "float32",
) -> Any:
    """A tensor (N, C, H, W), or (C, H, W) if not `batched`: 0 to 1, or 0 to 255 in `uint8`."""
    batch = (pick.between(1, max_batch),) if batched else ()
    depth = pick.one_of(channels)
    height = pick.between(min_side, max_side)
    width = height if square else pick.between(min_side, max_side)
    high = 255.0 if dtype == "uint8" else 1.0
    return tensor((*batch, depth, height, width), dtype, pick.filling(), low=0.0, high=high)
