"""Tensors and arrays of a shape, drawn or given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt
from hypothesis.strategies import SearchStrategy

from graders.strategies.cases import Pick, cases
from graders.strategies.numbers import fill, tensor

Shape = Sequence[int] | SearchStrategy[tuple[int, ...]]


@cases
def shapes(
    pick: Pick, min_dims: int = 1, max_dims: int = 3, min_side: int = 1, max_side: int = 5
) -> tuple[int, ...]:
    """Shapes of so many dimensions, each side within bounds."""
    return tuple(pick.between(min_side, max_side) for _ in pick.several(min_dims, max_dims))


@cases
def arrays(
    pick: Pick,
    shape: Shape,
    dtype: str = "float64",
    *,
    low: float | None = None,
    high: float | None = None,
) -> npt.NDArray[Any]:
    """NumPy arrays of normal numbers, or of uniform ones from low to high."""
    return fill(_sides(pick, shape), dtype, pick.filling(), low=low, high=high)


@cases
def tensors(
    pick: Pick,
    shape: Shape,
    dtype: str = "float32",
    *,
    low: float | None = None,
    high: float | None = None,
    requires_grad: bool = False,
) -> Any:
    """torch tensors, as `arrays`."""
    sides = _sides(pick, shape)
    return tensor(sides, dtype, pick.filling(), low=low, high=high, requires_grad=requires_grad)


def _sides(pick: Pick, shape: Shape) -> tuple[int, ...]:
    return pick.of(shape) if isinstance(shape, SearchStrategy) else tuple(shape)
