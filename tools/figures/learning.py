"""Figures of learning: derivatives, paths of descent, the training loop."""

from __future__ import annotations

import math
from collections.abc import Callable

from .drawing import Point, Sheet


def derivatives() -> str:
    """How much of a gradient each activation lets through."""
    sheet = Sheet(520, 300, "Derivatives: sigmoid at most a quarter, tanh at most 1, ReLU 0 or 1")

    def at(x: float, y: float) -> Point:
        return 270 + x * 48, 250 - y * 190

    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    sheet.line("soft thin", [at(-4.6, 0), at(4.6, 0)])
    sheet.line("soft thin", [at(0, -0.04), at(0, 1.15)])
    for level in (0.25, 1.0):
        sheet.line("rule dash", [at(-4.6, level), at(4.6, level)])
        sheet.text("soft small end", at(-4.7, level)[0], at(0, level)[1], f"{level:g}")
    for x in (-4, -2, 2, 4):
        sheet.text("soft small", *at(x, -0.1), f"{x:g}".replace("-", "−"))
    curves: list[tuple[str, Callable[[float], float]]] = [
        ("indigo thick", lambda x: sigmoid(x) * (1 - sigmoid(x))),
        ("cinnabar thick", lambda x: 1 - math.tanh(x) ** 2),
    ]
    for pen, function in curves:
        sheet.line(pen, [at(step / 10, function(step / 10)) for step in range(-45, 46)])
    sheet.line("pine thick", [at(-4.5, 0.008), at(0, 0.008)])
    sheet.line("pine thick", [at(0, 1), at(4.5, 1)])
    sheet.text("indigo start", *at(2.0, 0.2), "σ′")
    sheet.text("cinnabar start", *at(0.75, 0.72), "tanh′")
    sheet.text("pine start", *at(2.6, 1.09), "ReLU′")
    return sheet.finish()


def descent() -> str:
    """Gradient descent across a narrow valley, and Adam along it."""
    sheet = Sheet(560, 290, "A narrow valley: plain descent swings across it, Adam follows it down")

    def at(x: float, y: float) -> Point:
        return 480 + x * 42, 145 + y * 80

    for level in (0.4, 2.0, 6.0, 14.0, 28.0, 50.0):
        turns = [2 * math.pi * step / 72 for step in range(73)]
        wide, high = math.sqrt(2 * level), math.sqrt(2 * level / 20)
        sheet.line("rule", [at(wide * math.cos(turn), high * math.sin(turn)) for turn in turns])
    for pen, path in (("cinnabar", _plain(0.09, 16)), ("indigo", _adam(0.7, 16))):
        sheet.line(pen, [at(x, y) for x, y in path])
        for x, y in path:
            sheet.dot(f"{pen}-full", *at(x, y), 3.5)
    sheet.dot("ochre-full", *at(0, 0), 5)
    sheet.text("cinnabar start", 84, 36, "SGD")
    sheet.text("indigo start", 84, 258, "Adam")
    return sheet.finish()


def _slope(x: float, y: float) -> tuple[float, float]:
    """The gradient of (x² + 20 y²) / 2."""
    return x, 20 * y


def _plain(rate: float, steps: int) -> list[Point]:
    """Gradient descent from the upper left."""
    path = [(-9.5, -1.2)]
    for _step in range(steps):
        x, y = path[-1]
        gx, gy = _slope(x, y)
        path.append((x - rate * gx, y - rate * gy))
    return path


def _adam(rate: float, steps: int) -> list[Point]:
    """Adam from the lower left, with its usual settings."""
    path = [(-9.5, 1.2)]
    first, second = [0.0, 0.0], [0.0, 0.0]
    for step in range(1, steps + 1):
        here = list(path[-1])
        for axis, slope in enumerate(_slope(*path[-1])):
            first[axis] = 0.9 * first[axis] + 0.1 * slope
            second[axis] = 0.999 * second[axis] + 0.001 * slope**2
            mean, size = first[axis] / (1 - 0.9**step), second[axis] / (1 - 0.999**step)
            here[axis] -= rate * mean / (math.sqrt(size) + 1e-8)
        path.append((here[0], here[1]))
    return path


def loop() -> str:
    """The five lines of a training step, round and round."""
    sheet = Sheet(480, 300, "A training step: zero_grad, forward, loss, backward, step, and again")
    words = ["zero_grad()", "model(images)", "loss", "backward()", "step()"]
    pens = ["soft", "indigo", "ochre", "cinnabar", "pine"]
    places = [
        (240 + 150 * math.sin(2 * math.pi * index / 5), 150 - 105 * math.cos(2 * math.pi * index / 5))
        for index in range(5)
    ]
    for (x0, y0), (x1, y1) in zip(places, [*places[1:], places[0]], strict=True):
        near, far = ((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in (0.4, 0.62))
        sheet.arrow("soft", near, far)
    for (x, y), word, pen in zip(places, words, pens, strict=True):
        sheet.box(f"{pen}-wash", x - 66, y - 19, 132, 38, 6)
        sheet.text("ink code", x, y, word)
    return sheet.finish()
