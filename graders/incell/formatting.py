"""Values as short text for messages: small ones in full, large ones by dtype and shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graders.messages import plain

SHORT = 200
#: tensors of up to this many elements are shown in full
ELEMENTS = 24
_ITEMS = 12


def short(value: Any, limit: int = SHORT) -> str:
    """A plain value on one line."""
    return plain(repr(value).replace("\n", " "), limit)


def shape_text(shape: Sequence[int]) -> str:
    """A shape as a tuple."""
    return str(tuple(int(side) for side in shape))


def number_text(value: Any) -> str:
    """A number to seven digits; whole numbers in full."""
    if isinstance(value, (complex, np.complexfloating)):
        return f"{value:.7g}"
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.7g}"
    return str(value)


def describe(value: Any, depth: int = 0) -> str:
    """An argument as an author would type it, if it is small enough."""
    if type(value).__module__.startswith("torch") and hasattr(value, "untyped_storage"):
        return _describe_tensor(value)
    if isinstance(value, np.ndarray):
        if value.size <= ELEMENTS:
            return f"array({_nested(value)}, dtype={value.dtype})"
        return f"array of {value.dtype}, shape {shape_text(value.shape)}"
    if depth < 3 and isinstance(value, (list, tuple)):
        return _describe_sequence(value, depth)
    if depth < 3 and isinstance(value, dict):
        items = [
            f"{short(key, 60)}: {describe(item, depth + 1)}" for key, item in list(value.items())[:_ITEMS]
        ]
        return "{" + ", ".join([*items, *(["…"] if len(value) > _ITEMS else [])]) + "}"
    return short(value)


def _describe_sequence(value: Sequence[Any], depth: int) -> str:
    items = [describe(item, depth + 1) for item in value[:_ITEMS]]
    text = ", ".join([*items, *(["…"] if len(value) > _ITEMS else [])])
    if isinstance(value, tuple):
        return f"({text},)" if len(value) == 1 else f"({text})"
    return f"[{text}]"


def _describe_tensor(value: Any) -> str:
    dtype = str(value.dtype)
    if value.numel() > ELEMENTS:
        return f"tensor of {dtype}, shape {shape_text(value.shape)}"
    numbers = value.detach().cpu()
    numbers = numbers.float() if dtype == "torch.bfloat16" else numbers
    suffix = "" if dtype in ("torch.float32", "torch.int64", "torch.bool") else f", dtype={dtype}"
    if value.numel() == 0:
        suffix += f", shape {shape_text(value.shape)}"
    return f"tensor({_nested(numbers.resolve_conj().resolve_neg().numpy())}{suffix})"


def _nested(value: Any) -> str:
    """An array's numbers in brackets."""
    if value.ndim == 0:
        return number_text(value[()])
    return "[" + ", ".join(_nested(np.asarray(item)) for item in value) + "]"
