"""Strategies for `given`: tensors, arrays and the cases that layers are tested with.

Sizes and options are Hypothesis choices, so they shrink; the numbers inside a tensor come from a generator
keyed by the grading's secret seed, so that drawing a large tensor costs one choice and nobody can predict it.
The smallest tensor of a shape holds small whole numbers, which read well in a message.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as base
from hypothesis.strategies import (
    SearchStrategy,
    booleans,
    composite,
    dictionaries,
    floats,
    integers,
    just,
    lists,
    none,
    one_of,
    sampled_from,
    text,
    tuples,
)

from graders.incell import context

__all__ = [
    "SearchStrategy",
    "arrays",
    "booleans",
    "composite",
    "conv2d_cases",
    "dictionaries",
    "floats",
    "integers",
    "just",
    "labelled_data",
    "lists",
    "none",
    "one_of",
    "sampled_from",
    "shapes",
    "tensors",
    "text",
    "tuples",
]

_FILLINGS = 2**16
_BOOLEANS = base.booleans()

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
    return _fill(draw(_between(0, _FILLINGS)), sides, dtype, "", low, high)


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
    tensor = _tensor(draw(_between(0, _FILLINGS)), sides, dtype, "", low, high)
    return tensor.requires_grad_() if requires_grad else tensor


@composite
def conv2d_cases(
    draw: base.DrawFn,
    max_side: int = 7,
    *,
    max_batch: int = 2,
    max_channels: int = 3,
    max_kernel: int = 3,
    max_stride: int = 3,
    max_padding: int = 2,
    dtype: str = "float32",
    bias: bool | None = None,
) -> dict[str, Any]:
    """Arguments of a 2-D convolution: x, weight, bias, stride and padding.

    Inputs and kernels may be rectangular, and the kernel always fits into the padded input. Stride and
    padding are equal in both directions. `bias` True or False always or never gives one.
    """
    kernel = draw(_between(1, max_kernel)), draw(_between(1, max_kernel))
    padding = draw(_between(0, max_padding))
    least = [max(1, side - 2 * padding) for side in kernel]
    height, width = (draw(_between(low, max(low, max_side))) for low in least)
    batch, channels, filters = (draw(_between(1, n)) for n in (max_batch, max_channels, max_channels))
    with_bias = draw(_BOOLEANS) if bias is None else bias
    stride = draw(_between(1, max_stride))
    # One choice fills all three tensors: each choice costs time, and more of them would shrink no better.
    filling = draw(_between(0, _FILLINGS))
    return {
        "x": _tensor(filling, (batch, channels, height, width), dtype, "x"),
        "weight": _tensor(filling, (filters, channels, *kernel), dtype, "weight"),
        "bias": _tensor(filling, (filters,), dtype, "bias") if with_bias else None,
        "stride": stride,
        "padding": padding,
    }


@composite
def labelled_data(
    draw: base.DrawFn, *, max_rows: int = 40, max_features: int = 4, max_classes: int = 3, spread: float = 0.5
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Points around one centre for each class, and their labels; every class has at least two points."""
    classes = draw(base.integers(2, max(2, max_classes)))
    rows = draw(base.integers(2 * classes, max(2 * classes, max_rows)))
    features = draw(base.integers(1, max_features))
    random = context.generator("labelled", draw(base.integers(0, _FILLINGS)), rows, features, classes)
    labels = np.arange(rows) % classes
    centres = random.normal(scale=3.0, size=(classes, features))
    points = centres[labels] + random.normal(scale=spread, size=(rows, features))
    order = random.permutation(rows)
    return points[order], labels[order].astype(np.int64)


@cache
def _between(low: int, high: int) -> SearchStrategy[int]:
    """Whole numbers within bounds; made once, since making a strategy costs more than drawing from it."""
    return base.integers(low, high)


def _tensor(
    filling: int,
    shape: tuple[int, ...],
    dtype: str,
    part: str,
    low: float | None = None,
    high: float | None = None,
) -> Any:
    """A torch tensor with the numbers of `_fill`."""
    torch = import_module("torch")  # checks of other stacks never load it
    name = str(dtype).removeprefix("torch.")
    numbers = _fill(filling, shape, "float32" if name == "bfloat16" else name, part, low, high)
    return torch.from_numpy(numbers).to(getattr(torch, name))


def _fill(
    filling: int, shape: tuple[int, ...], dtype: str, part: str, low: float | None, high: float | None
) -> npt.NDArray[Any]:
    """An array's numbers: small whole ones for filling 0, otherwise random ones."""
    kind = np.dtype(dtype)
    if filling == 0:
        size = math.prod(shape)
        whole = np.arange(size) % 5 if low is None else np.clip(np.arange(size), low, high)
        return whole.astype(kind).reshape(shape)
    random = context.generator("fill", part, filling, shape, dtype)
    if kind.kind == "b":
        return (random.random(shape) < 0.5).astype(kind)
    if kind.kind in "iu":
        bottom, top = (-9 if kind.kind == "i" else 0) if low is None else low, 9 if high is None else high
        return random.integers(int(bottom), int(top), size=shape, endpoint=True).astype(kind)
    if kind.kind == "c":
        return (random.standard_normal(shape) + 1j * random.standard_normal(shape)).astype(kind)
    if low is None and high is None:
        return random.standard_normal(shape).astype(kind)
    return random.uniform(0.0 if low is None else low, 1.0 if high is None else high, shape).astype(kind)
