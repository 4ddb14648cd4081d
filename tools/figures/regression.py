"""Figures of supervised learning: two kinds of answers, lines with their residuals, the logistic curve."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from .drawing import Point, Sheet

#: hours of study, and who passed
HOURS, PASSED = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0), (0.0, 0.0, 0.0, 1.0, 0.0, 1.0)
#: measured points of a prompt and of a lesson
SHORT = ((1.0, 1.0), (2.0, 5.0), (3.0, 4.0), (4.0, 6.0))
LONG = ((1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0), (5.0, 6.0))
#: two classes, and values that grow
RINGS = ((0.6, 1.2), (1.0, 2.2), (1.5, 1.4), (1.9, 2.7), (0.8, 3.1), (2.3, 1.9))
DISCS = ((3.2, 3.4), (3.9, 2.6), (4.4, 3.8), (3.6, 4.4), (4.7, 1.9), (2.9, 4.3))
GROWING = ((0.5, 1.1), (1.1, 1.2), (1.6, 2.1), (2.3, 2.0), (2.9, 3.1), (3.5, 2.9), (4.1, 4.0), (4.7, 4.1))

At = Callable[[float, float], Point]


def least_squares(points: Sequence[Point]) -> tuple[float, float]:
    """Slope and intercept of the line with the least squared residuals."""
    count = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return slope, mean_y - slope * mean_x


def logistic(points: Sequence[Point], strength: float) -> tuple[float, float]:
    """Weight and bias that minimise the mean cross-entropy and the penalty on the weight."""
    weight = bias = 0.0
    for _step in range(20_000):
        errors = [1 / (1 + math.exp(-weight * x - bias)) - y for x, y in points]
        by_weight = sum(error * x for error, (x, _) in zip(errors, points, strict=True)) / len(points)
        weight, bias = weight - 0.2 * (by_weight + strength * weight), bias - 0.2 * sum(errors) / len(points)
    return weight, bias


def _axes(
    sheet: Sheet, at: At, right: float, top: float, marks: Sequence[float], levels: Sequence[float]
) -> None:
    """Both axes with numbers at them."""
    sheet.line("soft thin", [at(0, 0), at(right, 0)])
    sheet.line("soft thin", [at(0, 0), at(0, top)])
    for mark in marks:
        x, y = at(mark, 0)
        sheet.text("soft small", x, y + 17, f"{mark:g}")
    for level in levels:
        x, y = at(0, level)
        sheet.text("soft small end", x - 9, y, f"{level:g}")


def _sigmoid_of(weight: float, bias: float) -> Callable[[float], float]:
    """The fitted curve."""
    return lambda x: 1 / (1 + math.exp(-weight * x - bias))


def curve() -> str:
    """The probability to pass over the hours of study, and where it reaches one half."""
    sheet = Sheet(520, 290, "Probability over hours: an S-shaped curve that reaches one half at 3.71")

    def at(x: float, y: float) -> Point:
        return 60 + x * 84, 240 - y * 200

    points = list(zip(HOURS, PASSED, strict=True))
    weight, bias = logistic(points, 0.1)
    probability, middle = _sigmoid_of(weight, bias), -bias / weight
    _axes(sheet, at, 5.3, 1.08, HOURS, (0.0, 0.5, 1.0))
    sheet.line("rule dash", [at(0, 1), at(5.3, 1)])
    sheet.line("ochre dash", [at(0, 0.5), at(middle, 0.5), at(middle, 0)])
    sheet.line("indigo thick", [at(step / 20, probability(step / 20)) for step in range(107)])
    for x, y in points:
        sheet.dot("pine-full" if y else "cinnabar-full", *at(x, y), 6)
    sheet.text("ochre small", at(middle, 0)[0] + 24, at(0, 0.09)[1], f"{middle:.2f}")
    sheet.text("indigo", *at(4.55, 0.79), "p")
    return sheet.finish()


def line_and_curve() -> str:
    """A straight line through labels leaves the range of probabilities; the logistic curve stays in it."""
    sheet = Sheet(
        540, 320, "Labels 0 and 1: a straight line goes below 0 and above 1, the sigmoid stays between"
    )

    def at(x: float, y: float) -> Point:
        return 270 + x * 52, 235 - y * 150

    points = [(-4.0, 0.0), (-3.0, 0.0), (-2.2, 0.0), (-1.0, 0.0), (0.6, 0.0)]
    points += [(-0.6, 1.0), (0.9, 1.0), (2.0, 1.0), (3.1, 1.0), (4.0, 1.0)]
    slope, intercept = least_squares(points)
    probability = _sigmoid_of(*logistic(points, 0.01))
    for level in (0, 1):
        sheet.line("rule dash", [at(-4.8, level), at(4.8, level)])
        sheet.text("soft small end", at(-4.85, 0)[0], at(0, level)[1], f"{level:g}")
    sheet.line("cinnabar", [at(x, slope * x + intercept) for x in (-4.8, 4.8)])
    sheet.line("indigo thick", [at(step / 10, probability(step / 10)) for step in range(-48, 49)])
    for x, y in points:
        sheet.dot("ink-full", *at(x, y), 5)
    sheet.text("cinnabar", *at(4.1, slope * 4.1 + intercept + 0.18), "w·x + b")
    sheet.text("indigo", *at(2.6, 0.74), "σ(w·x + b)")
    return sheet.finish()


def residuals() -> str:
    """Four points, the line with the least squared residuals, and the residuals as numbers."""
    sheet = Sheet(
        460, 320, "Four points and their line 1.4 x + 0.5; the residuals are -0.9, 1.7, -0.7 and -0.1"
    )

    def at(x: float, y: float) -> Point:
        return 55 + x * 84, 275 - y * 37

    slope, intercept = least_squares(SHORT)
    _axes(sheet, at, 4.6, 6.8, (0, 1, 2, 3, 4), (0, 2, 4, 6))
    sheet.line("indigo thick", [at(x, slope * x + intercept) for x in (0, 4.5)])
    for x, y in SHORT:
        value = slope * x + intercept
        sheet.line("cinnabar", [at(x, y), at(x, value)])
        sheet.dot("ink-full", *at(x, y), 6)
        middle = at(x, (y + value) / 2)
        below = 26 if abs(y - value) < 0.5 else 0
        sheet.text(
            "cinnabar small start", middle[0] + 9, middle[1] + below, f"{y - value:.1f}".replace("-", "−")
        )
    return sheet.finish()


def squares() -> str:
    """Five points and their line: each squared residual is a square that stands on the residual."""
    sheet = Sheet(420, 400, "Five points, the line x + 0.2, and the squares whose areas the line makes least")

    def at(x: float, y: float) -> Point:
        return 50 + x * 55, 360 - y * 55

    slope, intercept = least_squares(LONG)
    _axes(sheet, at, 6.3, 6.2, (0, 1, 2, 3, 4, 5), (0, 2, 4))
    for x, y in LONG:
        value = slope * x + intercept
        left, top = at(x, max(y, value))
        side = abs(y - value) * 55
        sheet.box("cinnabar-wash thin", left if y < value else left - side, top, side, side, 0)
    sheet.line("indigo thick", [at(x, slope * x + intercept) for x in (0, 5.9)])
    for x, y in LONG:
        sheet.dot("ink-full", *at(x, y), 6)
    return sheet.finish()


def kinds() -> str:
    """Classification draws a border between groups; regression draws a line through values."""
    sheet = Sheet(
        620, 280, "Left: two classes and a border between them. Right: values and a line through them"
    )

    def left(x: float, y: float) -> Point:
        return 30 + x * 48, 245 - y * 43

    def right(x: float, y: float) -> Point:
        return 350 + x * 48, 245 - y * 43

    for at in (left, right):
        sheet.line("soft thin", [at(0, 5.2), at(0, 0), at(5.2, 0)])
    sheet.line("indigo dash", [left(0.7, 5.0), left(4.9, 0.3)])
    for x, y in RINGS:
        sheet.dot("cinnabar", *left(x, y), 6)
    for x, y in DISCS:
        sheet.dot("pine-full", *left(x, y), 6)
    sheet.text("ochre bold", *left(2.2, 4.1), "?")
    slope, intercept = least_squares(GROWING)
    sheet.line("indigo thick", [right(x, slope * x + intercept) for x in (0, 5.1)])
    for x, y in GROWING:
        sheet.dot("ink-full", *right(x, y), 5)
    asked = 3.8
    sheet.line("ochre dash", [right(asked, 0), right(asked, slope * asked + intercept)])
    sheet.line("ochre dash", [right(0, slope * asked + intercept), right(asked, slope * asked + intercept)])
    sheet.text("ochre bold", right(0, 0)[0] - 12, right(0, slope * asked + intercept)[1], "?")
    sheet.text("soft", *right(asked, -0.4), "x")
    return sheet.finish()
