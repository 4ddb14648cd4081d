"""Figures of blocks that large networks are built of, inception to bottleneck; and of walks in a graph."""

from __future__ import annotations

from .drawing import Sheet

#: of inception (3a): pen, steps with the channels they give
BRANCHES = (
    ("indigo", (("1×1", 64),)),
    ("pine", (("1×1", 96), ("3×3", 128))),
    ("ochre", (("1×1", 16), ("5×5", 32))),
    ("cinnabar", (("max 3×3", 192), ("1×1", 32))),
)


def branches() -> str:
    """The four branches of inception (3a), and their maps in one stack."""
    sheet = Sheet(700, 330, "192 channels in; 64, 128, 32 and 32 from four branches, 256 stacked")
    sheet.box("soft", 20, 75, 46, 170, 4)
    sheet.text("ink bold", 43, 160, "192")
    sheet.text("soft small", 43, 262, "28 × 28")
    top, scale, first = 33.0, 1.0, 0
    for row, (pen, steps) in enumerate(BRANCHES):
        y = 45 + row * 76
        sheet.arrow("soft thin", (66, 160), (126, y))
        x = 130.0
        for place, (kernel, channels) in enumerate(steps):
            width = 92 if kernel.startswith("max") else 70
            sheet.box(f"{'soft' if kernel.startswith('max') else pen + '-wash'}", x, y - 20, width, 40, 4)
            sheet.text("ink code", x + width / 2, y, kernel)
            sheet.text("soft small", x + width + 24, y - 12, f"{channels}")
            if place + 1 < len(steps):
                sheet.arrow("soft thin", (x + width + 5, y), (x + width + 45, y))
                x += width + 50
            else:
                last = x + width
        height = steps[-1][1] * scale
        middle = top + height / 2
        sheet.line(f"{pen} thin", [(last + 5, y), (last + 44, y)])
        sheet.arrow(f"{pen} thin", (last + 44, y), (556, middle))
        sheet.box(f"{pen}-wash", 560, top, 46, height, 0)
        sheet.text("ink small", 583, middle, f"{steps[-1][1]}")
        sheet.text("soft small start", 614, middle, f"{first}–{first + steps[-1][1] - 1}")
        top, first = top + height, first + steps[-1][1]
    sheet.text("ink bold", 583, 308, f"{first}")
    return sheet.finish()


def reductions() -> str:
    """The weights of a 3x3 and a 5x5 branch, straight and behind a 1x1 reduction, as bars."""
    sheet = Sheet(
        640, 250, "Weights: 3×3 straight 221184, reduced 129024; 5×5 straight 153600, reduced 15872"
    )
    rows = (
        ("192 → 3×3 → 128", ((192 * 9 * 128, "cinnabar"),)),
        ("192 → 1×1 → 96 → 3×3 → 128", ((192 * 96, "indigo"), (96 * 9 * 128, "pine"))),
        ("192 → 5×5 → 32", ((192 * 25 * 32, "cinnabar"),)),
        ("192 → 1×1 → 16 → 5×5 → 32", ((192 * 16, "indigo"), (16 * 25 * 32, "ochre"))),
    )
    for row, (label, parts) in enumerate(rows):
        y, x = 20 + row * 54 + (row > 1) * 14, 250.0
        sheet.text("ink code end", 238, y + 16, label)
        for count, pen in parts:
            sheet.box(f"{pen}-wash", x, y, count / 800, 32, 2)
            x += count / 800
        sheet.text("ink small start", x + 10, y + 16, f"{sum(count for count, _ in parts):,}")
    return sheet.finish()


def _stack(sheet: Sheet, x: float, y: float, steps: tuple[tuple[str, str], ...], width: float) -> float:
    """Boxes below each other with arrows between, and where the last one ends."""
    for place, (label, pen) in enumerate(steps):
        if place:
            sheet.arrow("soft thin", (x, y - 16), (x, y - 3))
        sheet.box(pen, x - width / 2, y, width, 30, 4)
        sheet.text("ink code", x, y + 15, label)
        y += 46
    return y - 16


