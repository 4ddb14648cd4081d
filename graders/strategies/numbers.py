"""The numbers inside generated tensors and arrays.

Sizes and options are Hypothesis choices, so they shrink; the numbers of a tensor come from one generator
keyed by the grading's secret seed, so that drawing a large tensor costs one choice and nobody can predict it.
"""

from __future__ import annotations

import math
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as base
from hypothesis.strategies import SearchStrategy

from graders.incell import context

#: how many fillings there are; 0 is the simplest
FILLINGS = 2**16


@cache
def between(low: int, high: int) -> SearchStrategy[int]:
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


def tensor(
    filling: int,
    shape: tuple[int, ...],
    dtype: str,
    part: str,
    low: float | None = None,
    high: float | None = None,
) -> Any:
    """A torch tensor with the numbers of `fill`."""
    torch = import_module("torch")  # checks of other stacks never load it
    name = str(dtype).removeprefix("torch.")
    numbers = fill(filling, shape, "float32" if name == "bfloat16" else name, part, low, high)
    return torch.from_numpy(numbers).to(getattr(torch, name))


def fill(
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
