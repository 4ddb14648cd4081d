"""Figures of decision trees and of a small network: gains, regions, one forward pass."""

from __future__ import annotations

import itertools

from .drawing import Point, Sheet

#: the node of the exercise: the values of its first feature, and the labels
VALUES = (1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 9.0, 10.0)
LABELS = (0, 0, 0, 1, 0, 1, 1, 1)


def gini(labels: list[int]) -> float:
    """The Gini impurity of labels 0 and 1."""
    share = sum(labels) / len(labels)
    return 2 * share * (1 - share)


def gain_at(threshold: float) -> float:
    """What the split of the node at a threshold gains."""
    pairs = list(zip(VALUES, LABELS, strict=True))
    sides = [[y for x, y in pairs if x <= threshold], [y for x, y in pairs if x > threshold]]
    return gini(list(LABELS)) - sum(len(side) / len(pairs) * gini(side) for side in sides)


def gains() -> str:
    """The examples of a node on a line, and the gain of every threshold above."""
    sheet = Sheet(
        560, 270, "Eight examples on a line; the gain of each of seven thresholds, largest at 4.5 and 7"
    )

    def at(x: float, y: float) -> Point:
        return 20 + x * 49, 205 - y * 520

    sheet.line("soft thin", [at(0.4, 0), at(10.7, 0)])
    for value, label in zip(VALUES, LABELS, strict=True):
        x, y = at(value, 0)
        if label == 0:
            sheet.dot("indigo-full", x, y, 8)
        else:
            sheet.box("cinnabar-full", x - 7, y - 7, 14, 14, 1)
        sheet.text("soft small", x, y + 25, f"{value:g}")
    for low, high in itertools.pairwise(VALUES):
        threshold = (low + high) / 2
        gain = gain_at(threshold)
        best = gain > 0.29
        foot, top = at(threshold, 0), at(threshold, gain)
        sheet.line("pine thick" if best else "soft dash", [(foot[0], foot[1] - 3), top])
        sheet.dot("pine-full" if best else "soft-full", *top, 4)
        sheet.text("pine small" if best else "soft small", top[0], top[1] - 14, f"{gain:.3f}".rstrip("0"))
        if best:
            sheet.text("pine small bold", foot[0], foot[1] + 48, f"{threshold:g}")
    return sheet.finish()


def sums() -> str:
    """A confusion matrix with its diagonal marked, the sums of rows at its right and of columns below."""
    matrix = ((3, 1, 1), (0, 2, 0), (0, 1, 2))
    sheet = Sheet(420, 270, "A confusion matrix of three classes with the sums of its rows and columns")

    def cell(row: float, column: float) -> Point:
        return 80 + column * 62, 40 + row * 50

    for row, counts in enumerate(matrix):
        sheet.text("soft small", *cell(row + 0.5, -0.35), f"{row}")
        sheet.text("soft small", *cell(-0.3, row + 0.5), f"{row}")
        for column, count in enumerate(counts):
            sheet.box("pine-wash" if row == column else "rule", *cell(row, column), 58, 46, 3)
            sheet.text("ink", *cell(row + 0.46, column + 0.47), f"{count}")
        sheet.arrow("indigo", cell(row + 0.46, 3.1), cell(row + 0.46, 3.5))
        sheet.text("indigo bold", *cell(row + 0.46, 3.75), f"{sum(counts)}")
        sheet.arrow("cinnabar", cell(3.1, row + 0.47), cell(3.5, row + 0.47))
        sheet.text("cinnabar bold", *cell(3.8, row + 0.47), f"{sum(line[row] for line in matrix)}")
    return sheet.finish()


def forward() -> str:
    """A network of two inputs, two hidden nodes and one output: its weights, and the values it computes."""
    sheet = Sheet(
        560,
        270,
        "Two inputs, two hidden nodes with ReLU, one output, and the values 1, 2, then 1, 0, then 2.5",
    )
    inputs, first, biases, last, bias = (1.0, 2.0), ((1.0, 0.5), (-1.0, 0.5)), (-1.0, -0.5), (2.0, 3.0), 0.5
    sums = [
        sum(w * x for w, x in zip(row, inputs, strict=True)) + b for row, b in zip(first, biases, strict=True)
    ]
    hidden = [max(z, 0.0) for z in sums]
    output = sum(w * h for w, h in zip(last, hidden, strict=True)) + bias
    places = [[(60.0, 60.0), (60.0, 200.0)], [(280.0, 60.0), (280.0, 200.0)], [(490.0, 130.0)]]

    def joined(start: Point, end: Point, weight: float, share: float) -> None:
        (x0, y0), (x1, y1) = start, end
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        dx, dy = (x1 - x0) / length * 34, (y1 - y0) / length * 34
        sheet.arrow("soft thin", (x0 + dx, y0 + dy), (x1 - dx, y1 - dy))
        sheet.text(
            "indigo small",
            x0 + (x1 - x0) * share,
            y0 + (y1 - y0) * share - 11,
            f"{weight:g}".replace("-", "−"),
        )

    for end, row in zip(places[1], first, strict=True):
        for start, weight in zip(places[0], row, strict=True):
            joined(start, end, weight, 0.5 if start[1] == end[1] else 0.27)
    for start, weight in zip(places[1], last, strict=True):
        joined(start, places[2][0], weight, 0.5)
    shown = [("ink", inputs, ("", "")), ("pine", hidden, biases), ("cinnabar", [output], [bias])]
    for layer, (pen, numbers, below) in zip(places, shown, strict=True):
        for (x, y), value, added in zip(layer, numbers, below, strict=True):
            sheet.dot("soft" if pen == "ink" else f"{pen}-wash", x, y, 28)
            sheet.text("ink", x, y, f"{value:g}")
            if added != "":
                sheet.text(f"{pen} small", x, y + 44, f"b = {added:g}".replace("-", "−"))
    return sheet.finish()
