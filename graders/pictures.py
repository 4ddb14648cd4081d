"""Pictures beside a failed comparison: what went in, what was expected and what came.

A check hands one to `assert_close(…, picture=…)`; it is drawn once the comparison is shown, and never
before. Like a difference it is small data, whatever the size of what it shows: a page draws it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graders.closeness import Array, is_tensor, numbers_of
from graders.diff import MAPS, SIDE, label_of, parts, plain_number

#: boxes of one panel; a crowd beyond them is told as a number
BOXES = 24
#: nodes of a graph; a larger one would be a ball of wool
NODES = 12
Form = Literal["xyxy", "cxcywh"]
Panel = dict[str, Any]
#: what leaves a panel out: a result need not have the form of an answer
_UNFIT = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True)
class Picture:
    """How to draw a comparison; `draw` takes the given and the expected result."""

    draw: Callable[[Any, Any], dict[str, Any]]

    def data(self, got: Any, expected: Any) -> dict[str, Any] | None:
        """The picture as plain data; None where nothing of it can be drawn."""
        with suppress(*_UNFIT), np.errstate(all="ignore"):
            found = self.draw(got, expected)
            return found if found["panels"] else None
        return None


def boxes(
    given: Any = None,
    *,
    form: Form = "xyxy",
    frame: tuple[float, float, float, float] | None = None,
    read: Callable[[Any], Any] | None = None,
    results: bool = True,
) -> Picture:
    """Rectangles on a plane, x to the right and y downwards, numbered in their order.

    `given` are boxes (n, 4) of the input; `read` turns a result into boxes (n, 4) where it is none itself.
    Each row is (x1, y1, x2, y2) or, with `form="cxcywh"`, centre and size. `frame` is the part of the plane
    that is shown, (x1, y1, x2, y2); without it all that there is. `results=False` draws the input alone, for
    results that are about boxes and hold none, such as a matrix of overlaps.
    """

    def draw(got: Any, expected: Any) -> dict[str, Any]:
        sources = [("input", given, None), ("expected", expected, read), ("got", got, read)]
        panels = list(_box_panels(sources[: None if results else 1], form))
        corners = [row for panel in panels for row in panel["boxes"]]
        return {"kind": "boxes", "frame": list(frame or _around(corners)), "panels": panels}

    return Picture(draw)


def maps(given: Any, *, boxes: Any = None, labels: bool = False) -> Picture:
    """The channels of the input as maps, over its last two axes.

    `boxes` (n, 4) are regions of it, in cells: (x1, y1, x2, y2), ends exclusive. `labels=True` is for whole
    numbers that name classes: they have colours instead of a scale, and so have both results.
    """

    def draw(got: Any, expected: Any) -> dict[str, Any]:
        most = 1 if labels else MAPS
        panels = list(_map_panels("input", given, labels, most, boxes))
        if labels or _shape(got) != _shape(expected):  # else the difference shows both already
            for role, value in (("expected", expected), ("got", got)):
                with suppress(*_UNFIT):
                    panels += _map_panels(role, value, labels, 1)
        return {"kind": "labels" if labels else "maps", "panels": panels}

    return Picture(draw)


def graph(adjacency: Any) -> Picture:
    """The graph of an adjacency matrix (n, n), n at most 12, its nodes in a circle and numbered.

    Where a result has a row for each node, those whose rows are wrong are marked. An entry that is not 0 is
    an edge; one without its mirror image is an arrow from the row's node to the column's.
    """

    def draw(got: Any, expected: Any) -> dict[str, Any]:
        matrix = np.asarray(_numbers(adjacency), dtype=float)
        count = len(matrix)
        if count > NODES or matrix.shape != (count, count):
            return {"panels": []}
        edges = [[int(i), int(j)] for i, j in np.argwhere(matrix) if i <= j or not matrix[j, i]]
        arrows = [[i, j] for i, j in edges if not matrix[j, i]]
        panel = {"role": "input", "nodes": count, "edges": edges, "arrows": arrows}
        return {"kind": "graph", "panels": [{**panel, "wrong": _wrong_rows(got, expected, count)}]}

    return Picture(draw)


def _wrong_rows(got: Any, expected: Any, count: int) -> list[int]:
    """Rows that differ by more than rounding; none where the results have no row for each node."""
    with suppress(*_UNFIT):
        rows = [np.asarray(_numbers(value), dtype=float).reshape(count, -1) for value in (got, expected)]
        if rows[0].shape == rows[1].shape:
            return [i for i in range(count) if not np.allclose(rows[0][i], rows[1][i], 1e-4, 1e-5)]
    return []


def _box_panels(sources: list[tuple[str, Any, Callable[[Any], Any] | None]], form: Form) -> Iterator[Panel]:
    """A panel for each source that holds boxes."""
    for role, value, read in sources:
        if value is None:
            continue
        with suppress(*_UNFIT):
            rows = np.asarray(_numbers(value if read is None else read(value)), dtype=float).reshape(-1, 4)
            if form == "cxcywh":
                centre, half = rows[:, :2], rows[:, 2:] / 2
                rows = np.concatenate([centre - half, centre + half], axis=1)
            known = [row for row in rows.tolist() if all(map(math.isfinite, row))]
            shown = [[plain_number(number) for number in row] for row in known[:BOXES]]
            yield {"role": role, "boxes": shown, "more": len(rows) - len(shown)}


def _around(rows: list[list[float]]) -> list[float | None]:
    """The smallest frame with room around these boxes."""
    if not rows:
        return [0.0, 0.0, 1.0, 1.0]
    corners = np.array(rows)
    xs, ys = corners[:, ::2], corners[:, 1::2]
    room = 0.06 * max(float(np.ptp(xs)), float(np.ptp(ys))) or 1.0
    low, high = (xs.min() - room, ys.min() - room), (xs.max() + room, ys.max() + room)
    return [plain_number(side) for side in (*low, *high)]


def _map_panels(role: str, value: Any, labels: bool, most: int, regions: Any = None) -> Iterator[Panel]:
    """A panel for each of the first slices of an array."""
    array = _numbers(value)
    if not array.ndim or not array.size:
        return
    sides = array.shape[-2:] if array.ndim > 1 else (1, *array.shape)
    slices = array.reshape(-1, *sides)
    for number in range(min(most, len(slices))):
        rows, columns = parts(sides[0], SIDE), parts(sides[1], SIDE)
        cells = [[_cell(slices[number][row, column], labels) for column in columns] for row in rows]
        label = label_of(number, array.shape[:-2])
        panel = {"role": role, "label": label, "pooled": [len(rows), len(columns)] != list(sides)}
        yield {**panel, "cells": cells, "marked": _marked(regions, rows, columns)}


def _cell(block: Array, labels: bool) -> float | None:
    """What a cell shows of its block: the mean, or the class that is met most often."""
    if labels:
        return plain_number(Counter(block.ravel().tolist()).most_common(1)[0][0])
    return plain_number(np.mean(np.abs(block) if np.iscomplexobj(block) else block.astype(float)))


def _marked(regions: Any, rows: list[slice], columns: list[slice]) -> list[str]:
    """Which cells lie in a region, row by row: `#` does, `.` does not. Empty without regions."""
    if regions is None:
        return []
    found = np.asarray(_numbers(regions), dtype=float).reshape(-1, 4)

    def inside(y: float, x: float) -> bool:
        return any(x1 <= x < x2 and y1 <= y < y2 for x1, y1, x2, y2 in found)

    middles = [[(part.start + part.stop) / 2 for part in axis] for axis in (rows, columns)]
    return ["".join("#" if inside(y, x) else "." for x in middles[1]) for y in middles[0]]


def _numbers(value: Any) -> Array:
    """The numbers of a tensor, an array, or lists of numbers."""
    return numbers_of(value) if is_tensor(value) else np.asarray(value)


def _shape(value: Any) -> tuple[int, ...] | None:
    shape = getattr(value, "shape", None)
    return tuple(shape) if shape is not None else None
