"""What a decoded value may be: an object of exactly a plain type, whose memory is its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from graders.incell.codec import DTYPES, MAX_DEPTH

_PLAIN = frozenset({type(None), bool, int, float, complex, str, bytes})
_ARRAYS = frozenset(np.dtype(dtype) for name, dtype in DTYPES.items() if name != "bfloat16")
_TENSORS = frozenset(getattr(torch, name) for name in DTYPES)


class NotPlain(AssertionError):
    """A decoder made something that it must not make."""


def check_plain(
    value: Any, bodies: Sequence[bytearray], others: tuple[type, ...] = (), depth: int = 0
) -> None:
    """Raise `NotPlain` unless the value is plain through and through; `others` may be in it too."""
    kind = type(value)
    if kind in _PLAIN or kind in others:
        return
    if depth > MAX_DEPTH + 2:
        raise NotPlain("too deep")
    if kind in (list, tuple):
        for item in value:
            check_plain(item, bodies, others, depth + 1)
    elif kind is dict:
        for key, item in value.items():
            check_plain(key, bodies, others, depth + 1)
            check_plain(item, bodies, others, depth + 1)
    elif kind is torch.Tensor:
        _check_tensor(value, bodies)
    elif kind is np.ndarray or isinstance(value, np.generic):
        _check_array(np.asarray(value), bodies)
    else:
        raise NotPlain(f"a {kind.__module__}.{kind.__qualname__}")


def _check_array(array: np.ndarray[Any, Any], bodies: Sequence[bytearray]) -> None:
    root: Any = array
    while isinstance(root.base, np.ndarray):
        root = root.base
    if array.dtype not in _ARRAYS or not array.flags.writeable or not array.flags.aligned:
        raise NotPlain(f"an array of {array.dtype}, flags {array.flags}")
    if root.base is not None or not root.flags.owndata:
        raise NotPlain("an array in memory of something else")
    _check_apart(array.ctypes.data, array.nbytes, bodies)


def _check_tensor(tensor: torch.Tensor, bodies: Sequence[bytearray]) -> None:
    if tensor.dtype not in _TENSORS or tensor.layout != torch.strided or tensor.device.type != "cpu":
        raise NotPlain(f"a tensor of {tensor.dtype}, {tensor.layout}, {tensor.device}")
    if not tensor.is_leaf or tensor.grad_fn is not None:
        raise NotPlain("a tensor with a history")
    storage = tensor.untyped_storage()
    _check_apart(storage.data_ptr(), storage.nbytes(), bodies)


def _check_apart(start: int, length: int, bodies: Sequence[bytearray]) -> None:
    """The memory is in none of the frame's bodies."""
    for body in bodies:
        if not body or not length:
            continue
        theirs = np.frombuffer(body, np.uint8).ctypes.data
        if start < theirs + len(body) and theirs < start + length:
            raise NotPlain("memory shared with the frame")
