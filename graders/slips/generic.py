"""Slips that can be read off two arrays, whatever computed them.

`slips_for` gives slips that must be told from chance, the more particular ones first. `facts_for` gives what
is so: nothing is guessed there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations, product
from typing import Any

import numpy as np

from graders.closeness import Array, dtype_of, numbers_of
from graders.incell.formatting import number_text
from graders.slips.slip import Slip, known

#: elements beyond which only counts and maps are shown
LARGEST = 2**20
_MOST_PERMUTED = 4
#: bits that a slip has to make up for with a number taken from the given values
_FREE_NUMBER, _USUAL_NUMBER, _FREE_ORDER = 16.0, 3.0, 6.0
#: bits that a difference gains by being the same for several values
_USUAL_OFFSET = 9.0
_USUAL_FACTORS = (2.0, 0.5, 10.0, 0.1, 100.0, 0.01, 255.0, 1 / 255)


def slips_for(aspect: str, got: Any, expected: Any) -> Iterator[Slip]:
    """Slips that may lead from the expected array to the given one."""
    if int(np.prod(got.shape)) > LARGEST or int(np.prod(expected.shape)) > LARGEST:
        return
    right, given = numbers_of(expected), numbers_of(got)
    if right.dtype.kind not in "biufc" or given.dtype.kind not in "biufc":
        return
    if aspect == "shape":
        yield from _transposed(right, given.shape)
        yield from _parts_of(right, given.shape)
    elif aspect == "values" and right.ndim and right.dtype.kind != "b":
        right = right.astype(np.complex128 if right.dtype.kind == "c" else np.float64)
        yield known("negated", lambda: -right)
        yield from _transposed(right, right.shape)
        yield from _flipped(right)
        yield from _shifted(right)
        yield from _through_functions(right)
        yield from _measured(right, given)


def _transposed(right: Array, shape: tuple[int, ...]) -> Iterator[Slip]:
    """The axes in another order."""
    if not 2 <= right.ndim <= _MOST_PERMUTED:
        return
    for axes in permutations(range(right.ndim)):
        if list(axes) != sorted(axes) and tuple(right.shape[axis] for axis in axes) == shape:
            yield known(
                f"transposed:{axes}",
                lambda axes=axes: right.transpose(axes),
                axes=str(axes),
                shape=str(shape),
            )


def _flipped(right: Array) -> Iterator[Slip]:
    """The values of an axis in reversed order."""
    for axis in range(min(right.ndim, 6)):
        if right.shape[axis] > 1:
            yield known(f"reversed:{axis}", lambda axis=axis: np.flip(right, axis), axis=axis)


def _shifted(right: Array) -> Iterator[Slip]:
    """Everything one place further along an axis: round the edge, or with zero or the neighbour there."""
    for axis, step in product(range(min(right.ndim, 6)), (1, -1)):
        size = right.shape[axis]
        if size < 3:
            continue
        rolled = np.roll(right, step, axis)
        edge: list[Any] = [slice(None)] * right.ndim
        edge[axis] = 0 if step > 0 else -1
        for kind, fill in (("round", None), ("zero", 0), ("edge", right[tuple(edge)])):
            shifted = rolled.copy()
            if fill is not None:
                shifted[tuple(edge)] = fill
            yield known(f"shifted:{axis}:{step}:{kind}", lambda s=shifted: s, axis=axis, step=f"{step:+d}")


def _through_functions(right: Array) -> Iterator[Slip]:
    """One function too many."""
    if right.dtype.kind != "c":
        yield known("truncated", lambda: np.trunc(right))
        yield known("rounded", lambda: np.round(right))
        yield known("clipped_at_zero", lambda: np.maximum(right, 0))
        yield known("exponential", lambda: _finite(np.exp(right)))
        yield known("logarithm", lambda: _finite(np.log(right)))
        yield known("square_root", lambda: _finite(np.sqrt(right)))
    yield known("absolute", lambda: np.abs(right))
    yield known("squared", lambda: _finite(right**2))
    yield known("reciprocal", lambda: _finite(1 / right))
    yield known("complement", lambda: 1 - right)


def _finite(values: Array) -> Array:
    """The same values; ArithmeticError where the function is not defined on all of them."""
    if not np.isfinite(values).all():
        raise ArithmeticError
    return values


def _measured(right: Array, given: Array) -> Iterator[Slip]:
    """One number or one order in which all values agree to differ."""
    if right.size < 3 or given.dtype.kind == "b" or not np.isfinite(given).all():
        return
    yield from _scaled(right, given)
    at = np.unravel_index(int(np.argmax(np.abs(right))), right.shape)
    offset = given[at] - right[at]
    # One number for all of them: that it fits so many different ones is what it tells.
    if len(np.unique(right)) >= 4:
        text = number_text(offset)
        yield Slip("offset", value=lambda: right + offset, params={"offset": text}, cost=-_USUAL_OFFSET)
    if given.dtype.kind == "f" and _is_rounded_to(given, np.float32, right, 1e-5):
        yield known("single_precision", lambda: given)
    if given.dtype.kind == "f" and _is_rounded_to(given, np.float16, right, 4e-3):
        yield known("half_precision", lambda: given)
    in_order = np.sort(given, axis=None), np.sort(right, axis=None)
    # Values that all but agree where they are were rounded, not moved.
    moved = not np.allclose(given, right, rtol=1e-4)
    if moved and len(np.unique(in_order[1])) >= 4 and np.allclose(*in_order, rtol=1e-6, atol=1e-9):
        yield Slip("reordered", value=lambda: given, cost=_FREE_ORDER)


def _scaled(right: Array, given: Array) -> Iterator[Slip]:
    """All values times one number; by a size of the result, a mean and a sum were mixed up."""
    at = np.unravel_index(int(np.argmax(np.abs(right))), right.shape)
    if right[at] == 0 or given[at] == 0:
        return
    factor = given[at] / right[at]
    if np.iscomplexobj(factor):
        yield Slip(
            "factor", value=lambda: right * factor, params={"factor": number_text(factor)}, cost=_FREE_NUMBER
        )
        return
    factor = float(factor)
    for count in sorted(_counts(right.shape)):
        if abs(factor * count - 1) < 1e-4:
            yield Slip(
                "divided_by_size", value=lambda n=count: right / n, params={"n": count}, cost=_USUAL_NUMBER
            )
        if abs(factor / count - 1) < 1e-4:
            yield Slip("times_size", value=lambda n=count: right * n, params={"n": count}, cost=_USUAL_NUMBER)
    usual = any(abs(factor / each - 1) < 1e-4 for each in _USUAL_FACTORS)
    cost = _USUAL_NUMBER if usual else _FREE_NUMBER
    yield Slip("factor", value=lambda: right * factor, params={"factor": f"{factor:.5g}"}, cost=cost)


def _counts(shape: tuple[int, ...]) -> set[int]:
    """Numbers of elements along one axis or several."""
    counts = {1}
    for side in shape[:6]:
        counts |= {count * side for count in counts}
    return {count for count in counts if count > 2}


def _is_rounded_to(given: Array, kind: Any, right: Array, rtol: float) -> bool:
    """Whether values are the right ones to the precision of a smaller dtype, and of no larger one."""
    with np.errstate(all="ignore"):
        return bool(
            given.dtype.itemsize > np.dtype(kind).itemsize
            and np.array_equal(given, given.astype(kind).astype(given.dtype))
            and np.any(given != np.round(given))
            and np.allclose(given, right, rtol=rtol, atol=0)
        )


def _parts_of(right: Array, shape: tuple[int, ...]) -> Iterator[Slip]:
    """Results that stop too soon."""
    if right.ndim > 1 and right.shape[0] > 1:
        yield known("first_of_batch", lambda: right[0])
        yield known("first_of_batch_kept", lambda: right[:1])
    if len(shape) == right.ndim and all(a <= b for a, b in zip(shape, right.shape, strict=True)):
        yield Slip(
            "cut_short",
            value=lambda: right[tuple(slice(side) for side in shape)],
            params={"shape": str(shape)},
        )


def facts_for(aspect: str, got: Any, expected: Any) -> Iterator[Slip]:
    """What is evidently so; values count as equal to about three digits."""
    if int(np.prod(got.shape)) > LARGEST or int(np.prod(expected.shape)) > LARGEST:
        return
    if aspect == "dtype":
        yield from _dtype_facts(got, expected)
    elif aspect == "shape":
        yield from _shape_facts(numbers_of(got), numbers_of(expected))


def _dtype_facts(got: Any, expected: Any) -> Iterator[Slip]:
    """Why a dtype came out as it did, where shape and values are right."""
    names = {"got": dtype_of(got), "expected": dtype_of(expected)}
    given, right = numbers_of(got), numbers_of(expected)
    if given.shape != right.shape or right.dtype.kind not in "biufc" or given.dtype.kind not in "biufc":
        return
    whole = given.dtype.kind in "iu" and right.dtype.kind == "f"
    if whole and not _same(given, right) and _same(given, np.trunc(right)):
        yield _fact("fraction_lost", **names)
    elif _same(given, right):
        name = {
            ("float32", "float64"): "made_in_float32",
            ("float64", "float32"): "made_in_float64",
        }.get((names["got"], names["expected"]), "made_of_integers" if whole else "only_dtype")
        yield _fact(name, **names)


def _shape_facts(given: Array, right: Array) -> Iterator[Slip]:
    """Why a shape came out as it did."""
    shapes = {"got": str(given.shape), "expected": str(right.shape)}
    squeezed = [tuple(side for side in array.shape if side != 1) for array in (given, right)]
    if squeezed[0] == squeezed[1]:
        if _same(given.ravel(), right.ravel()):
            yield _fact("axis_too_many" if given.ndim > right.ndim else "axis_missing", **shapes)
        return
    if _is_outer(given, right):
        yield _fact("broadcast", **shapes)
    elif given.size == right.size > 3 and len(np.unique(right)) > 3 and _same(given.ravel(), right.ravel()):
        yield _fact("reshaped", **shapes)
    elif given.ndim == right.ndim and all(a >= b for a, b in zip(given.shape, right.shape, strict=True)):
        inner = given[tuple(slice(side) for side in right.shape)]
        if len(np.unique(right)) > 3 and _same(inner, right):
            yield _fact("too_long", **shapes)


def _is_outer(given: Array, right: Array) -> bool:
    """Whether each element met each other one: (n,) against (n, 1) gives (n, n) right on its diagonal."""
    count = right.size
    if given.shape != (count, count) or count < 2 or right.ndim > 2:
        return False
    return _same(np.diagonal(given), right.ravel())


def _same(one: Array, other: Array) -> bool:
    if one.dtype.kind == "b" or other.dtype.kind == "b":
        one, other = one.astype(float), other.astype(float)
    return bool(np.allclose(one, other, rtol=1e-3, atol=1e-6, equal_nan=True))


def _fact(name: str, **params: str | int | float) -> Slip:
    value: Callable[[], Any] = lambda: None  # noqa: E731 - a fact has no value to compare
    return known(name, value, **params)