def _sum(sheet: Sheet, x: float, y: float) -> None:
    """A ring with a plus."""
    sheet.dot("ink", x, y, 13)
    sheet.line("ink", [(x - 6, y), (x + 6, y)])
    sheet.line("ink", [(x, y - 6), (x, y + 6)])


def _shortcut(sheet: Sheet, x: float, side: float, top: float, bottom: float, box: str = "") -> None:
    """The line past a block, with a box on it where there is one."""
    if box:
        middle = (top + bottom) / 2
        sheet.line("cinnabar", [(x, top), (side, top), (side, middle - 30)])
        sheet.box("cinnabar-wash", side - 50, middle - 30, 100, 60, 4)
        for place, word in enumerate(box.split("|")):
            sheet.text("ink code", side, middle - 13 + 26 * place, word)
        sheet.line("cinnabar", [(side, middle + 30), (side, bottom)])
    else:
        sheet.line("cinnabar", [(x, top), (side, top), (side, bottom)])
    sheet.arrow("cinnabar", (side, bottom), (x + 16, bottom))


def residual() -> str:
    """A basic block with an identity shortcut, and one with a projection that halves the sides."""
    sheet = Sheet(
        680, 400, "Two basic blocks: identity shortcut, 64 channels; projection, 64 to 128, 56 to 28"
    )
    for x, side, first, shortcut, before, after in (
        (130, 262, "conv1 3×3", "", "64 × 56 × 56", "64 × 56 × 56"),
        (460, 602, "conv1 3×3 /2", "conv 1×1 /2|bn", "64 × 56 × 56", "128 × 28 × 28"),
    ):
        sheet.text("soft small", x, 16, before)
        sheet.line("soft thin", [(x, 28), (x, 44)])
        sheet.arrow("soft thin", (x, 44), (x, 63))
        steps = (
            (first, "indigo-wash"),
            ("bn1", "soft"),
            ("ReLU", "pine-wash"),
            ("conv2 3×3", "indigo-wash"),
            ("bn2", "soft"),
        )
        end = _stack(sheet, x, 66, steps, 124)
        sheet.arrow("soft thin", (x, end), (x, end + 13))
        _sum(sheet, x, end + 28)
        _shortcut(sheet, x, side, 44, end + 28, shortcut)
        sheet.arrow("soft thin", (x, end + 41), (x, end + 53))
        sheet.box("pine-wash", x - 62, end + 56, 124, 30, 4)
        sheet.text("ink code", x, end + 71, "ReLU")
        sheet.text("soft small start", x + 76, end + 71, after)
    return sheet.finish()


def two_blocks() -> str:
    """A basic block of 64 channels beside a bottleneck block of 256: about as many weights."""
    sheet = Sheet(
        620, 330, "Basic block on 64 channels: 73728 weights; bottleneck block on 256: 69632 weights"
    )
    basic = (("3×3, 64", 64 * 9 * 64), ("3×3, 64", 64 * 9 * 64))
    narrow = (("1×1, 64", 256 * 64), ("3×3, 64", 64 * 9 * 64), ("1×1, 256", 64 * 256))
    for x, side, channels, rows in ((150, 245, 64, basic), (440, 535, 256, narrow)):
        sheet.text("ink bold", x, 18, f"{channels}")
        sheet.line("soft thin", [(x, 30), (x, 44)])
        y = 62.0 + (46 if len(rows) == 2 else 0) / 2
        sheet.arrow("soft thin", (x, 44), (x, y - 3))
        for place, (label, count) in enumerate(rows):
            if place:
                sheet.arrow("soft thin", (x, y - 22), (x, y - 3))
            width = 120 if label.endswith("256") or channels == 64 else 90
            sheet.box("indigo-wash", x - width / 2, y, width, 32, 4)
            sheet.text("ink code", x, y + 16, label)
            sheet.text("soft small end", x - 68, y + 16, f"{count:,}")
            y += 54
        end = 62.0 + 3 * 54 - 22
        sheet.arrow("soft thin", (x, y - 22), (x, end + 17))
        _sum(sheet, x, end + 32)
        _shortcut(sheet, x, side, 44, end + 32)
        sheet.arrow("soft thin", (x, end + 45), (x, end + 60))
        sheet.text("ink bold", x, end + 74, f"{channels}")
        sheet.text("indigo bold", x, end + 100, f"{sum(count for _, count in rows):,}")
    return sheet.finish()


