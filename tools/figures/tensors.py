"""Figures of tensors and of what is built from them: memory and axes, tiles, graphs, a neuron."""

from __future__ import annotations

from .drawing import Point, Sheet

PENS = ("indigo", "pine", "ochre", "cinnabar")


def views() -> str:
    """Six numbers in memory, and three tensors made of them."""
    sheet = Sheet(560, 300, "Six numbers in memory as x, as x.T, and as x.reshape(3, 2)")
    for index in range(6):
        _cell(sheet, "soft", 145 + index * 45, 20, index)
    grids = [
        ("x", 60, [[0, 1, 2], [3, 4, 5]]),
        ("x.T", 260, [[0, 3], [1, 4], [2, 5]]),
        ("x.reshape(3, 2)", 420, [[0, 1], [2, 3], [4, 5]]),
    ]
    for name, left, rows in grids:
        for row, numbers in enumerate(rows):
            for column, value in enumerate(numbers):
                pen = "indigo-wash" if value < 3 else "ochre-wash"
                _cell(sheet, pen, left + column * 45, 120 + row * 45, value)
        centre = left + len(rows[0]) * 22.5 - 2.5
        sheet.text("ink code", centre, 272, name)
        sheet.arrow("soft thin", (280 + (centre - 280) * 0.4, 66), (centre, 112))
    return sheet.finish()


def _cell(sheet: Sheet, pen: str, x: float, y: float, value: int) -> None:
    """A number in a square."""
    sheet.box(pen, x, y, 40, 40)
    sheet.text("ink", x + 20, y + 20, f"{value}")


def tiles() -> str:
    """An image of 4 by 6 numbers, the first two tiles of 2 by 2, and what a bare reshape takes for them."""
    sheet = Sheet(600, 250, "An image of 4 by 6 in tiles of 2 by 2; a bare reshape gives other numbers")
    for row in range(4):
        for column in range(6):
            tile = row // 2 * 3 + column // 2
            pen = f"{PENS[tile]}-wash" if tile < 2 else "soft thin"
            _cell(sheet, pen, 20 + column * 45, 35 + row * 45, row * 6 + column)
    right, wrong = [[[0, 1], [6, 7]], [[2, 3], [8, 9]]], [[[0, 1], [2, 3]], [[4, 5], [6, 7]]]
    for height, found, mark in ((20, right, "✓"), (140, wrong, "✗")):
        for place, tile_ in enumerate(found):
            for row, numbers in enumerate(tile_):
                for column, value in enumerate(numbers):
                    home = value // 12 * 3 + value % 6 // 2
                    pen = f"{PENS[home]}-wash" if home < 2 else "soft thin"
                    _cell(sheet, pen, 350 + place * 105 + column * 45, height + row * 45, value)
        sheet.text("pine bold" if mark == "✓" else "cinnabar bold", 575, height + 42, mark)
    return sheet.finish()


def neuron() -> str:
    """Three inputs, their weights, a sum, a sigmoid."""
    sheet = Sheet(560, 240, "Inputs times weights, added to a bias, through a sigmoid")
    for index, y in enumerate((40, 120, 200)):
        sheet.dot("indigo-wash", 50, y, 22)
        sheet.text("ink", 50, y, f"x{'₁₂₃'[index]}")
        end = (226, 120 + (index - 1) * 16)
        sheet.arrow("indigo", (76, y), end)
        sheet.text("indigo", 150, (y + end[1]) / 2 - 14, f"w{'₁₂₃'[index]}")
    sheet.dot("ochre-wash", 260, 120, 30)
    sheet.text("ink bold", 260, 120, "Σ")
    sheet.arrow("ochre", (260, 44), (260, 84))
    sheet.text("ochre", 260, 30, "b")
    sheet.arrow("soft", (296, 120), (366, 120))
    sheet.text("soft", 330, 104, "z")
    sheet.dot("cinnabar-wash", 402, 120, 30)
    sheet.text("ink bold", 402, 120, "σ")
    sheet.arrow("soft", (438, 120), (508, 120))
    sheet.text("ink", 524, 120, "y")
    return sheet.finish()


def graph() -> str:
    """The graph of (w x − y)² at w = 2, x = 3, y = 5, with values above and gradients below."""
    w, x, y = 2.0, 3.0, 5.0
    product, difference = w * x, w * x - y
    loss = difference**2
    gradients = [2 * difference * x, 2 * difference, 2 * difference, 1.0]
    sheet = Sheet(620, 250, "The graph of a loss: values forward, gradients backward")
    nodes: list[tuple[Point, str, float]] = [
        ((50, 60), "w", w),
        ((210, 120), "w * x", product),
        ((390, 120), "… - y", difference),
        ((560, 120), "… ** 2", loss),
    ]
    for (place, name, value), gradient in zip(nodes, gradients, strict=True):
        sheet.box("indigo-wash", place[0] - 42, place[1] - 20, 84, 40, 6)
        sheet.text("ink code", place[0], place[1] - 1, name)
        sheet.text("indigo bold", place[0], place[1] - 36, f"{value:g}")
        sheet.text("cinnabar bold", place[0], place[1] + 36, f"{gradient:g}")
    for (x0, y0), name, value in (((50, 190), "x", x), ((300, 215), "y", y)):
        sheet.box("soft", x0 - 42, y0 - 20, 84, 40, 6)
        sheet.text("soft code", x0, y0, f"{name} = {value:g}")
    for start, end in (((96, 74), (164, 104)), ((96, 178), (164, 136)), ((256, 116), (344, 116)),
                       ((330, 191), (366, 146)), ((436, 116), (514, 116))):  # fmt: skip
        sheet.arrow("indigo thin", start, end)
    for start, end in (((514, 126), (436, 126)), ((344, 126), (256, 126)), ((160, 116), (100, 86))):
        sheet.arrow("cinnabar dash", start, end)
    return sheet.finish()


def nested() -> str:
    """Deep learning within machine learning within artificial intelligence."""
    sheet = Sheet(560, 290, "AI holds ML, and ML holds DL; each ring has methods that the inner one has not")
    for pen, x, radius_x, radius_y in (
        ("soft", 280, 260, 135),
        ("indigo-wash", 325, 200, 100),
        ("cinnabar-wash", 385, 120, 62),
    ):
        sheet.add("ellipse", pen, cx=x, cy=145, rx=radius_x, ry=radius_y)
    sheet.text("ink bold", 75, 145, "AI")
    sheet.text("indigo bold", 185, 145, "ML")
    sheet.text("cinnabar bold", 300, 145, "DL")
    for pen, x, y, words in (
        ("soft code small", 135, 80, "A*"),
        ("soft code small", 128, 225, "if … else"),
        ("indigo code small", 262, 72, "k-NN"),
        ("indigo code small", 222, 105, "SVM"),
        ("indigo code small", 262, 218, "k-means"),
        ("indigo code small", 222, 186, "PCA"),
        ("cinnabar code small", 400, 112, "CNN"),
        ("cinnabar code small", 430, 145, "RNN"),
        ("cinnabar code small", 400, 178, "Transformer"),
    ):
        sheet.text(pen, x, y, words)
    return sheet.finish()
