"""Which slip explains a failed comparison.

A slip explains a failure if its result is the given one in every element, and if that can hardly be chance:
what the given result has in common with the slip's and not with the expected one must be worth a number of
bits. Where several examples of one check failed, a slip must explain them all, and their bits count together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from graders.closeness import Rules, numbers_of
from graders.diff import describe_difference
from graders.errors import Study
from graders.messages import Text, plain
from graders.phrases import render
from graders.pictures import Picture
from graders.slips import generic
from graders.slips.evidence import bits_for
from graders.slips.slip import Slip, known

#: slips for a comparison, with the results they are about
_View = Callable[["Comparison"], tuple[Iterable[Slip], Any, Any]]
#: bits that a slip needs which the check itself names, and one that fits any result
NAMED_BITS = 3.5
GENERIC_BITS = 7.0
#: as many slips may explain one failure; more of them explain nothing
MOST = 3
#: failures with other arguments that are looked at
_OTHERS = 4
#: elements that one diagnosis may compute, and seconds it may take; a slip beyond them is not tried
ELEMENTS = 2**23
SECONDS = 3.0
_LEAST = 256
#: what trying a slip on sizes it was not made for may raise; such a slip explains nothing
_UNFIT = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, MemoryError, NameError,
    NotImplementedError, OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """The two arrays in which a comparison found its mismatch."""

    #: what differs: "dtype", "shape" or "values"
    aspect: str
    got: Any
    expected: Any
    dtype: str
    tolerance: tuple[float, float] = (0.0, 0.0)

    def explain(self, others: Sequence[Study]) -> tuple[Sequence[Text], Mapping[str, Any]]:
        """How the values differ, where shapes agree."""
        if self.aspect != "values" or not getattr(self.expected, "ndim", 0):
            return (), {}
        got, expected = numbers_of(self.got), numbers_of(self.expected)
        return (), {"diff": describe_difference(got, expected, self.tolerance, self.dtype)}


@dataclass(frozen=True)
class Comparison:
    """One failed comparison with all that may explain it."""

    got: Any
    expected: Any
    rules: Rules
    slips: Iterable[Slip] = ()
    leaf: Leaf | None = None
    #: arguments that the submission's call changed
    changed: tuple[str, ...] = ()
    picture: Picture | None = None

    def explain(self, others: Sequence[Study]) -> tuple[Sequence[Text], Mapping[str, Any]]:
        """How the values differ, and which slips lead to them."""
        detail: dict[str, Any] = {}
        found = self._change()
        # The result is wrong, whatever can be found out about it: an odd one must not end the grading.
        with suppress(*_UNFIT), np.errstate(all="ignore"):
            detail.update(self.leaf.explain(())[1] if self.leaf else {})
            found += _Search(self, [other for other in others if isinstance(other, Comparison)]).run()
        if self.picture and (drawn := self.picture.data(self.got, self.expected)):
            detail["picture"] = drawn
        if found:
            detail["diagnosis"] = [
                {"slip": slip.kind, "text": {"en": render(slip.text, "en"), "ko": render(slip.text, "ko")}}
                for slip in found
            ]
        return [slip.text for slip in found], detail

    def _change(self) -> list[Slip]:
        """That the call changed what it was given, which is a mistake whatever came of it."""
        if not self.changed:
            return []
        names = ", ".join(plain(str(name), 60) for name in self.changed[:8])
        return [known("changed_argument", lambda: None, names=names)]


class _Search:
    """The slips of one comparison, tried within a budget."""

    def __init__(self, comparison: Comparison, others: Sequence[Comparison]) -> None:
        self._comparison = comparison
        self._others = list(others)[:_OTHERS]
        self._left = ELEMENTS
        self._deadline = time.monotonic() + SECONDS

    def run(self) -> list[Slip]:
        """The slips that explain the comparison; none where too many do."""
        found = self._explaining(_named, NAMED_BITS)
        if len(found) > MOST:
            return []
        return found or self._explaining(_generic, GENERIC_BITS)[:1] or _facts(self._comparison)[:1]

    def _explaining(self, view: _View, needed: float) -> list[Slip]:
        """Those slips that fit here, told apart by the other examples as far as these can."""
        here = self._fitting(self._comparison, view)
        if not here:
            return []
        enough = [slip for slip, bits in here.values() if bits >= needed]
        if len(enough) == len(here) == 1 or not self._others:
            return enough
        there = [self._fitting(other, view) for other in self._others]
        confirmed = [
            slip
            for name, (slip, bits) in here.items()
            if all(name in fits for fits in there) and bits + sum(fits[name][1] for fits in there) >= needed
        ]
        return confirmed or enough

    def _fitting(self, comparison: Comparison, view: _View) -> dict[str, tuple[Slip, float]]:
        """Slips by name whose result is the given one, with what that tells in bits."""
        fitting: dict[str, tuple[Slip, float]] = {}
        slips, got, expected = view(comparison)
        for slip in slips:
            if slip.name in fitting or self._left <= 0 or time.monotonic() > self._deadline:
                continue
            try:
                value = slip.result(expected, got)
                self._left -= max(_LEAST, _size(value))
                bits = bits_for(got, expected, value, comparison.rules)
            except _UNFIT:
                continue
            if bits is not None:
                fitting[slip.name] = (slip, bits - slip.cost)
        return fitting


def _named(comparison: Comparison) -> tuple[Iterable[Slip], Any, Any]:
    """The slips that the check names, for the whole result."""
    return comparison.slips, comparison.got, comparison.expected


def _generic(comparison: Comparison) -> tuple[Iterable[Slip], Any, Any]:
    """The slips that follow from the arrays alone, for the one where the mismatch is."""
    leaf = comparison.leaf
    if leaf is None:
        return (), None, None
    return generic.slips_for(leaf.aspect, leaf.got, leaf.expected), leaf.got, leaf.expected


def _facts(comparison: Comparison) -> list[Slip]:
    leaf = comparison.leaf
    return list(generic.facts_for(leaf.aspect, leaf.got, leaf.expected)) if leaf else []


def _size(value: Any) -> int:
    """Elements of a result, roughly."""
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value))
    size = getattr(value, "size", 1)
    return int(value.numel()) if callable(size) else int(size)
