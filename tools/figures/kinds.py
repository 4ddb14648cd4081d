"""Figures of kinds of networks: recurrent, restricted Boltzmann machines, and what is stacked of them."""

from __future__ import annotations

import itertools

from .drawing import Sheet

_LOW = "₀₁₂₃₄₅"


def padded() -> str:
    """Two sequences of a padded batch: states go on to the own last step of each, and no further."""
    sheet = Sheet(560, 330, "Two padded sequences: three steps, and one step before two of padding")
    for row, length in enumerate((3, 1)):
        low = 140 + row * 165
        sheet.dot("soft", 60, low - 75, 19)
        sheet.text("soft", 60, low - 75, "h₀")
        for step in range(1, 4):
            x = 60 + step * 140
            real = step <= length
            sheet.box("indigo-wash" if real else "soft dash", x - 27, low - 18, 54, 36, 4)
            sheet.text("ink" if real else "soft", x, low, f"x{_LOW[step]}" if real else "?")
            if real:
                sheet.arrow("soft", (x, low - 20), (x, low - 53))
                sheet.arrow("soft", (x - 119, low - 75), (x - 23, low - 75))
                sheet.dot("pine-wash thick" if step == length else "ochre-wash", x, low - 75, 19)
                sheet.text("ink", x, low - 75, f"h{_LOW[step]}")
            else:
                sheet.text("soft", x, low - 75, "0")
    return sheet.finish()


def divergence() -> str:
    """A step of contrastive divergence: up from the data, down from states, up again."""
    sheet = Sheet(
        600, 250, "Up from v to p, sampled to h, down to v′, up to q; v with p counts plus, v′ with q minus"
    )
    top, low = 70, 195
    places = {"v": (70, low), "p": (160, top), "h": (300, top), "v′": (390, low), "q": (480, top)}
    pens = {"v": "soft", "p": "indigo-wash", "h": "ochre-wash", "v′": "indigo-wash", "q": "indigo-wash"}
    for name, (x, y) in places.items():
        sheet.box(pens[name], x - 34, y - 22, 68, 44, 6)
        sheet.text("ink", x, y, name)
    sheet.arrow("soft", (84, low - 26), (140, top + 28))
    sheet.arrow("soft", (198, top), (262, top))
    sheet.arrow("soft", (318, top + 26), (374, low - 28))
    sheet.arrow("soft", (406, low - 26), (462, top + 28))
    for x, y, words in ((88, 130, "W, b"), (230, top - 20, "u < p"), (382, 130, "Wᵀ, a"), (470, 140, "W, b")):
        sheet.text("soft small", x, y, words)
    for pen, left, x, sign in (("pine", 70, 160, "+"), ("cinnabar", 390, 480, "−")):
        sheet.line(f"{pen} dash thin", [(left - 44, low + 32), (x + 44, low + 32), (x + 44, top - 32)])
        sheet.line(f"{pen} dash thin", [(x + 44, top - 32), (left - 44, top - 32), (left - 44, low + 32)])
        sheet.text(f"{pen} bold", left - 28, top - 16, sign)
    return sheet.finish()


def stacking() -> str:
    """Three stages of greedy training: the highest machine learns, the ones below only send their data up."""
    sheet = Sheet(
        600, 320, "Three stages: one machine learns; a second learns on top of it; a third on top of both"
    )
    for stage in range(3):
        x = 105 + stage * 195
        for layer in range(stage + 2):
            y = 280 - layer * 78
            sheet.box("ochre-wash" if layer else "soft", x - 52, y - 17, 104, 34, 4)
            sheet.text("ink", x, y, f"h{_LOW[layer]}" if layer else "v")
            if layer > stage:
                continue
            if layer == stage:
                for side in (-34, 0, 34):
                    sheet.line("pine thick", [(x + side, y - 19), (x + side, y - 59)])
                sheet.text("pine bold", x + 72, y - 39, f"W{_LOW[layer + 1]}")
            else:
                sheet.arrow("soft dash", (x, y - 20), (x, y - 57))
                sheet.text("soft", x + 24, y - 39, f"W{_LOW[layer + 1]}")
    return sheet.finish()


def _column(left: float, y: float, count: int, gap: float = 30) -> list[tuple[float, float]]:
    """Places of nodes side by side, around the middle of a panel."""
    return [(left + 58 + (n - (count - 1) / 2) * gap, y) for n in range(count)]


def kinds() -> str:
    """Five sketches: how each kind of network joins its nodes."""
    sheet = Sheet(
        640,
        220,
        "DNN: all to all, upwards. CNN: windows. RNN: along a row. RBM: lines without heads. DBN: both",
    )
    rows = {
        "DNN": [(170, 3), (130, 3), (90, 3), (50, 2)],
        "CNN": [(170, 4), (110, 3), (50, 1)],
        "RNN": [(170, 3), (110, 3), (50, 3)],
        "RBM": [(170, 4), (90, 3)],
        "DBN": [(170, 3), (110, 3), (50, 3)],
    }
    for panel, (name, layers) in enumerate(rows.items()):
        left = 6 + panel * 128
        sheet.text("ink bold", left + 58, 205, name)
        places = [_column(left, y, count) for y, count in layers]
        for level, (low, high) in enumerate(itertools.pairwise(places)):
            _join(sheet, name, level, low, high)
        if name == "RNN":
            for one, other in itertools.pairwise(places[1]):
                sheet.arrow("cinnabar", (one[0] + 9, one[1]), (other[0] - 9, other[1]))
        for level, row in enumerate(places):
            for x, y in row:
                sheet.dot("ochre-wash" if level else "soft", x, y, 7)
    return sheet.finish()


def _join(
    sheet: Sheet, name: str, level: int, low: list[tuple[float, float]], high: list[tuple[float, float]]
) -> None:
    """The lines between two rows of one network."""
    for n, (x1, y1) in enumerate(high):
        for k, (x0, y0) in enumerate(low):
            if (name == "CNN" and level == 0 and k - n not in (0, 1)) or (name == "RNN" and k != n):
                continue
            start, end = (x0, y0 - 9), (x1, y1 + 9)
            if name == "RBM" or (name == "DBN" and level == 1):
                sheet.line("pine", [start, end])
            elif name == "DBN":
                sheet.arrow("indigo thin", end, start)
            elif name == "CNN" and level == 0:
                sheet.arrow("cinnabar" if k == n else "indigo", start, end)
            else:
                sheet.arrow("indigo thin", start, end)
