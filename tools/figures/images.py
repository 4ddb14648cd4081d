"""Figures of images: a window that slides, the maps of LeNet-5, boxes that overlap."""

from __future__ import annotations

from .drawing import Sheet

IMAGE = [[1, 2, 0, 1], [0, 1, 3, 1], [2, 0, 1, 0], [1, 1, 0, 2]]
KERNEL = [[1, 0], [-1, 2]]


def window() -> str:
    """An image, a kernel, and the sums that the kernel makes at each place."""
    result = [
        [sum(KERNEL[u][v] * IMAGE[i + u][j + v] for u in (0, 1) for v in (0, 1)) for j in range(3)]
        for i in range(3)
    ]
    sheet = Sheet(560, 220, "A 2 by 2 kernel on a 4 by 4 image gives 3 by 3 sums; one is marked")
    _grid(sheet, 20, 30, IMAGE)
    _grid(sheet, 250, 70, KERNEL)
    _grid(sheet, 400, 50, result)
    sheet.box("indigo-wash thick", 60, 70, 80, 80, 4)
    sheet.box("indigo-wash thick", 440, 90, 40, 40, 4)
    sheet.text("soft", 215, 110, "∗")
    sheet.text("soft", 365, 110, "=")
    return sheet.finish()


def _grid(sheet: Sheet, x: float, y: float, rows: list[list[int]]) -> None:
    """Numbers in squares of 40."""
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            sheet.box("soft thin", x + 40 * j, y + 40 * i, 40, 40, 0)
            sheet.text("ink", x + 40 * j + 20, y + 40 * i + 20, f"{value}".replace("-", "−"))


def lenet() -> str:
    """The sizes on the way through LeNet-5."""
    sheet = Sheet(530, 180, "LeNet-5: 1 map of 32, 6 of 28, 6 of 14, 16 of 10, 16 of 5, 120, 84, 10")
    x = 10.0
    for maps, side, pen in (
        (1, 32, "soft"),
        (6, 28, "indigo"),
        (6, 14, "ochre"),
        (16, 10, "indigo"),
        (16, 5, "ochre"),
    ):
        drawn, size = min(maps, 6), side * 2.2
        for index in range(drawn):
            sheet.box(f"{pen}-wash thin", x + index * 4, 74 - size / 2 + index * 4 - drawn * 2, size, size, 1)
        middle = x + (size + (drawn - 1) * 4) / 2
        sheet.text("ink", middle, 146, f"{maps}")
        sheet.text("soft small", middle, 166, f"{side} × {side}")
        x += size + drawn * 4 + 20
    for count in (120, 84, 10):
        height = 14 + count * 0.9
        sheet.box("pine-wash", x, 70 - height / 2, 14, height, 2)
        sheet.text("ink", x + 7, 146, f"{count}")
        x += 42
    return sheet.finish()


def boxes() -> str:
    """Three boxes of 8 by 8 units, each moved by 2 and 1 from the last, and the two that are kept."""
    sheet = Sheet(560, 240, "Three overlapping boxes; that of score 0.8 overlaps the best and goes")
    scores = [(0, "0.9", "indigo"), (1, "0.8", "cinnabar"), (2, "0.7", "pine")]
    for shift, kept in ((20, {0, 1, 2}), (310, {0, 2})):
        for index, score, pen in scores:
            x, y = shift + index * 38, 30 + index * 19
            here = index in kept
            sheet.box(f"{pen}-wash thick" if here else "soft dash", x, y, 152, 152, 3)
            sheet.text(f"{pen if here else 'soft'} bold", x + 134, y + 10, score)
    sheet.arrow("soft", (262, 110), (294, 110))
    return sheet.finish()
