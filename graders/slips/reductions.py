"""Slips of sums, means, variances and the like along axes, and of softmax."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from graders.slips.slip import Slip, known, lazily
from graders.slips.tensors import tensor

Axes = int | Sequence[int] | None


def _deviation(correction: int, root: bool) -> Callable[..., Any]:
    def reduce(x: Any, axes: Sequence[int], keepdim: bool) -> Any:
        variance = x.var(tuple(axes), correction=correction, keepdim=keepdim)
        return variance.sqrt() if root else variance

    return reduce


_REDUCTIONS: Mapping[str, Callable[..., Any]] = {
    "sum": lambda x, axes, keepdim: x.sum(tuple(axes), keepdim=keepdim),
    "mean": lambda x, axes, keepdim: x.mean(tuple(axes), keepdim=keepdim),
    "max": lambda x, axes, keepdim: x.amax(tuple(axes), keepdim=keepdim),
    "min": lambda x, axes, keepdim: x.amin(tuple(axes), keepdim=keepdim),
    "var": _deviation(1, root=False),
    "biased_var": _deviation(0, root=False),
    "std": _deviation(1, root=True),
    "biased_std": _deviation(0, root=True),
}
#: what each is taken for
_CONFUSED: Mapping[str, Mapping[str, str]] = {
    "sum": {"mean": "mean_for_sum"},
    "mean": {"sum": "sum_for_mean"},
    "max": {"min": "smallest_value", "mean": "average_for_maximum"},
    "min": {"max": "largest_value"},
    "var": {"biased_var": "biased_variance", "std": "deviation_for_variance"},
    "biased_var": {"var": "unbiased_variance", "biased_std": "deviation_for_variance"},
    "std": {"biased_std": "biased_variance", "var": "variance_for_deviation"},
    "biased_std": {"std": "unbiased_variance", "biased_var": "variance_for_deviation"},
}


@lazily
def reduction(kind: str, x: Any, axis: Axes = None, *, keepdim: bool = False) -> Iterator[Slip]:
    """Slips of reducing `x` along one axis, several, or all of them (None).

    Kinds: sum, mean, max, min, var, std, biased_var, biased_std.
    """
    x = tensor(x)
    x = x if x.is_floating_point() or x.is_complex() else x.double()
    axes = list(range(x.ndim)) if axis is None else [axis] if isinstance(axis, int) else list(axis)
    axes = [each % x.ndim for each in axes]
    for other, name in _CONFUSED[kind].items():
        yield known(name, lambda other=other: _REDUCTIONS[other](x, axes, keepdim))
    for each in range(x.ndim):
        if [each] != axes:
            yield known(f"wrong_axis:{each}", lambda a=each: _REDUCTIONS[kind](x, [a], keepdim), axis=each)
    if len(axes) < x.ndim:
        yield known("all_axes", lambda: _REDUCTIONS[kind](x, range(x.ndim), keepdim))


@lazily
def softmax(x: Any, axis: int = -1) -> Iterator[Slip]:
    """Slips of a softmax along an axis."""
    x = tensor(x)
    axis %= x.ndim
    yield known("log_softmax_for_softmax", lambda: x.log_softmax(axis))
    yield from _other_axes(x, axis, x.softmax)
    yield known("softmax_of_everything", lambda: x.flatten().softmax(0).reshape(x.shape))
    yield known("not_normalised", x.exp)
    shifted = x - x.amax(axis, keepdim=True)
    yield known("not_normalised:shifted", shifted.exp)
    yield known("softmax_of_negative", lambda: (-x).softmax(axis))
    yield known("softmax_twice", lambda: x.softmax(axis).softmax(axis))
    yield known("sigmoid_for_softmax", x.sigmoid)
    yield known("exponential_missing", lambda: x / x.sum(axis, keepdim=True))
    yield known("softmax_of_powers_of_two", lambda: (x * math.log(2)).softmax(axis))


@lazily
def log_softmax(x: Any, axis: int = -1) -> Iterator[Slip]:
    """Slips of the logarithm of a softmax along an axis."""
    x = tensor(x)
    axis %= x.ndim
    yield known("log_missing", lambda: x.softmax(axis))
    yield from _other_axes(x, axis, x.log_softmax)
    yield known("log_base_2", lambda: x.log_softmax(axis) / math.log(2))
    yield known("log_base_10", lambda: x.log_softmax(axis) / math.log(10))
    yield known("log_softmax_of_softmax", lambda: x.softmax(axis).log_softmax(axis))
    yield known("largest_subtracted", lambda: x - x.amax(axis, keepdim=True))
    yield known("sum_not_exponential", lambda: x - x.exp().sum(axis, keepdim=True))
    yield known("log_softmax_of_everything", lambda: x.flatten().log_softmax(0).reshape(x.shape))


def _other_axes(x: Any, axis: int, compute: Callable[[int], Any]) -> Iterator[Slip]:
    for each in range(x.ndim):
        if each != axis:
            yield known(f"wrong_axis:{each}", lambda a=each: compute(a), axis=each)
