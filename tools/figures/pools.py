"""Figures of pooling: windows side by side, pyramids of bins, regions, filters of several dimensions."""

from __future__ import annotations

from .drawing import Sheet

PENS = ("indigo", "ochre", "pine", "cinnabar")
IMAGE = [[1, 3, 2, 0], [5, 4, 1, 1], [-1, 0, -8, -2], [-3, -4, -4, -6]]


def _number(value: float) -> str:
    """A number with a proper minus sign."""
    return f"{value:g}".replace("-", "−")


def windows() -> str:
    """A 4 by 4 image in four windows, the largest entry of each and the mean of each."""
    sheet = Sheet(600, 210, "Four windows of 2 by 2: maxima 5, 2, 0, −2; means 3.25, 1, −2, −5")
    for i, row in enumerate(IMAGE):
        for j, value in enumerate(row):
            pen = PENS[i // 2 * 2 + j // 2]
            sheet.box(f"{pen}-wash thin", 20 + 40 * j, 25 + 40 * i, 40, 40, 0)
            sheet.text("ink", 40 + 40 * j, 45 + 40 * i, _number(value))
    for x, name, finish in ((265.0, "max", max), (445.0, "avg", lambda four: sum(four) / 4)):
        sheet.text("ink code", x + 60, 25, name)
        for index, pen in enumerate(PENS):
            i, j = divmod(index, 2)
            four = [IMAGE[2 * i + u][2 * j + v] for u in (0, 1) for v in (0, 1)]
            sheet.box(f"{pen}-wash", x + 60 * j, 45 + 60 * i, 60, 60, 0)
            sheet.text("ink", x + 30 + 60 * j, 75 + 60 * i, _number(finish(four)))
    sheet.arrow("soft", (200, 105), (245, 105))
    return sheet.finish()


def axes() -> str:
    """A filter on a sequence, one as deep as its block, one that is less deep, and where each can move."""
    sheet = Sheet(640, 250, "Filters that move along one axis, along two, and along three")
    for step in range(7):
        sheet.box("soft thin", 20 + 22 * step, 110, 22, 44, 0)
    sheet.box("indigo-wash thick", 20, 110, 66, 44, 0)
    sheet.text("ink code", 97, 172, "T")
    sheet.text("indigo code", 53, 92, "K")
    sheet.arrow("indigo", (90, 132), (126, 132))
    for x, deep, name in ((240.0, 4, "L"), (460.0, 2, "l")):
        _block(sheet, "soft thin", x, 80, 6, 6, 4)
        _block(sheet, "indigo-wash thick", x, 80, 2, 2, deep)
        sheet.text("ink code", x - 14, 140, "M")
        sheet.text("ink code", x + 60, 214, "H")
        sheet.text("ink code", x + 156, 190, "L")
        sheet.text("indigo code", x + 6 * deep - 10, 70 - 6 * deep, name)
        sheet.arrow("indigo", (x + 20, 122), (x + 20, 158))
        sheet.arrow("indigo", (x + 42, 100), (x + 78, 100))
    sheet.arrow("indigo", (526, 54), (546, 34))
    return sheet.finish()


def _block(sheet: Sheet, pen: str, x: float, y: float, columns: int, rows: int, depth: int) -> None:
    """A block seen from the front, its depth running up and to the right; sides in cells of 20."""
    right, bottom, away = x + 20 * columns, y + 20 * rows, 12 * depth
    sheet.box(pen, x, y, 20 * columns, 20 * rows, 0)
    edges = pen.replace("-wash", "")
    sheet.line(edges, [(x, y), (x + away, y - away), (right + away, y - away), (right, y)])
    sheet.line(edges, [(right + away, y - away), (right + away, bottom - away), (right, bottom)])


def bins() -> str:
    """A map in bins of three levels and the numbers they give; an axis of 7 cells and its bins."""
    sheet = Sheet(640, 380, "Three levels give 16 + 4 + 1 numbers; bins of an axis of 7 cells")
    left = 20.0
    for index, (count, pen) in enumerate(((4, "indigo"), (2, "ochre"), (1, "pine"))):
        x, side = 20.0 + 140 * index, 112 / count
        for i in range(count):
            for j in range(count):
                sheet.box(f"{pen}-wash thin", x + side * j, 15 + side * i, side, side, 0)
        sheet.text("ink", x + 56, 142, f"{count} × {count}")
        for _ in range(count * count):
            sheet.box(f"{pen}-wash thin", left, 165, 20, 20, 0)
            left += 20
    sheet.text("ink", 520, 175, "16 + 4 + 1 = 21")
    for cell in range(7):
        sheet.box("soft thin", 120 + 50 * cell, 215, 50, 26, 0)
        sheet.text("ink", 145 + 50 * cell, 228, f"{cell}")
    for row, (count, pen) in enumerate(((4, "indigo"), (2, "ochre"), (1, "pine"))):
        sheet.text("ink code", 70, 262 + 28 * row, f"n = {count}")
        for i in range(count):
            start, end = i * 7 // count, -((i + 1) * -7 // count)
            sheet.box(
                f"{pen}-wash", 122 + 50 * start, 252 + 28 * row + 11 * (i % 2), 50 * (end - start) - 4, 9, 2
            )
    sheet.text("soft code", 60, 350, "⌈7/4⌉, ⌊7/4⌋")
    for i in range(4):
        sheet.box("cinnabar-wash", 122 + 50 * i, 340 + 11 * (i % 2), 96, 9, 2)
    sheet.box("cinnabar dash", 372, 338, 96, 22, 2)
    return sheet.finish()


def region() -> str:
    """A region of pixels on a map of 6 by 8 cells, the cells it is rounded to, and its bins."""
    sheet = Sheet(560, 330, "A region rounded to 6 by 4 cells, in 3 by 2 bins")
    side, left, top = 38, 90.0, 60.0
    for i in range(6):
        for j in range(8):
            inside = 1 <= i <= 4 and 1 <= j <= 6
            sheet.box(
                f"{'indigo-wash' if inside else 'soft'} thin", left + side * j, top + side * i, side, side, 0
            )
            sheet.text("ink small", left + side * (j + 0.5), top + side * (i + 0.5), f"{8 * i + j}")
    # A whole number lies in the middle of its cell: that is what rounding to the nearest means.
    x1, y1, x2, y2 = ((value / 16 + 0.5) * side for value in (22, 10, 90, 71))
    sheet.box("cinnabar dash", left + x1, top + y1, x2 - x1, y2 - y1, 0)
    for start, end in ((1, 4), (4, 7)):
        sheet.box("ochre-wash", left + side * start + 2, 36, side * (end - start) - 4, 10, 2)
        sheet.text("ochre code", left + side * (start + end) / 2, 20, f"{start}, {end}")
    for i, (start, end) in enumerate(((1, 3), (2, 4), (3, 5))):
        sheet.box("pine-wash", 74 - 14 * (i % 2), top + side * start + 2, 10, side * (end - start) - 4, 2)
        sheet.text("pine code", 30, top + side * (start + end) / 2, f"{start}, {end}")
    sheet.arrow("soft", (410, 174), (436, 174))
    for i, row in enumerate(((19, 22), (27, 30), (35, 38))):
        for j, value in enumerate(row):
            sheet.box("indigo-wash", 452 + 44 * j, 108 + 44 * i, 44, 44, 0)
            sheet.text("ink", 474 + 44 * j, 130 + 44 * i, f"{value}")
    return sheet.finish()


TARGET: list[list[int | None]] = [[0, 0, 0, 1, 1], [0, 0, None, 1, 1], [0, 0, 2, 2, None]]
PREDICTED: list[list[int | None]] = [[0, 0, 1, 1, 1], [0, 0, 2, 1, 2], [0, 2, 2, 0, 0]]


def pixels() -> str:
    """A true and a predicted label map, and the matrix of their pixels."""
    sheet = Sheet(640, 190, "Two label maps of 3 by 5 pixels and their matrix: 5 1 1, 0 3 1, 1 0 1")
    counts = [[0] * 3 for _ in range(3)]
    for x, name, rows in ((20.0, "target", TARGET), (250.0, "predicted", PREDICTED)):
        sheet.text("ink code", x + 100, 22, name)
        for i, row in enumerate(rows):
            for j, label in enumerate(row):
                left, top = x + 40 * j, 44 + 40 * i
                if label is None:
                    sheet.box("soft thin", left, top, 40, 40, 0)
                    sheet.line("soft thin", [(left + 6, top + 6), (left + 34, top + 34)])
                    sheet.line("soft thin", [(left + 34, top + 6), (left + 6, top + 34)])
                    continue
                sheet.box(f"{PENS[label]}-wash thin", left, top, 40, 40, 0)
                sheet.text("ink", left + 20, top + 20, f"{label}")
                true = TARGET[i][j]
                if rows is PREDICTED and true is not None:
                    counts[true][label] += 1
    for i, sums in enumerate(counts):
        sheet.text(f"{PENS[i]} bold", 492, 64 + 40 * i, f"{i}")
        sheet.text(f"{PENS[i]} bold", 526 + 40 * i, 22, f"{i}")
        for j, count in enumerate(sums):
            sheet.box(f"{PENS[i]}-wash" if i == j else "soft thin", 506 + 40 * j, 44 + 40 * i, 40, 40, 0)
            sheet.text("ink", 526 + 40 * j, 64 + 40 * i, f"{count}")
    return sheet.finish()
