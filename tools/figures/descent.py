"""Figures of descent: what a perceptron separates, how a hidden layer helps, three ways down a hill."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from .drawing import Point, Sheet

CORNERS: list[Point] = [(0, 0), (0, 1), (1, 0), (1, 1)]
Line = tuple[float, float, float]
Place = Callable[[float, float], Point]


def gates() -> str:
    """AND, OR and NAND with the lines that the perceptron rule ends with, and XOR without one."""
    sheet = Sheet(620, 200, "AND, OR and NAND can be separated by a line, XOR cannot")
    tables = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}
    for number, (name, labels) in enumerate(tables.items()):
        place = _square(50 + 152 * number, 150)
        line = _learnt(labels)
        if line:
            _border(sheet, "ochre thick", line, place)
        _corners(sheet, CORNERS, labels, place)
        sheet.text("ink code", *place(0.5, -0.42), name)
    return sheet.finish()


def fold() -> str:
    """XOR cut by two lines, and the same four corners seen through the two nodes that the lines stand for."""
    sheet = Sheet(600, 250, "Two hidden nodes move the corners of XOR to where one line separates them")
    labels = [0, 1, 1, 0]
    either, both = (1.0, 1.0, -0.5), (-1.0, -1.0, 1.5)
    before, after = _square(70, 195, 130), _square(370, 195, 130)
    for line, pen, name, at in (
        (either, "pine thick", "h₁", (0.62, -0.3)),
        (both, "ochre thick", "h₂", (1.42, 0.28)),
    ):
        _border(sheet, pen, line, before)
        sheet.text(pen.split()[0], *before(*at), name)
    _corners(sheet, CORNERS, labels, before)
    for x, y, word in ((1.46, -0.12, "x₁"), (-0.12, 1.42, "x₂")):
        sheet.text("soft", *before(x, y), word)
    sheet.arrow("soft", (276, 130), (318, 130))
    moved = [(_step(either, corner), _step(both, corner)) for corner in CORNERS]
    _border(sheet, "ink thick", (1.0, 1.0, -1.5), after)
    _corners(sheet, moved, labels, after)
    sheet.text("pine", *after(1.46, -0.12), "h₁")
    sheet.text("ochre", *after(-0.12, 1.42), "h₂")
    return sheet.finish()


def _square(left: float, bottom: float, side: float = 90) -> Place:
    """Where a point of the unit square lies on a sheet."""
    return lambda x, y: (left + side * x, bottom - side * y)


def _step(line: Line, point: Point) -> int:
    """On which side of a line a point lies."""
    return int(line[0] * point[0] + line[1] * point[1] + line[2] > 0)


def _learnt(labels: Sequence[int]) -> Line | None:
    """The line that the perceptron rule ends with; None where it does not end."""
    line: Line = (0.0, 0.0, 0.0)
    for _epoch in range(100):
        mistakes = 0
        for (x, y), label in zip(CORNERS, labels, strict=True):
            error = label - _step(line, (x, y))
            mistakes += abs(error)
            line = (line[0] + error * x, line[1] + error * y, line[2] + error)
        if not mistakes:
            return line
    return None


def _border(sheet: Sheet, pen: str, line: Line, place: Place) -> None:
    """The part of a line that crosses the square with a little room around it."""
    (a, b, c), low, high = line, -0.25, 1.25
    ends = [(x, -(a * x + c) / b) for x in (low, high)] + [(-(b * y + c) / a, y) for y in (low, high)]
    inside = sorted({(x, y) for x, y in ends if low <= x <= high and low <= y <= high})
    sheet.line(pen, [place(*inside[0]), place(*inside[-1])])


def _corners(sheet: Sheet, points: Sequence[Point], labels: Sequence[int], place: Place) -> None:
    """Axes, discs for class 1, and squares for class 0."""
    sheet.line("rule", [place(-0.25, 0), place(1.3, 0)])
    sheet.line("rule", [place(0, -0.25), place(0, 1.3)])
    for point, label in zip(points, labels, strict=True):
        x, y = place(*point)
        if label:
            sheet.dot("indigo-full", x, y, 8)
        else:
            sheet.box("cinnabar-full", x - 7, y - 7, 14, 14, 1)


#: inputs and targets of the line that is fitted in `ways`
EXAMPLES = [(-2.0, -2.0), (-1.2, -0.4), (-0.4, -0.8), (0.4, 1.5), (1.2, 1.3), (2.0, 2.4)]


def ways() -> str:
    """Ten epochs of batch, mini-batch and stochastic descent on the same hill: 10, 30 and 60 updates."""
    sheet = Sheet(620, 240, "Batch descent goes straight, mini-batches waver, single examples zigzag")
    best, level_lines = _hill()
    for number, (size, pen) in enumerate(((6, "indigo"), (2, "pine"), (1, "cinnabar"))):
        place = _square(110 + 200 * number - 82 * best[0], 112 + 82 * best[1], 82)
        for ring in level_lines:
            sheet.line("rule", [place(*point) for point in ring])
        sheet.dot("ochre-full", *place(*best), 5)
        path = [place(*point) for point in _descend(size)]
        for start, end in pairwise(path):
            sheet.line(pen, [start, end])
        for x, y in path:
            sheet.dot(f"{pen}-full", x, y, 3)
        sheet.text(f"{pen} code", 110 + 200 * number, 222, f"{size}")
    return sheet.finish()


def _descend(size: int, epochs: int = 10, rate: float = 0.06) -> list[Point]:
    """Intercept and slope after each update; batches of so many examples in an order that changes."""
    intercept, slope = -0.55, 1.95
    path = [(intercept, slope)]
    for epoch in range(epochs):
        order = [(5 * place + epoch) % 7 - 1 for place in range(7) if (5 * place + epoch) % 7]
        for start in range(0, 6, size):
            batch = [EXAMPLES[index] for index in order[start : start + size]]
            errors = [(intercept + slope * x - y, x) for x, y in batch]
            intercept -= rate * 2 * sum(error for error, _ in errors) / len(errors)
            slope -= rate * 2 * sum(error * x for error, x in errors) / len(errors)
            path.append((intercept, slope))
    return path


def _hill() -> tuple[Point, list[list[Point]]]:
    """The lowest point of the mean squared error, and its level lines: the inputs have the mean zero."""
    count = len(EXAMPLES)
    spread = sum(x * x for x, _ in EXAMPLES) / count
    best = sum(y for _, y in EXAMPLES) / count, sum(x * y for x, y in EXAMPLES) / count / spread
    turns = [2 * math.pi * step / 60 for step in range(61)]
    rings = [
        [
            (
                best[0] + math.sqrt(level) * math.cos(turn),
                best[1] + math.sqrt(level / spread) * math.sin(turn),
            )
            for turn in turns
        ]
        for level in (0.08, 0.3, 0.7, 1.2)
    ]
    return best, rings
