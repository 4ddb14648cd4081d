"""Figures of losses, of the way back through two layers, and of dropout."""

from __future__ import annotations

import math
from collections.abc import Callable

from .drawing import Point, Sheet


def penalties() -> str:
    """What a probability of the right class costs: −ln p, and (1 − p)² beside it."""
    sheet = Sheet(
        520, 320, "The loss over the probability of the right class: minus ln p rises without bound"
    )
    at = _frame(sheet)
    curves: list[tuple[str, Callable[[float], float], str, Point]] = [
        ("cinnabar", lambda p: -math.log(p), "−ln p", (0.16, 2.25)),
        ("indigo", lambda p: (1 - p) ** 2, "(1 − p)²", (0.02, 0.52)),
    ]
    for pen, function, words, place in curves:
        first = math.exp(-4.3) if pen == "cinnabar" else 0.0
        steps = [first + (1 - first) * (step / 120) ** 2 for step in range(121)]
        sheet.line(f"{pen} thick", [at(p, function(p)) for p in steps])
        sheet.text(f"{pen} start", *at(*place), words)
    return sheet.finish()


def surprise() -> str:
    """−ln p with the halvings of p marked: each costs ln 2 more."""
    sheet = Sheet(
        520, 320, "Minus ln p over p. At 1, 1/2, 1/4, 1/8 and 1/16 it is 0, 0.69, 1.39, 2.08 and 2.77"
    )
    at = _frame(sheet)
    steps = [math.exp(-4.3 * (1 - step / 120)) for step in range(121)]
    sheet.line("cinnabar thick", [at(p, -math.log(p)) for p in steps])
    for halvings in range(5):
        p = 0.5**halvings
        sheet.dot("cinnabar-full", *at(p, -math.log(p)), 5)
        loss = halvings * math.log(2)
        sheet.text("ink start small", at(p, 0)[0] + 9, at(0, loss)[1] - 13, f"{loss:.2f}")
    sheet.text("cinnabar start", *at(0.3, 3.3), "−ln p")
    return sheet.finish()


def _frame(sheet: Sheet) -> Callable[[float, float], Point]:
    """Axes for p from 0 to 1 and a loss up to 4.3; returns where a point lies."""

    def at(p: float, loss: float) -> Point:
        return 60 + p * 420, 275 - loss * 58

    sheet.line("soft thin", [at(0, 0), at(1.02, 0)])
    sheet.line("soft thin", [at(0, 0), at(0, 4.4)])
    for p in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.line("soft thin", [at(p, 0), at(p, -0.08)])
        sheet.text("soft small", at(p, 0)[0], 298, f"{p:g}")
    for level in range(1, 5):
        sheet.line("rule dash", [at(0, level), at(1, level)])
        sheet.text("soft small end", 50, at(0, level)[1], str(level))
    sheet.text("soft", 500, 290, "p")
    return at


def gradient() -> str:
    """Probabilities of three classes, and softmax minus one-hot below them."""
    scores, label = (1.0, 2.0, 3.0), 2
    powers = [math.exp(score) for score in scores]
    chances = [power / sum(powers) for power in powers]
    sheet = Sheet(
        460, 330, "Probabilities 0.09, 0.24, 0.67; the gradient is 0.09, 0.24 and −0.33 for the third class"
    )
    for base, words in ((140, "p"), (230, "p − 1[j = t]")):
        sheet.line("soft thin", [(120, base), (440, base)])
        sheet.text("ink end", 108, base, words)
    for column, chance in enumerate(chances):
        left = 140 + 100 * column
        _bar(sheet, "indigo-wash", left, 140, chance)
        _bar(sheet, "cinnabar-wash", left, 230, chance - (column == label))
        name = f"j = {column}" + (" = t" if column == label else "")
        sheet.text("ink bold small" if column == label else "soft small", left + 35, 310, name)
    return sheet.finish()


def _bar(sheet: Sheet, pen: str, left: float, base: float, value: float) -> None:
    """A bar up or down from a base line, with its number at its end."""
    height = 120 * abs(value)
    sheet.box(pen, left, base - height if value > 0 else base, 70, height, 1)
    end = base - height - 13 if value > 0 else base + height + 13
    sheet.text("ink small", left + 35, end, f"{value:.2f}".replace("-", "−"))


def two_layers() -> str:
    """The way there through two layers, and the way back, with the shape of everything."""
    sheet = Sheet(
        640, 250, "Forwards x, a, h, z, L; backwards from L to dz, dh, da, and to the four gradients"
    )
    names = [("x", "(N, D)"), ("a", "(N, H)"), ("h", "(N, H)"), ("z", "(N, C)"), ("L", "")]
    lefts = [20.0, 155.0, 290.0, 425.0, 560.0]
    for (name, shape), left in zip(names, lefts, strict=True):
        sheet.box("indigo-wash", left, 50, 60, 50, 5)
        sheet.text("ink", left + 30, 66 if shape else 75, name)
        sheet.text("soft small", left + 30, 86, shape)
    for left, words in zip(lefts, ("W1, b1", "tanh", "W2, b2", "softmax, −log"), strict=False):
        sheet.arrow("indigo", (left + 64, 75), (left + 130, 75))
        sheet.text("ink small", left + 97, 30, words)
    for left, name in zip(lefts[1:4], ("da", "dh", "dz"), strict=True):
        sheet.box("cinnabar-wash", left, 140, 60, 36, 5)
        sheet.text("ink", left + 30, 158, name)
    sheet.arrow("cinnabar", (560, 104), (489, 156))
    for left, words in ((290.0, "W2"), (155.0, "1 − h²")):
        sheet.arrow("cinnabar", (left + 131, 158), (left + 64, 158))
        sheet.text("ink small", left + 97, 124, words)
    for left, words in ((455.0, "dW2, db2"), (185.0, "dW1, db1")):
        sheet.arrow("cinnabar", (left, 180), (left, 214))
        sheet.text("ink", left, 232, words)
    return sheet.finish()


def masks() -> str:
    """Four numbers through dropout with p = 0.25: two calls in training, one in evaluation."""
    values = (3, 6, -3, 9)
    sheet = Sheet(
        600, 290, "Dropout with p = 0.25: kept numbers are divided by 0.75, another one is 0 in each call"
    )
    rows = [("x", None), ("train()", 1), ("train()", 3), ("eval()", None)]
    for row, (words, dropped) in enumerate(rows):
        top = 20 + 66 * row
        sheet.text("ink code end", 132, top + 24, words)
        for column, value in enumerate(values):
            gone = dropped == column
            training = dropped is not None
            pen = "soft dash" if gone else "pine-wash" if training else "indigo-wash"
            sheet.box(pen, 160 + 108 * column, top, 88, 48, 5)
            shown = 0.0 if gone else value / 0.75 if training else float(value)
            sheet.text(
                "soft" if gone else "ink", 204 + 108 * column, top + 24, f"{shown:g}".replace("-", "−")
            )
    return sheet.finish()
