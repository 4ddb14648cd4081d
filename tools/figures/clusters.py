"""Figures of unlabelled points: shapes in noise, sorted distances, dense places, directions of variance."""

from __future__ import annotations

import math
import random

from .drawing import Point, Sheet

#: which neighbour the distances of the figures go to
NEIGHBOURS = 8


def _arc(
    rng: random.Random, count: int, radius: float, low: float, high: float, middle: Point
) -> list[Point]:
    """Points along a part of a circle, a little off it."""
    angles = [2 * math.pi * (low + (high - low) * (index + rng.random()) / count) for index in range(count)]
    return [
        (
            middle[0] + radius * math.cos(angle) + rng.gauss(0, 0.04),
            middle[1] + radius * math.sin(angle) + rng.gauss(0, 0.04),
        )
        for angle in angles
    ]


def _noise(rng: random.Random, shapes: list[Point], count: int) -> list[Point]:
    """Points around shapes and between them, none of them near."""
    low = [min(axis) - 0.3 for axis in zip(*shapes, strict=True)]
    high = [max(axis) + 0.3 for axis in zip(*shapes, strict=True)]
    found: list[Point] = []
    while len(found) < count:
        point = rng.uniform(low[0], high[0]), rng.uniform(low[1], high[1])
        if min(math.dist(point, each) for each in shapes) > 0.12:
            found.append(point)
    return found


def _moons(rng: random.Random) -> list[Point]:
    """Two crescents in noise, the noise last."""
    shapes = _arc(rng, 150, 1, 0, 0.5, (0, 0)) + _arc(rng, 150, 1, 0.5, 1, (1, 0.45))
    return shapes + _noise(rng, shapes, 130)


def shapes() -> str:
    """Moons and rings in noise, as a search for parameters sees them."""
    sheet, rng = Sheet(640, 250, "Two crescents in noise, and two rings in noise"), random.Random(4)
    rings = _arc(rng, 220, 1, 0, 1, (0, 0)) + _arc(rng, 100, 0.45, 0, 1, (0, 0))
    sheet.box("rule", 8, 8, 362, 234)
    sheet.box("rule", 382, 8, 250, 234)
    for points, (x0, y0), size in (
        (_moons(rng), (138, 143), 92),
        (rings + _noise(rng, rings, 140), (507, 125), 82),
    ):
        for x, y in points:
            sheet.dot("indigo-full", x0 + x * size, y0 - y * size, 2.2)
    return sheet.finish()


def distances() -> str:
    """The distances to the eighth neighbour, in order of size, and where they turn."""
    sheet = Sheet(520, 260, "Sorted distances to the eighth neighbour: flat, then steep")
    points = _moons(random.Random(4))
    found = sorted(sorted(math.dist(point, other) for other in points)[NEIGHBOURS - 1] for point in points)
    found = found[: int(0.98 * len(found))]

    def at(place: float, value: float) -> Point:
        return 50 + 440 * place / len(found), 225 - 190 * value / found[-1]

    sheet.line("soft thin", [at(0, found[-1]), at(0, 0), at(len(found), 0)])
    sheet.line("indigo thick", [at(place, value) for place, value in enumerate(found)])
    rise = [value / found[-1] - place / len(found) for place, value in enumerate(found)]
    turn = rise.index(min(rise))
    sheet.line("cinnabar dash", [at(0, found[turn]), at(turn, found[turn]), at(turn, 0)])
    sheet.dot("cinnabar-full", *at(turn, found[turn]), 5)
    sheet.text("cinnabar code", 78, at(0, found[turn])[1] - 14, "eps")
    sheet.text("soft small", 270, 246, "1 … n")
    return sheet.finish()


def dense() -> str:
    """Core points, a border point and noise for four neighbours within a radius."""
    sheet = Sheet(
        520, 270, "Core points linked to one another, a border point at their end, and a noise point"
    )
    core = [(110.0, 190.0), (128.0, 140.0), (160.0, 100.0), (205.0, 78.0), (252.0, 80.0), (296.0, 102.0)]
    near = [(88.0, 148.0), (150.0, 178.0), (178.0, 62.0), (228.0, 116.0), (270.0, 52.0)]
    points, reach, fewest = [*core, *near, (356.0, 128.0), (455.0, 190.0)], 64.0, 4
    linked = [p for p in points if sum(math.dist(p, other) <= reach for other in points) >= fewest]
    for first in linked:
        for second in linked:
            if first < second and math.dist(first, second) <= reach:
                sheet.line("rule", [first, second])
    for point in points:
        if point in linked:
            sheet.dot("indigo-full", *point, 7)
        elif any(math.dist(point, other) <= reach for other in linked):
            sheet.dot("ochre thick", *point, 7)
        else:
            x, y = point
            sheet.line("cinnabar thick", [(x - 6, y - 6), (x + 6, y + 6)])
            sheet.line("cinnabar thick", [(x - 6, y + 6), (x + 6, y - 6)])
    for point, pen in ((core[4], "indigo"), (core[5], "ochre"), (points[-1], "cinnabar")):
        sheet.dot(f"{pen} dash", *point, reach)
    x, y = points[-1]
    sheet.arrow("cinnabar", (x, y), (x, y + reach))
    sheet.text("cinnabar code start", x + 10, y + 38, "eps")
    return sheet.finish()


