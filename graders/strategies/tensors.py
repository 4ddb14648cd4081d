"""Tensors and arrays of a shape, drawn or given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt
from hypothesis import strategies as base
from hypothesis.strategies import SearchStrategy, composite

from graders.strategies.numbers import FILLINGS, between, fill, tensor

Shape = Sequence[int] | SearchStrategy[tuple[int, ...]]


def shapes(
    min_dims: int = 1, max_dims: int = 3, min_side: int = 1, max_side: int = 5
) -> SearchStrategy[tuple[int, ...]]:
    """Shapes of so many dimensions, each side within bounds."""
    side = base.integers(min_side, max_side)
    return base.lists(side, min_size=min_dims, max_size=max_dims).map(tuple)


@composite
def arrays(
    draw: base.DrawFn,
    shape: Shape,
    dtype: str = "float64",
    *,
    low: float | None = None,
    high: float | None = None,
) -> npt.NDArray[Any]:
    """NumPy arrays of normal numbers, or of uniform ones from low to high."""
    sides = draw(shape) if isinstance(shape, SearchStrategy) else tuple(shape)
    return fill(draw(between(0, FILLINGS)), sides, dtype, "", low, high)


@composite
def tensors(
    draw: base.DrawFn,
    shape: Shape,
    dtype: str = "float32",
    *,
    low: float | None = None,
    high: float | None = None,
    requires_grad: bool = False,
) -> Any:
    """torch tensors, as `arrays`."""
    sides = draw(shape) if isinstance(shape, SearchStrategy) else tuple(shape)
    values = tensor(draw(between(0, FILLINGS)), sides, dtype, "", low, high)
    return values.requires_grad_() if requires_grad else values
