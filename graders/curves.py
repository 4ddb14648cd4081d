"""Curves of a training as a report keeps them: bounded, however much was drawn while it ran."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

MAX_CURVES = 16
MAX_POINTS = 500


class Curve(msgspec.Struct, frozen=True):
    """One curve that a public check drew."""

    test: str
    #: what it shows, such as "loss"
    name: str
    steps: list[int]
    values: list[float]
    #: how many points were drawn; more than there are steps where the curve was thinned
    drawn: int


class Curves:
    """Collects points; a later value of the same step takes the place of the earlier one."""

    def __init__(self) -> None:
        self._points: dict[tuple[str, str], dict[int, float]] = {}

    def add(self, test: str, name: str, step: int, value: float) -> None:
        """Note a point; curves beyond the bound are not kept."""
        key = (test, name)
        if key in self._points or len(self._points) < MAX_CURVES:
            self._points.setdefault(key, {})[step] = value

    def kept(self) -> list[Curve]:
        """The curves as a report holds them, in the order in which they began."""
        found = []
        for (test, name), points in self._points.items():
            steps, values = thin(sorted(points.items()))
            found.append(Curve(test, name, steps, values, len(points)))
        return found


def thin(points: Sequence[tuple[int, float]], most: int = MAX_POINTS) -> tuple[list[int], list[float]]:
    """Steps and values of at most `most` of these points: the ends, and of each stretch its extremes.

    Extremes rather than every n-th point, so that no spike of a loss is lost.
    """
    if len(points) > most:
        stretches = (most - 2) // 2
        inner = points[1:-1]
        edges = [len(inner) * at // stretches for at in range(stretches + 1)]
        kept = [points[0]]
        for start, end in pairwise(edges):
            low = min(range(start, end), key=lambda at: inner[at][1])
            high = max(range(start, end), key=lambda at: inner[at][1])
            kept += [inner[at] for at in sorted({low, high})]
        points = [*kept, points[-1]]
    return [step for step, _ in points], [value for _, value in points]