def strides() -> str:
    """Where the stride of a bottleneck block sits: on the 3x3, or on the first 1x1."""
    sheet = Sheet(700, 330, "Stride on conv2: 56, 56, 28, 28; stride on conv1: 56, 28, 28, 28")
    for x, side, where in ((130, 292, "conv2"), (480, 642, "conv1")):
        sheet.text("ink code bold", x, 16, f'stride_at="{where}"')
        sheet.line("soft thin", [(x, 32), (x, 50)])
        size, y = 56, 70.0
        sheet.arrow("soft thin", (x, 50), (x, y - 3))
        sheet.text("soft small end", x - 14, 50, f"256 × {size}²")
        for name, kernel, channels in (("conv1", "1×1", 128), ("conv2", "3×3", 128), ("conv3", "1×1", 512)):
            halved = name == where
            size = size // 2 if halved else size
            pen = "ochre-wash thick" if halved else "indigo-wash"
            sheet.box(pen, x - 66, y, 132, 32, 4)
            sheet.text("ink code", x, y + 16, f"{name} {kernel}" + (" /2" if halved else ""))
            sheet.text("soft small end", x - 14, y + 46, f"{channels} × {size}²")
            if name != "conv3":
                sheet.arrow("soft thin", (x, y + 32), (x, y + 57))
            y += 60
        sheet.arrow("soft thin", (x, y - 28), (x, y + 3))
        _sum(sheet, x, y + 18)
        _shortcut(sheet, x, side, 50, y + 18, "conv 1×1 /2|bn")
        sheet.arrow("soft thin", (x, y + 31), (x, y + 46))
        sheet.text("soft small start", x + 10, y + 44, "512 × 28²")
    return sheet.finish()


def walks() -> str:
    """A graph with arrows, its adjacency matrix and the square of it."""
    edges = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 0)]
    matrix = [[int((i, j) in edges) for j in range(4)] for i in range(4)]
    square = [[sum(matrix[i][k] * matrix[k][j] for k in range(4)) for j in range(4)] for i in range(4)]
    places = [(50, 120), (130, 40), (130, 200), (210, 120)]
    sheet = Sheet(640, 240, "Arrows 0→1, 0→2, 1→3, 2→3, 3→0; the matrix A and its square")
    for one, other in edges:
        (x0, y0), (x1, y1) = places[one], places[other]
        part = 21 / ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        dx, dy = (x1 - x0) * part, (y1 - y0) * part
        sheet.arrow("ochre" if 0 in (one,) or other == 3 else "soft", (x0 + dx, y0 + dy), (x1 - dx, y1 - dy))
    for node, (x, y) in enumerate(places):
        sheet.dot("indigo-wash", x, y, 18)
        sheet.text("ink", x, y, f"{node}")
    for name, rows, left in (("A", matrix, 280), ("A²", square, 470)):
        sheet.text("ink bold", left + 76, 16, name)
        for i in range(4):
            sheet.text("soft small", left - 14, 64 + 38 * i + 18, f"{i}")
            sheet.text("soft small", left + 38 * i + 18, 48, f"{i}")
            for j, value in enumerate(rows[i]):
                marked = name == "A²" and (i, j) == (0, 3)
                pen = "ochre-wash thick" if marked else "indigo-wash thin" if value else "rule thin"
                sheet.box(pen, left + 38 * j, 64 + 38 * i, 35, 35, 2)
                sheet.text("ink" if value else "soft", left + 38 * j + 17.5, 64 + 38 * i + 17.5, f"{value}")
    return sheet.finish()
