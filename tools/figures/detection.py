"""Figures of object detection: boxes moved, tiled and read from grids, and the ways of six detectors."""

from __future__ import annotations

from .drawing import Sheet


def shift() -> str:
    """A proposal, a true box, and the shift of the centre in units of the proposal's sides."""
    sheet = Sheet(
        400, 320, "From the centre of box P to that of box G: 0.75 widths to the right, 0.15 heights up"
    )
    zoom = 3.4
    p, g = (
        [zoom * each + off for each, off in zip(box, (10, -40) * 2, strict=True)]
        for box in ((10, 20, 50, 100), (20, 28, 100, 68))
    )
    sheet.box("soft dash", p[0], p[1], p[2] - p[0], p[3] - p[1], 2)
    sheet.box("pine-wash", g[0], g[1], g[2] - g[0], g[3] - g[1], 2)
    (px, py), (gx, gy) = (((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in (p, g))
    sheet.arrow("indigo", (px, py), (gx, py))
    sheet.arrow("cinnabar", (gx, py), (gx, gy + 4))
    sheet.dot("soft", px, py, 4)
    sheet.dot("pine", gx, gy, 4)
    sheet.text("soft bold", p[0] + 16, p[3] - 18, "P")
    sheet.text("pine bold", g[2] - 18, g[1] + 18, "G")
    sheet.text("indigo small", px + 48, py + 16, "0.75 · 40")
    sheet.text("cinnabar small start", gx + 10, (py + gy) / 2, "−0.15 · 80")
    sheet.text("soft small", px, p[1] - 14, "40")
    sheet.text("soft small end", p[0] - 10, py, "80")
    sheet.text("pine small", gx + 30, g[1] - 14, "80")
    sheet.text("pine small start", g[2] + 10, gy, "40")
    return sheet.finish()


def nine() -> str:
    """One cell of a grid and its anchors: three scales of the ratios 0.5, 1 and 2."""
    sheet = Sheet(400, 330, "Nine anchors of one cell: scales 128, 256 and 512, ratios 0.5, 1 and 2")
    x, y, cell = 200.0, 160.0, 20
    for column in range(-9, 10):
        for row in range(-7, 8):
            sheet.dot("rule-full", x + column * cell, y + row * cell, 1.5)
    for side, pen in ((50, "pine"), (100, "ochre"), (200, "indigo")):
        for ratio in (0.5, 1.0, 2.0):
            width, height = side / ratio**0.5, side * ratio**0.5
            sheet.box(pen, x - width / 2, y - height / 2, width, height, 0)
    sheet.box("cinnabar thick", x - cell / 2, y - cell / 2, cell, cell, 0)
    sheet.dot("cinnabar-full", x, y, 3)
    for row, (scale, pen) in enumerate(((512, "indigo"), (256, "ochre"), (128, "pine"))):
        sheet.text(f"{pen} small start", 322, 250 + 22 * row, f"{scale}²")
    return sheet.finish()


def labels() -> str:
    """Two objects and seven anchors in an image of 24 by 16, drawn by their labels."""
    sheet = Sheet(530, 320, "Anchors 0, 1 and 5 are positive, 3 and 6 background, 2 and 4 ignored")
    zoom, left, top = 17.0, 30, 24

    def place(pen: str, box: tuple[int, int, int, int], inset: float = 0) -> None:
        x1, y1, x2, y2 = box
        width, height = (x2 - x1) * zoom - 2 * inset, (y2 - y1) * zoom - 2 * inset
        sheet.box(pen, left + x1 * zoom + inset, top + y1 * zoom + inset, width, height, 0)

    place("soft thin", (0, 0, 24, 16))
    for name, box in (("A", (0, 0, 8, 8)), ("B", (14, 8, 24, 16))):
        place("ochre-wash thin", box)
        sheet.text("ochre bold", left + (box[2] - 1.2) * zoom, top + (box[3] - 1) * zoom, name)
    anchors = (
        ((0, 0, 8, 8), "pine thick", (0.8, 7.1)),
        ((0, 0, 8, 6), "pine thick", (0.8, 5.1)),
        ((4, 0, 12, 8), "soft dash", (11.2, 1)),
        ((8, 8, 16, 16), "indigo", (8.9, 15.1)),
        ((16, 8, 26, 16), "soft dash", (25.2, 9)),
        ((12, 8, 20, 16), "pine thick", (12.9, 9)),
        ((0, 8, 8, 16), "indigo", (0.8, 15.1)),
    )
    for index, (box, pen, (x, y)) in enumerate(anchors):
        place(pen, box, inset=4 if index == 1 else 2)
        sheet.text(f"{pen.split()[0]} bold", left + x * zoom, top + y * zoom, f"{index}")
    for value, x, y in (("0", 0, -0.7), ("24", 24, -0.7), ("16", -0.9, 16)):
        sheet.text("soft small", left + x * zoom, top + y * zoom, value)
    return sheet.finish()


def grid() -> str:
    """A grid of 2 by 3 cells over an image, and the two boxes that its last cell predicts."""
    sheet = Sheet(
        420, 290, "A grid of 2 by 3 cells of side 100; in the last one, boxes of 108 by 50 and of 12 by 32"
    )
    zoom, left, top = 1.15, 44, 34
    for row in range(2):
        for column in range(3):
            pen = "indigo-wash thin" if (row, column) == (1, 2) else "soft thin"
            sheet.box(pen, left + 100 * zoom * column, top + 100 * zoom * row, 100 * zoom, 100 * zoom, 0)
    for column in range(4):
        sheet.text("soft small", left + 100 * zoom * column, top - 16, f"{100 * column}")
    for row in (1, 2):
        sheet.text("soft small end", left - 7, top + 100 * zoom * row, f"{100 * row}")
    boxes = (("pine", (250, 125), (108, 50), "0"), ("cinnabar", (210, 190), (12, 32), "1"))
    for pen, centre, sides, name in boxes:
        x, y = left + centre[0] * zoom, top + centre[1] * zoom
        width, height = (zoom * side for side in sides)
        sheet.box(f"{pen}-wash thick", x - width / 2, y - height / 2, width, height, 0)
        sheet.dot(f"{pen}-full", x, y, 4)
        sheet.text(f"{pen} bold", x + width / 2 + 14 if name == "1" else x + 40, y, name)
    return sheet.finish()


def maps() -> str:
    """Default boxes at a cell of a map of 4 by 4 cells and at one of a map of 2 by 2 cells."""
    sheet = Sheet(
        590, 300, "Small default boxes on a map of 4 by 4 cells, large ones on a map of 2 by 2 cells"
    )
    side = 200
    for left, cells, (row, column), scale, above, pen in (
        (36, 4, (2, 1), 0.3, 0.6, "indigo"),
        (326, 2, (0, 1), 0.6, 0.9, "pine"),
    ):
        top, cell = 56, side / cells
        for i in range(cells):
            for j in range(cells):
                ground = f"{pen}-wash thin" if (i, j) == (row, column) else "rule thin"
                sheet.box(ground, left + j * cell, top + i * cell, cell, cell, 0)
        sheet.box("soft thin", left, top, side, side, 0)
        x, y, extra = left + (column + 0.5) * cell, top + (row + 0.5) * cell, (scale * above) ** 0.5
        shapes = (
            (scale, scale),
            (extra, extra),
            (scale * 2**0.5, scale / 2**0.5),
            (scale / 2**0.5, scale * 2**0.5),
        )
        for number, (width, height) in enumerate(shapes):
            sheet.box(
                f"{pen} dash" if number == 1 else pen,
                x - width * side / 2, y - height * side / 2, width * side, height * side, 0,
            )  # fmt: skip
        sheet.dot(f"{pen}-full", x, y, 3.5)
        sheet.text("soft", left + side / 2, top + side + 24, f"{cells} × {cells}")
    return sheet.finish()


def families() -> str:
    """Three ways from an image to classes: cut first, cut the map, or let every cell answer."""
    sheet = Sheet(
        560,
        360,
        "R-CNN cuts regions out of the image, SPPnet to Faster R-CNN out of the map, YOLO and SSD none",
    )
    for row, names in enumerate((("R-CNN",), ("SPPnet", "Fast R-CNN", "Faster R-CNN"), ("YOLO", "SSD"))):
        y = 64 + 116 * row
        for number, name in enumerate(names):
            sheet.text("ink bold small", 60, y + 20 * (number - (len(names) - 1) / 2), name)
        _image(sheet, 130, y, regions=row == 0)
        if row == 0:
            for shift in (-36, 0, 36):
                sheet.arrow("soft", (214, y + shift * 0.6), (240, y + shift))
                sheet.box("cinnabar thin", 246, y + shift - 13, 26, 26, 2)
                sheet.arrow("soft", (278, y + shift), (300, y + shift))
                _network(sheet, 308, y + shift, 26)
                sheet.arrow("soft", (376, y + shift), (440, y + shift))
                sheet.dot("pine-full", 456, y + shift, 6)
            continue
        sheet.arrow("soft", (214, y), (232, y))
        _network(sheet, 240, y, 64)
        sheet.arrow("soft", (308, y), (324, y))
        _cells(sheet, 332, y, filled=row == 2)
        if row == 1:
            for number, shift in enumerate((-36, 0, 36)):
                sheet.arrow("soft", (400, y + shift * 0.6), (440, y + shift))
                sheet.dot("pine-full", 456, y + shift, 6)
                x, up, wide, high = ((336, -26, 18, 30), (352, -4, 34, 18), (372, -28, 18, 18))[number]
                sheet.box("cinnabar", x, y + up, wide, high, 1)
        else:
            sheet.arrow("soft", (400, y), (436, y))
            for i in range(4):
                for j in range(4):
                    sheet.dot("pine-full", 450 + 15 * j, y - 22.5 + 15 * i, 4)
    return sheet.finish()


def _image(sheet: Sheet, x: float, y: float, *, regions: bool) -> None:
    """An image with two things in it, perhaps with regions around them."""
    sheet.box("soft", x, y - 36, 72, 72, 3)
    sheet.dot("ochre-wash", x + 24, y - 8, 11)
    sheet.box("indigo-wash", x + 42, y + 4, 22, 16, 2)
    if regions:
        for left, top, width, height in ((8, -24, 32, 32), (36, -2, 32, 28), (16, -30, 46, 22)):
            sheet.box("cinnabar thin", x + left, y + top, width, height, 1)


def _network(sheet: Sheet, x: float, y: float, height: float) -> None:
    """Layers of a convolutional network that become smaller."""
    for number in range(4):
        side = height * (1 - 0.16 * number)
        sheet.box("indigo-wash thin", x + 16 * number, y - side / 2, 9, side, 1)


def _cells(sheet: Sheet, x: float, y: float, *, filled: bool) -> None:
    """A feature map of 4 by 4 cells."""
    for i in range(4):
        for j in range(4):
            sheet.box("pine-wash thin" if filled else "soft thin", x + 15 * j, y - 30 + 15 * i, 15, 15, 0)
