"""How much it tells that a given result is the one a slip leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from graders.closeness import Array, Rules, allowed, close, dtype_of, is_tensor, numbers_of, widen

#: what a shape that only the slip explains is worth
SHAPE_BITS = 3.0
#: the most that one element tells, and all together
_ELEMENT_BITS, _ZERO_BITS = 16.0, 2.0
_MOST_BITS = 64.0
_LARGEST = 2**21
#: steps in which small examples often go; values on such a grid meet by chance
_GRIDS = (1.0, 0.5, 0.25, 0.2, 0.1, 1 / 6, 1 / 12, 1 / 16, 0.05, 1 / 60, 1 / 64, 0.01)


def bits_for(got: Any, expected: Any, value: Any, rules: Rules) -> float | None:
    """What it tells that the given result is this value and not the expected one; None where it is not.

    A result of nothing but zeros tells 0 bits: only other examples can say what made it. All three may be
    tensors, arrays, numbers, and lists, tuples and dicts of these.
    """
    given, right, slipped = (list(_leaves(each, 0)) for each in (got, expected, value))
    if not len(given) == len(right) == len(slipped):
        return None
    bits, silent = 0.0, True
    for one, other, third in zip(given, right, slipped, strict=True):
        names = [_dtype(one), _dtype(other)]
        tolerance = rules.tolerance(*names)
        found = _bits_in_leaf(numbers_of(one), numbers_of(other), numbers_of(third), tolerance)
        if found is None:
            return None
        bits += found
        silent = silent and not numbers_of(third).any()
    return min(bits, _MOST_BITS) if bits > 0 or silent else None


def _bits_in_leaf(got: Array, expected: Array, value: Array, tolerance: tuple[float, float]) -> float | None:
    """The same for one array; 0 where value and expected do not differ."""
    if got.shape != value.shape or got.size > _LARGEST or got.dtype.kind not in "biufc":
        return None
    if not close(got, value, tolerance).all():
        return None
    got, expected, value = widen(got, expected, value)
    if expected.shape != value.shape:
        return SHAPE_BITS + tell(value, np.zeros_like(value), tolerance)
    return tell(value, expected, tolerance)


def tell(value: Array, expected: Array, tolerance: tuple[float, float]) -> float:
    """Bits by which an array of values differs from another, beyond what is forgiven.

    Chance hits a value within its tolerance, or on the grid that all numbers lie on, the more easily the less
    it moved. Elements that moved alike count once, and those that became zero little: nothing is given by
    mistake more often than zero.
    """
    moved = value - expected
    bound = allowed(expected, tolerance)
    telling = np.isfinite(moved) & (np.abs(moved) > 2 * bound)
    if not telling.any() or not value.any():
        return 0.0
    moved, bound = moved[telling], bound[telling]
    window = np.maximum(bound, _grid(value[telling], expected[telling]))
    digits = np.round(moved / max(float(np.abs(moved).max()), 1e-300), 5)
    _, first = np.unique(digits, return_index=True)
    with np.errstate(all="ignore"):
        bits = np.log2(1 + np.abs(moved[first]) / np.maximum(window[first], 1e-300))
    most = np.where(value[telling][first] == 0, _ZERO_BITS, _ELEMENT_BITS)
    return float(min(np.minimum(bits, most).sum(), _MOST_BITS))


def _grid(*arrays: Array) -> float:
    """The coarsest step on which all these numbers lie; 0 where they lie on none."""
    numbers = np.concatenate([np.ravel(array) for array in arrays])[:4096]
    if numbers.dtype.kind == "c":
        numbers = np.concatenate([numbers.real, numbers.imag])
    slack = 1e-6 * max(1.0, float(np.abs(numbers).max()))
    for step in _GRIDS:
        # Beyond this, rounding to the grid would forgive anything.
        if slack < step / 20 and np.all(np.abs(numbers - np.round(numbers / step) * step) <= slack):
            return step
    return 0.0


def _leaves(value: Any, depth: int) -> Iterator[Any]:
    """The arrays and numbers in a result, in their order."""
    if depth > 8:
        return
    if isinstance(value, Mapping):
        for key in sorted(value, key=repr):
            yield from _leaves(value[key], depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item, depth + 1)
    elif is_tensor(value) or isinstance(value, (np.ndarray, np.generic)):
        yield value
    elif isinstance(value, (int, float, complex)):
        yield np.asarray(value)


def _dtype(value: Any) -> str:
    return dtype_of(value)
