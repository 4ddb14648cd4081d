"""Figures of how things are put together: batches, modules, frozen layers, graphs."""

from __future__ import annotations

import math

from .drawing import Sheet


def batches() -> str:
    """Rows of a file, numbered, drawn in another order and cut into batches."""
    order = [6, 2, 9, 0, 4, 7, 1, 8, 3, 5]
    sheet = Sheet(560, 190, "Ten rows in order, the same ten shuffled, cut into batches of 4, 4 and 2")
    pens = ["indigo", "ochre", "pine"]
    batch_of = {index: place // 4 for place, index in enumerate(order)}
    for index in range(10):
        x = 30 + index * 50
        sheet.box(f"{pens[batch_of[index]]}-wash", x, 20, 40, 40, 4)
        sheet.text("ink", x + 20, 40, f"{index}")
    for place, index in enumerate(order):
        batch = place // 4
        x = 15 + place * 47 + batch * 22
        sheet.box(f"{pens[batch]}-wash", x, 130, 40, 40, 4)
        sheet.text("ink", x + 20, 150, f"{index}")
        sheet.line(f"{pens[batch]} thin", [(30 + index * 50 + 20, 64), (x + 20, 126)])
    return sheet.finish()


def nesting() -> str:
    """A model that holds modules, which hold layers; only some of them have weights."""
    sheet = Sheet(620, 240, "A model holds two Sequential blocks; of their layers, two have weights")
    blocks = [("Sequential", ["Conv2d", "ReLU", "MaxPool2d"], 40), ("Sequential", ["Linear"], 470)]
    sheet.box("soft", 15, 15, 590, 210, 8)
    sheet.text("ink code start", 30, 36, "Model(nn.Module)")
    for title, layers, x in blocks:
        width = 20 + 125 * len(layers) if len(layers) > 1 else 115
        sheet.box("soft dash", x, 62, width, 140, 6)
        sheet.text("soft code start", x + 12, 82, title)
        for index, layer in enumerate(layers):
            weights = layer in ("Conv2d", "Linear")
            left = x + 12 + index * 125
            sheet.box("indigo-wash" if weights else "soft", left, 105, 92 if len(layers) == 1 else 105, 46, 4)
            sheet.text("ink code", left + (46 if len(layers) == 1 else 52.5), 128, layer)
            if weights:
                sheet.text("indigo code", left + (46 if len(layers) == 1 else 52.5), 176, "W, b")
    sheet.arrow("soft", (441, 128), (466, 128))
    return sheet.finish()


def frozen() -> str:
    """Which blocks learn: all, the last ones, or the head alone."""
    sheet = Sheet(
        520,
        250,
        "Three networks of four blocks and a head: all of it learns, its end, its head",
    )
    for row, learning in enumerate((5, 2, 1)):
        y = 25 + row * 75
        for block in range(5):
            learns = block >= 5 - learning
            x, width = 25 + block * 100, 70
            pen = ("pine-wash" if block == 4 else "indigo-wash") if learns else "soft dash"
            sheet.box(pen, x, y, width, 50, 4)
            if not learns:
                for stripe in range(1, 5):
                    sheet.line("rule", [(x + stripe * 14 - 6, y + 42), (x + stripe * 14 + 6, y + 8)])
            if block < 4:
                sheet.arrow("soft thin", (x + width + 5, y + 25), (x + 95, y + 25))
    return sheet.finish()


def neighbours() -> str:
    """A graph of five nodes, and its normalised adjacency matrix"""
    edges = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)]
    places = [(50, 60), (50, 190), (150, 125), (235, 125), (235, 30)]
    degrees = [1 + sum(node in edge for edge in edges) for node in range(5)]
    sheet = Sheet(
        560,
        260,
        "A graph of five nodes, and its normalised adjacency matrix",
    )
    for one, other in edges:
        (x0, y0), (x1, y1) = places[one], places[other]
        part = 18 / math.hypot(x1 - x0, y1 - y0)
        dx, dy = (x1 - x0) * part, (y1 - y0) * part
        sheet.line("soft", [(x0 + dx, y0 + dy), (x1 - dx, y1 - dy)])
    for node, (x, y) in enumerate(places):
        sheet.dot("indigo-wash", x, y, 17)
        sheet.text("ink", x, y, f"{node}")
    for i in range(5):
        sheet.text("soft small", 302, 35 + i * 44 + 22, f"{i}")
        sheet.text("soft small", 322 + i * 44 + 22, 22, f"{i}")
        for j in range(5):
            linked = i == j or (i, j) in edges or (j, i) in edges
            sheet.box("indigo-wash thin" if linked else "rule thin", 322 + j * 44, 35 + i * 44, 40, 40, 2)
            value = 1 / math.sqrt(degrees[i] * degrees[j]) if linked else 0
            text = f"{value:.2f}" if linked else "0"
            sheet.text("ink small" if linked else "soft small", 342 + j * 44, 55 + i * 44, text)
    return sheet.finish()
