"""torch, loaded by the first slip that needs it: checks of other stacks never load it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any


def torch() -> Any:
    """The torch module."""
    return import_module("torch")


def tensor(value: Any) -> Any:
    """A tensor, an array or a number as a tensor without a graph; None stays None."""
    return None if value is None else torch().as_tensor(value).detach()


def per_axis(value: Any, count: int) -> tuple[int, ...]:
    """An option that may be one number for all axes, as one for each."""
    return tuple(int(each) for each in value) if isinstance(value, Sequence) else (int(value),) * count