def tasks() -> str:
    """The same points twice: put into groups, and laid on a line."""
    sheet, rng = (
        Sheet(600, 240, "Points put into three groups, and points laid on one line"),
        random.Random(2),
    )
    for (x0, y0), pen in (((90, 80), "indigo"), ((210, 70), "cinnabar"), ((160, 180), "pine")):
        for _ in range(14):
            sheet.dot(f"{pen}-full", x0 + rng.gauss(0, 14), y0 + rng.gauss(0, 14), 4)
        sheet.dot(f"{pen} dash", x0, y0, 48)
    sheet.line("rule", [(300, 20), (300, 220)])
    (ox, oy), (dx, dy) = (450, 120), (math.cos(0.5), -math.sin(0.5))
    sheet.line("soft", [(ox - 130 * dx, oy - 130 * dy), (ox + 130 * dx, oy + 130 * dy)])
    for _ in range(18):
        along, across = rng.uniform(-115, 115), rng.gauss(0, 22)
        foot = ox + along * dx, oy + along * dy
        sheet.line("rule", [(foot[0] - across * dy, foot[1] + across * dx), foot])
        sheet.dot("indigo-full", foot[0] - across * dy, foot[1] + across * dx, 4)
        sheet.dot("ochre-full", *foot, 3)
    return sheet.finish()


def axes() -> str:
    """Four points, their mean, and the directions of most and least variance."""
    sheet = Sheet(420, 340, "Four points, their mean (5, 5), and the components (0.8, 0.6) and (-0.6, 0.8)")

    def at(x: float, y: float) -> Point:
        return 95 + x * 21, 290 - y * 21

    sheet.line("rule", [at(-4, 0), at(15, 0)])
    sheet.line("rule", [at(0, -2), at(0, 13)])
    sheet.arrow("indigo thick", at(5, 5), at(5 + 8.16 * 0.8, 5 + 8.16 * 0.6))
    sheet.arrow("cinnabar thick", at(5, 5), at(5 - 4.08 * 0.6, 5 + 4.08 * 0.8))
    for (x, y), name in (
        ((-3, -1), "(−3, −1)"),
        ((13, 11), "(13, 11)"),
        ((2, 9), "(2, 9)"),
        ((8, 1), "(8, 1)"),
    ):
        sheet.dot("ink-full", *at(x, y), 5)
        sheet.text("soft small", at(x, y)[0], at(x, y)[1] + (18 if y < 0 else -16), name)
    sheet.dot("ochre-full", *at(5, 5), 5)
    sheet.text("ochre small", at(5, 5)[0] + 12, at(5, 5)[1] + 18, "(5, 5)")
    sheet.text("indigo code", *at(11.7, 7.6), "(0.8, 0.6)")
    sheet.text("cinnabar code", *at(5.6, 9.6), "(-0.6, 0.8)")
    return sheet.finish()


def variance() -> str:
    """A cloud of points with its two directions, and the shadows of the points on the first."""
    sheet, rng = (
        Sheet(520, 300, "A long cloud of points, its two directions, and their shadows"),
        random.Random(7),
    )
    (ox, oy), (dx, dy) = (260, 150), (math.cos(0.45), -math.sin(0.45))
    sheet.line("soft thin", [(ox - 225 * dx, oy - 225 * dy), (ox + 225 * dx, oy + 225 * dy)])
    for _ in range(40):
        along, across = max(-205.0, min(205.0, rng.gauss(0, 90))), rng.gauss(0, 26)
        foot = ox + along * dx, oy + along * dy
        point = foot[0] - across * dy, foot[1] + across * dx
        sheet.line("rule", [point, foot])
        sheet.dot("indigo-full", *point, 4)
        sheet.dot("ochre-full", *foot, 2.5)
    sheet.arrow("cinnabar thick", (ox, oy), (ox + 90 * dx, oy + 90 * dy))
    sheet.arrow("pine thick", (ox, oy), (ox + 26 * dy * 1.6, oy - 26 * dx * 1.6))
    sheet.text("cinnabar bold", ox + 112 * dx + 14, oy + 112 * dy + 34, "1")
    sheet.text("pine bold", ox + 62 * dy, oy - 62 * dx, "2")
    return sheet.finish()
