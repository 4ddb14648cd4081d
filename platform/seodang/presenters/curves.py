"""Curves of a training as charts: one for each, the reference's band behind.

`frontend/src/chart.ts` draws the same chart while the points come in; both fill `macros/chart.html`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graders.curves import thin
from graders.measured import Band

from ..models import Event

#: the drawing area inside the chart's own coordinates
LEFT, TOP, RIGHT, BOTTOM = 46.0, 10.0, 470.0, 186.0
TICKS = 5
MARGIN = 0.05
SMALL, LARGE = 1e-30, 1e30
ROWS = 12
BAND_POINTS = 120
Points = Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: float
    text: str


@dataclass(frozen=True)
class Row:
    """One step in the table that says what the chart shows."""

    step: int
    value: str
    low: str
    high: str


@dataclass(frozen=True)
class ChartView:
    """A chart: paths in its own coordinates, and the same in words."""

    test: str
    name: str
    line: str
    band: str
    median: str
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    step: int
    value: str
    low: str
    high: str
    rows: list[Row]


def charts(curves: Iterable[Mapping[str, Any]], bands: Mapping[str, Band]) -> list[ChartView]:
    """A chart for each curve of a report; `bands` are the reference's, by the name of the curve."""
    return [
        _chart(curve["test"], curve["name"], points, bands.get(curve["name"]))
        for curve in curves
        if (points := list(zip(curve["steps"], map(_tame, curve["values"]), strict=True)))
    ]


def so_far(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What the events of an unfinished submission have drawn, in the form of a report's curves."""
    points: dict[tuple[str, str], dict[int, float]] = {}
    for event in events:
        key = (event.data["test"], event.data["name"])
        points.setdefault(key, {}).update((step, value) for step, value in event.data["points"])
    found = []
    for (test, name), by_step in points.items():
        steps, values = thin(sorted(by_step.items()))
        found.append({"test": test, "name": name, "steps": steps, "values": values})
    return found


def band_data(bands: Mapping[str, Band]) -> dict[str, list[list[float]]]:
    """The bands for the scripts: by name, rows of step, low, high and median."""
    return {
        name: [[band.steps[at], band.low[at], band.high[at], band.median[at]] for at in _chosen(band)]
        for name, band in bands.items()
    }


def _chart(test: str, name: str, points: Points, band: Band | None) -> ChartView:
    edges = [value for _, value in points] + ([*band.low, *band.high] if band else [])
    steps = [step for step, _ in points] + (band.steps if band else [])
    first, last = min(steps), max(*steps, min(steps) + 1)
    lowest, highest = spread(min(edges), max(edges))
    x, y = _Scale(first, last, LEFT, RIGHT), _Scale(lowest, highest, BOTTOM, TOP)
    at, value = points[-1]
    low, high = _band_at(band, at)
    chosen = _chosen(band) if band else []
    upper = [(band.steps[i], band.high[i]) for i in chosen] if band else []
    lower = [(band.steps[i], band.low[i]) for i in reversed(chosen)] if band else []
    return ChartView(
        test=test,
        name=name,
        line=_path(points, x, y),
        band=_path([*upper, *lower], x, y) + "Z" if band and chosen else "",
        median=_path([(band.steps[i], band.median[i]) for i in chosen], x, y) if band else "",
        x_ticks=[Tick(x.at(tick), short(tick)) for tick in nice_ticks(first, last) if tick == int(tick)],
        y_ticks=[Tick(y.at(tick), short(tick)) for tick in nice_ticks(lowest, highest)],
        step=at,
        value=short(value),
        low=low,
        high=high,
        rows=_rows(points, band),
    )


def _tame(value: float) -> float:
    """A value that arithmetic can work with: a training that diverges may report anything."""
    return 0.0 if abs(value) < SMALL else max(-LARGE, min(LARGE, value))


class _Scale:
    """Values to coordinates."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._start = low, start
        self._factor = (end - start) / ((high - low) or 1.0)

    def at(self, value: float) -> float:
        """The coordinate of a value."""
        return round(self._start + (value - self._low) * self._factor, 1)


def spread(low: float, high: float) -> tuple[float, float]:
    """A little more than the values take, but nothing below zero where no value is."""
    size = max(abs(low), abs(high))
    margin = (high - low) * MARGIN if high - low > size * 1e-6 else size / 2 or 0.5
    return (max(low - margin, 0.0) if low >= 0 else low - margin), high + margin


def nice_ticks(low: float, high: float) -> list[float]:
    """Round numbers between `low` and `high`, a few of them."""
    power = 10.0 ** math.floor(math.log10((high - low) / TICKS))
    gap = next(times * power for times in (1, 2, 2.5, 5, 10) if (high - low) / (times * power) <= TICKS)
    first, last = math.ceil(low / gap - 1e-9), math.floor(high / gap + 1e-9)
    return [float(f"{at * gap:.12g}") for at in range(first, last + 1)]


def short(value: float) -> str:
    """A number in at most four figures."""
    return f"{value:.4g}"


def _path(points: Points, x: _Scale, y: _Scale) -> str:
    """The points as the line of an SVG path."""
    return "".join(
        f"{'L' if at else 'M'}{x.at(step):g} {y.at(value):g}" for at, (step, value) in enumerate(points)
    )


def _chosen(band: Band) -> list[int]:
    """Places of at most so many steps, evenly spread."""
    count = len(band.steps)
    if count <= BAND_POINTS:
        return list(range(count))
    return sorted({round(at * (count - 1) / (BAND_POINTS - 1)) for at in range(BAND_POINTS)})


def _band_at(band: Band | None, step: int) -> tuple[str, str]:
    """Where the reference lay at a step; empty where it was not measured there."""
    if band is None or not band.steps or not band.steps[0] <= step <= band.steps[-1]:
        return "", ""
    at = min(range(len(band.steps)), key=lambda place: abs(band.steps[place] - step))
    return short(band.low[at]), short(band.high[at])


def _rows(points: Points, band: Band | None) -> list[Row]:
    """The chart as a table: the ends and what lies between, evenly."""
    count = len(points)
    places = range(count)
    if count > ROWS:
        places = sorted({round(at * (count - 1) / (ROWS - 1)) for at in range(ROWS)})  # type: ignore[assignment]
    return [Row(points[at][0], short(points[at][1]), *_band_at(band, points[at][0])) for at in places]
