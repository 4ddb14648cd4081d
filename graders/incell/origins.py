"""Where the numbers of a generated value come from, and the line of Python that makes them again.

Each tensor or array has a small seed of its own, hashed from the grading's secret one. A student may see it:
from it follow the numbers of this one value and nothing else. What is random comes from `default_rng` of the
NumPy release that the report names; the simplest values are whole numbers counted up.
"""

from __future__ import annotations

import math
import weakref
from collections import deque
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

#: values whose origin is remembered; an example has fewer
_REMEMBERED = 256
#: literals of up to this many numbers are written out
_LITERAL = 400
#: longer lines would be cut on their way to the student
_LINE = 3500
_DEPTH = 6
#: dtypes to which NumPy converts as torch does, and faster
_ALIKE = frozenset({"float32", "float64", "int64", "bool"})
#: values of up to this many numbers are always written out
_SMALL = 24


@cache
def _kind_of(dtype: str) -> str:
    return "f" if dtype == "bfloat16" else np.dtype(dtype).kind


class Origin(NamedTuple):
    """How the numbers of one value are made."""

    #: of the generator; None counts whole numbers up
    seed: int | None
    shape: tuple[int, ...]
    dtype: str
    low: float | None = None
    high: float | None = None
    #: whole numbers only
    whole: bool = False
    #: a torch tensor rather than an array
    tensor: bool = False
    requires_grad: bool = False

    def make(self) -> Any:
        """The value."""
        numbers = np.asarray(self._numbers())  # NumPy makes a plain number of some without an axis
        if not self.tensor:
            return numbers.astype(self.dtype, copy=False)
        torch = import_module("torch")  # checks of other stacks never load it
        if self.dtype in _ALIKE:
            value = torch.from_numpy(numbers.astype(self.dtype, copy=False))
        else:
            value = torch.from_numpy(numbers).to(getattr(torch, self.dtype))
        return value.requires_grad_() if self.requires_grad else value

    def line(self) -> str:
        """A Python expression that makes the same value, with `np` and `torch` imported."""
        text = self._counted_line() if self.seed is None else self._drawn_line(self.seed)
        if not self.tensor:
            return f'{text}.astype("{self.dtype}")'
        gradient = ".requires_grad_()" if self.requires_grad else ""
        return f"torch.from_numpy({text}).to(torch.{self.dtype}){gradient}"

    def _numbers(self) -> npt.NDArray[Any]:
        if self.seed is None:
            first, count, step = self._counting()
            return ((np.arange(math.prod(self.shape)) % count) * step + first).reshape(self.shape)
        random = np.random.default_rng(self.seed)
        if self._kind == "b":
            return random.random(self.shape) < 0.5
        if self._whole:
            return random.integers(*self._bounds(), self.shape, endpoint=True)
        if self._kind == "c":
            return random.standard_normal((*self.shape, 2)).view("complex128")[..., 0]
        if self.low is None and self.high is None:
            return random.standard_normal(self.shape)
        return random.uniform(*self._interval(), self.shape)

    def _drawn_line(self, seed: int) -> str:
        random, shape = f"np.random.default_rng({seed})", str(self.shape)
        if self._kind == "b":
            return f"({random}.random({shape}) < 0.5)"
        if self._whole:
            low, high = self._bounds()
            return f"{random}.integers({low}, {high}, {shape}, endpoint=True)"
        if self._kind == "c":
            return f'{random}.standard_normal({(*self.shape, 2)}).view("complex128")[..., 0]'
        if self.low is None and self.high is None:
            return f"{random}.standard_normal({shape})"
        return "{}.uniform({!r}, {!r}, {})".format(random, *self._interval(), shape)

    def _counted_line(self) -> str:
        first, count, step = self._counting()
        stretched = "" if step == 1 else f" * {step!r}"
        shifted = "" if first == 0 else f" + {first!r}"
        return f"(np.arange({math.prod(self.shape)}) % {count}{stretched}{shifted}).reshape({self.shape})"

    def _counting(self) -> tuple[float, int, float]:
        """First value, number of values and step of what is counted up: 1 to 9 where nothing bounds it."""
        if self._kind == "b":
            return 1, 2, -1
        if self.low is None and self.high is None:
            return 1, 9, 1
        low, high = self._interval()
        first, last = math.ceil(low), math.floor(high)
        if first <= last:
            return first, min(last - first + 1, 9), 1
        return low, 5, (high - low) / 4

    def _interval(self) -> tuple[float, float]:
        high = None if self.high is None else float(self.high)
        low = float(self.low) if self.low is not None else min(0.0, high - 1) if high is not None else 0.0
        return low, max(1.0, low + 1) if high is None else high

    def _bounds(self) -> tuple[int, int]:
        """The whole numbers between the bounds."""
        if self.low is None and self.high is None:
            return (0 if self._kind == "u" else -9), 9
        if self._kind in "iu":
            low = (0 if self._kind == "u" else -9) if self.low is None else math.ceil(self.low)
            return low, max(low, 9) if self.high is None else math.floor(self.high)
        low_, high_ = self._interval()
        return math.ceil(low_), math.floor(high_)

    @property
    def _whole(self) -> bool:
        if not self.whole:
            return self._kind in "iu"
        low, high = self._bounds()
        return low <= high

    @property
    def _kind(self) -> str:
        return _kind_of(self.dtype)


