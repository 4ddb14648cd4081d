"""Figures of points in the plane: margins, splits, clusters."""

from __future__ import annotations

from .drawing import Point, Sheet


def margin() -> str:
    """The widest street between two classes, and the points that hold it."""
    sheet = Sheet(420, 340, "Two classes, the border between them, and the margin around it")

    def at(x: float, y: float) -> Point:
        return 40 + x * 60, 310 - y * 55

    for shift, pen in ((4.0, "ink thick"), (2.0, "soft dash"), (6.0, "soft dash")):
        low, high = max(0.0, shift - 5.2), min(5.9, shift)
        sheet.line(pen, [at(low, shift - low), at(high, shift - high)])
    for x, y in ((3.0, 3.0), (4.0, 3.4), (3.2, 4.6), (5.0, 2.4), (5.2, 4.2)):
        sheet.dot("indigo-full", *at(x, y), 6)
    for x, y in ((1.0, 1.0), (0.2, 1.4), (0.5, 0.4), (1.6, 0.1)):
        px, py = at(x, y)
        sheet.box("cinnabar-full", px - 6, py - 6, 12, 12, 1)
    for x, y in ((3.0, 3.0), (1.0, 1.0)):
        sheet.dot("ochre thick", *at(x, y), 12)
    sheet.arrow("ochre", at(2.0, 2.0), at(2.82, 2.82))
    sheet.arrow("ochre", at(2.0, 2.0), at(1.18, 1.18))
    sheet.text("ink", *at(4.55, 0.05), "f = 0")
    sheet.text("soft", *at(0.95, 1.75), "−1")
    sheet.text("soft", *at(2.2, 4.3), "+1")
    return sheet.finish()


def split() -> str:
    """A node of eight examples and its two children, with the shares of the classes as bars."""
    sheet = Sheet(480, 290, "A node of 4 and 4 examples is split into one of 4 and 1 and one of 0 and 3")
    nodes = {(240.0, 70.0): (4, 4), (120.0, 220.0): (4, 1), (360.0, 220.0): (0, 3)}
    for x, y in list(nodes)[1:]:
        sheet.line("soft", [(240, 118), (x, y - 48)])
    for (x, y), (first, second) in nodes.items():
        total = first + second
        sheet.box("soft", x - 85, y - 48, 170, 96, 6)
        for index in range(total):
            place = x + (index - (total - 1) / 2) * 19
            if index < first:
                sheet.dot("indigo-full", place, y - 24, 7)
            else:
                sheet.box("cinnabar-full", place - 6, y - 30, 12, 12, 1)
        gini = 1 - (first / total) ** 2 - (second / total) ** 2
        sheet.text("ink", x, y + 4, f"{first} : {second}")
        sheet.text("soft small", x, y + 28, f"G = {gini:.2f}".rstrip("0").rstrip("."))
    sheet.text("ink code", 150, 144, "x ≤ t")
    sheet.text("ink code", 330, 144, "x > t")
    return sheet.finish()


def rounds() -> str:
    """Three states of k-means on one line: assign, update, assign again."""
    values, centres = [1.0, 2.0, 3.0, 10.0, 11.0], [1.0, 3.0]
    sheet = Sheet(560, 300, "Five points on a line; the centres begin at 1 and 3 and end at 2 and 10.5")

    def at(value: float) -> float:
        return 40 + value * 42

    for row in range(3):
        y = 60 + row * 95
        labels = [0 if abs(value - centres[0]) <= abs(value - centres[1]) else 1 for value in values]
        sheet.line("rule", [(at(0), y), (at(12), y)])
        for value, label in zip(values, labels, strict=True):
            if label == 0:
                sheet.dot("indigo-full", at(value), y, 8)
            else:
                sheet.box("cinnabar-full", at(value) - 7, y - 7, 14, 14, 1)
            sheet.text("soft small", at(value), y + 24, f"{value:g}")
        for centre, pen in zip(centres, ("indigo", "cinnabar"), strict=True):
            sheet.arrow(f"{pen} thick", (at(centre), y - 38), (at(centre), y - 14))
            sheet.text(f"{pen} small", at(centre), y - 48, f"{centre:g}")
        groups = [[v for v, label in zip(values, labels, strict=True) if label == j] for j in (0, 1)]
        centres = [sum(group) / len(group) for group in groups]
    return sheet.finish()
