"""How two arrays differ, as pictures: maps of expected, got and error, and bars for channels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .curves import short

#: steps of a scale, on each side of zero where there are two
STEPS = 6
#: a map of so few columns has room for its numbers
ROOMY = 5
Grid = Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Cell:
    """One cell of a map: its number in words, and the class that colours it."""

    text: str
    level: str
    #: whether it lies in a region of the input
    marked: bool = False


@dataclass(frozen=True)
class GridView:
    """One of the grids of a map; `levels` and the two ends are its legend."""

    kind: str
    rows: list[list[Cell]]
    levels: list[str]
    low: str
    high: str


@dataclass(frozen=True)
class MapView:
    """One slice of the arrays: where it is, and its grids."""

    label: str
    columns: int
    roomy: bool
    pooled: bool
    grids: list[GridView]


@dataclass(frozen=True)
class Bar:
    """The largest error of one channel: its index or range, in words, and its share of the largest."""

    channel: str
    text: str
    share: float


@dataclass(frozen=True)
class DiffView:
    """How two arrays differ."""

    shape: str
    dtype: str
    wrong: int
    total: int
    nan: int
    infinite: int
    max_abs: dict[str, Any] | None
    max_rel: dict[str, Any] | None
    axis: int
    bars: list[Bar]
    maps: list[MapView]


def diff_view(diff: Any) -> DiffView | None:
    """The pictures of a check's `diff`; None where it holds none that can be drawn."""
    try:
        return _view(diff) if isinstance(diff, dict) else None
    except (KeyError, TypeError, ValueError, IndexError):  # the grader cell's word: its keys may be anything
        return None


def _view(diff: dict[str, Any]) -> DiffView:
    shape = [int(side) for side in diff["shape"]]
    channels = diff.get("channels") or {}
    return DiffView(
        shape=f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})",
        dtype=str(diff["dtype"]),
        wrong=int(diff["wrong"]),
        total=int(diff["total"]),
        nan=int(diff["nan"]),
        infinite=int(diff["infinite"]),
        max_abs=_largest(diff.get("max_abs")),
        max_rel=_largest(diff.get("max_rel")),
        axis=int(channels.get("axis", 0)),
        bars=_bars(channels.get("errors", []), shape[int(channels.get("axis", 0))] if channels else 0),
        maps=[_map(found, shape) for found in diff["maps"]],
    )


def _largest(found: Any) -> dict[str, Any] | None:
    if not isinstance(found, dict):
        return None
    index = ", ".join(str(int(at)) for at in found["index"])
    return {
        "value": "∞" if found["value"] is None else short(float(found["value"])),
        "index": f"[{index}]",
        "expected": str(found["expected"]),
        "got": str(found["got"]),
    }


def _bars(errors: Sequence[Any], channels: int) -> list[Bar]:
    """A bar for each channel, or for each few of many; none where there is one channel only."""
    if len(errors) < 2:
        return []
    numbers = [None if error is None else float(error) for error in errors]
    most = max((number for number in numbers if number is not None), default=0.0) or 1.0
    edges = [channels * at // len(numbers) for at in range(len(numbers) + 1)]
    return [
        Bar(
            _range(edges[at], edges[at + 1] - 1),
            "∞" if number is None else short(number),
            100.0 if number is None else round(100 * number / most, 1),
        )
        for at, number in enumerate(numbers)
    ]


def _range(first: int, last: int) -> str:
    return str(first) if last <= first else f"{first}–{last}"


def _map(found: dict[str, Any], shape: Sequence[int]) -> MapView:
    rows, columns = int(found["rows"]), int(found["columns"])
    sides = list(shape[-2:]) if len(shape) > 1 else [1, *shape]
    values = [*_numbers(found["expected"]), *_numbers(found["got"])]
    low, high = min(values, default=0.0), max(values, default=0.0)
    return MapView(
        label=str(found["label"]),
        columns=columns,
        roomy=columns <= ROOMY,
        pooled=[rows, columns] != sides,
        grids=[
            signed_grid("expected", found["expected"], low, high),
            signed_grid("got", found["got"], low, high),
            _errors(found["error"]),
        ],
    )


def signed_grid(kind: str, grid: Grid, low: float, high: float) -> GridView:
    """Values from blue over nothing to ochre: both grids on one scale, zero in its middle."""
    most = max(abs(low), abs(high)) or 1.0

    def level(value: float) -> str:
        step = math.ceil(abs(value) / most * STEPS - 1e-9)
        return f"{'m' if value < 0 else 'p'}{step}" if step else "z"

    down = [f"m{step}" for step in range(STEPS, 0, -1)] if low < 0 else []
    up = [f"p{step}" for step in range(1, STEPS + 1)] if high > 0 else []
    return GridView(
        kind,
        _cells(grid, level),
        [*down, "z", *up],
        short(-most) if low < 0 else "0",
        short(most) if high > 0 else "0",
    )


def _errors(grid: Grid) -> GridView:
    """Errors from nothing to red."""
    most = max(_numbers(grid), default=0.0) or 1.0

    def level(value: float) -> str:
        step = math.ceil(value / most * STEPS - 1e-9)
        return f"e{min(step, STEPS)}" if step > 0 else "z"

    return GridView(
        "error", _cells(grid, level), ["z", *(f"e{step}" for step in range(1, STEPS + 1))], "0", short(most)
    )


def _cells(grid: Grid, level: Any) -> list[list[Cell]]:
    return [
        [Cell("", "n") if value is None else Cell(short(float(value)), level(float(value))) for value in row]
        for row in grid
    ]


def _numbers(grid: Grid) -> Iterable[float]:
    return [float(value) for row in grid for value in row if value is not None]