_made: deque[tuple[weakref.ref[Any], Origin]] = deque(maxlen=_REMEMBERED)


def made(origin: Origin) -> Any:
    """The value of this origin, which is remembered until many others are made."""
    value = origin.make()
    _made.append((weakref.ref(value), origin))
    return value


def tensor_of(rows: Sequence[Any], dtype: str, empty: tuple[int, ...] = ()) -> Any:
    """A tensor of numbers that were chosen one by one; of the shape `empty` where there are none."""
    torch = import_module("torch")
    kind = getattr(torch, str(dtype).removeprefix("torch."))
    return torch.tensor(rows, dtype=kind) if rows else torch.zeros(empty, dtype=kind)


def rebuilt(value: Any) -> str | None:
    """A Python expression for exactly this value; None where there is none short enough.

    A value that was changed since it was made is written out, if it is small enough.
    """
    text = _expression(value, 0)
    return text if text is not None and len(text) <= _LINE else None


def _expression(value: Any, depth: int) -> str | None:
    if value is None or type(value) in (bool, int, str, bytes):
        return repr(value)
    if type(value) in (float, complex):
        return _number(value)
    if is_tensor(value) or isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return f"np.{value.dtype}({_number(value.item())})"
    return _collection(value, depth + 1) if depth < _DEPTH else None


def _collection(value: Any, depth: int) -> str | None:
    if type(value) is dict:
        pairs = [(_expression(k, depth), _expression(v, depth)) for k, v in value.items()]
        return _joined("{", [f"{k}: {v}" if k and v else None for k, v in pairs], "}")
    if type(value) not in (list, tuple):
        return None
    items = [_expression(item, depth) for item in value]
    if type(value) is list:
        return _joined("[", items, "]")
    return _joined("(", items, ",)" if len(items) == 1 else ")")


def _joined(left: str, items: Sequence[str | None], right: str) -> str | None:
    known = [item for item in items if item is not None]
    return left + ", ".join(known) + right if len(known) == len(items) else None


def _array(value: Any) -> str | None:
    """A tensor or array: its numbers if they are few, otherwise its origin if it still is what it was."""
    size = math.prod(value.shape)
    origin: Origin | None = next((origin for one, origin in reversed(_made) if one() is value), None)
    if origin is not None and size > _SMALL and same(origin.make(), value):
        return origin.line()
    return _literal(value) if size <= _LITERAL else None


def _literal(value: Any) -> str | None:
    tensor = is_tensor(value)
    dtype = str(value.dtype).removeprefix("torch.")
    if math.prod(value.shape) == 0:
        return (
            f"torch.zeros({tuple(value.shape)}, dtype=torch.{dtype})"
            if tensor
            else (f'np.zeros({tuple(value.shape)}, dtype="{dtype}")')
        )
    nested = _nested(value.detach().tolist() if tensor else value.tolist(), dtype)
    if not tensor:
        return f'np.array({nested}, dtype="{dtype}")'
    plain = dtype in ("float32", "int64", "bool", "complex64")
    gradient = ", requires_grad=True" if value.requires_grad else ""
    return f"torch.tensor({nested}{'' if plain else f', dtype=torch.{dtype}'}{gradient})"


def _nested(value: Any, dtype: str) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested(item, dtype) for item in value) + "]"
    return _number(value, dtype)


def _number(value: Any, dtype: str = "float64") -> str:
    """A number that reads back as exactly itself, as short as its dtype allows."""
    if isinstance(value, complex):
        return f"complex({_number(value.real, dtype)}, {_number(value.imag, dtype)})"
    if not isinstance(value, float):
        return repr(value)
    if not math.isfinite(value):
        return f'float("{value}")'
    if dtype in ("float32", "complex64"):
        short = str(np.float32(value))
        if np.float32(float(short)) == np.float32(value):
            return short
    return repr(value)


def same(one: Any, other: Any) -> bool:
    """Whether two tensors or arrays hold the same bytes in the same form."""
    if type(one) is not type(other) or one.dtype != other.dtype or tuple(one.shape) != tuple(other.shape):
        return False
    if is_tensor(one):
        if one.requires_grad != other.requires_grad:
            return False
        one, other = (t.detach().cpu().contiguous().resolve_conj() for t in (one, other))
        torch = import_module("torch")
        one, other = (t.reshape(-1).view(torch.uint8).numpy() for t in (one, other))
    return bool(one.tobytes() == other.tobytes())


def is_tensor(value: Any) -> bool:
    """Whether a value is a torch tensor; asks without loading torch."""
    return type(value).__module__.startswith("torch") and hasattr(value, "untyped_storage")
