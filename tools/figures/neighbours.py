"""Figures of nearest neighbours and of margins."""

from __future__ import annotations

import math

from .drawing import Point, Sheet

Labelled = tuple[float, float, int]
EXAMPLE: tuple[Labelled, ...] = ((3, 4, 1), (0, 6, 0), (3, 1, 0), (6, 2, 1), (0, 2, 0), (7, 5, 1))
"""Training points around the query (3, 2), with their labels."""


def mark(sheet: Sheet, place: Point, label: int, size: float = 8) -> None:
    """A training point: a disc for label 0, a square for label 1."""
    x, y = place
    if label == 0:
        sheet.dot("indigo-full", x, y, size)
    else:
        sheet.box("cinnabar-full", x - size + 1, y - size + 1, 2 * size - 2, 2 * size - 2, 1)


def star(sheet: Sheet, place: Point, size: float = 11) -> None:
    """The query."""
    x, y = place
    corners = [(size if turn % 2 == 0 else size * 0.45, turn * math.pi / 5) for turn in range(10)]
    ends = [(x + r * math.sin(angle), y - r * math.cos(angle)) for r, angle in corners]
    sheet.line("ochre-wash", [*ends, ends[0]])


def circles() -> str:
    """The training points of the worked example, on circles around the query."""
    sheet = Sheet(540, 450, "Six training points on circles of radius 1, 2, 3 and 5 around a query")

    def at(x: float, y: float) -> Point:
        return 90 + x * 40, 300 - y * 40

    query = at(3, 2)
    for radius in sorted({math.dist((3, 2), (x, y)) for x, y, _ in EXAMPLE}):
        sheet.dot("rule", *query, radius * 40)
    star(sheet, query)
    for row, (x, y, label) in enumerate(EXAMPLE):
        px, py = at(x, y)
        mark(sheet, (px, py), label)
        sheet.text("ink", px + 18, py - 14, str(row))
    for label in (0, 1):
        mark(sheet, (462, 390 + 30 * label), label)
        sheet.text("soft code start", 480, 390 + 30 * label, f"y = {label}")
    return sheet.finish()


def vote() -> str:
    """A query whose neighbours vote otherwise for k = 1 than for k = 3 and 5."""
    sheet = Sheet(
        480, 360, "A query, and circles that hold its nearest, its three and its five nearest points"
    )
    points = ((-0.5, 0.45, 0), (1.1, 0.35, 1), (0.3, -1.3, 1), (-1.9, -0.5, 0), (1.2, 1.75, 1))
    others = ((-3.4, 1.6, 0), (-3.2, -1.4, 0), (3.3, -1.2, 1), (3.6, 1.5, 1), (-2.2, 2.4, 0))
    far = sorted(math.hypot(x, y) for x, y, _ in points)

    def at(x: float, y: float) -> Point:
        return 240 + x * 58, 180 - y * 58

    for k in (1, 3, 5):
        radius = far[k - 1] + 0.16
        sheet.dot("soft thin dash", *at(0, 0), radius * 58)
        x, y = at(0, radius)
        sheet.text("soft code", x, y - 11, f"k = {k}")
    star(sheet, at(0, 0))
    for x, y, label in (*points, *others):
        mark(sheet, at(x, y), label)
    return sheet.finish()


def falloff() -> str:
    """The RBF kernel over the distance, for three values of gamma."""
    sheet = Sheet(520, 300, "exp(-gamma d^2) over the distance d for gamma 0.25, 1 and 4")

    def at(d: float, value: float) -> Point:
        return 50 + d * 105, 250 - value * 200

    sheet.line("rule", [at(0, 1.08), at(0, 0), at(4.2, 0)])
    for tick in range(5):
        sheet.text("soft small", at(tick, 0)[0], 270, str(tick))
    for value in (0.5, 1.0):
        sheet.line("rule thin dash", [at(0, value), at(2.5, value)])
        sheet.text("soft small", 28, at(0, value)[1], f"{value:g}")
    sheet.text("soft", at(4.2, 0)[0], 288, "d")
    sheet.text("soft", 50, 22, "K")
    for row, (gamma, pen) in enumerate(((0.25, "indigo"), (1.0, "pine"), (4.0, "cinnabar"))):
        steps = [step / 40 for step in range(165)]
        sheet.line(f"{pen} thick", [at(d, math.exp(-gamma * d * d)) for d in steps])
        y = 70 + row * 28
        sheet.line(f"{pen} thick", [(330, y), (360, y)])
        sheet.text("ink code start", 370, y, f"gamma = {gamma:g}")
    return sheet.finish()
