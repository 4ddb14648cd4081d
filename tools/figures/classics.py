"""Figures of AlexNet and VGG: maps on their way through, and what a stack of small kernels sees."""

from __future__ import annotations

from .drawing import Sheet

#: maps, side and the pen of each stage of AlexNet in one stream
STAGES = (
    (3, 224, "soft"),
    (64, 27, "ochre"),
    (192, 13, "ochre"),
    (384, 13, "indigo"),
    (256, 13, "indigo"),
    (256, 6, "ochre"),
)


def stages() -> str:
    """The maps after each stage of AlexNet, and its fully connected layers."""
    title = "AlexNet: 3 of 224, 64 of 27, 192 of 13, 384 of 13, 256 of 13, 256 of 6, then 4096, 4096, 1000"
    sheet = Sheet(720, 206, title)
    x = 14.0
    for index, (maps, side, pen) in enumerate(STAGES):
        size = 18 + 4.6 * side**0.5
        drawn = 3 if maps == 3 else 3 + round(maps / 100)
        top = 92 - size / 2 - drawn * 2
        for each in range(drawn):
            sheet.box(f"{pen}-wash thin", x + each * 4, top + each * 4, size, size, 1)
        wide = size + (drawn - 1) * 4
        sheet.text("ink", x + wide / 2, 168, f"{maps}")
        sheet.text("soft small", x + wide / 2, 190, f"{side} × {side}")
        if index:
            sheet.text("soft small", x + wide / 2, 20, f"{index}")
        x += wide + (24 if index == 0 else 32)
    for name, count in (("fc6", 4096), ("fc7", 4096), ("fc8", 1000)):
        height = 24 + count / 50
        sheet.box("pine-wash", x, 92 - height / 2, 14, height, 2)
        sheet.text("ink", x + 7, 168, f"{count}")
        sheet.text("soft code", x + 7, 20, name)
        x += 52
    return sheet.finish()


def towers() -> str:
    """AlexNet of 2012: two rows of layers, which meet at conv3 and in the fully connected layers."""
    title = "Two rows of five layers of maps; only the third and the fully connected ones see both rows"
    sheet = Sheet(700, 236, title)
    columns = ((96, "48", 55), (226, "128", 27), (356, "192", 13), (486, "192", 13), (616, "128", 13))
    rows = (66, 156)
    for (x, maps, side), (x_next, *_rest), both in zip(
        ((14, "3", 224), *columns[:-1]), columns, (True, False, True, False, False), strict=True
    ):
        del maps, side
        for row in rows:
            for other in rows if both and x > 14 else (row,):
                start = (x + 54, 111 if x == 14 else row)
                sheet.arrow("cinnabar" if other != row else "soft", start, (x_next - 6, other))
    sheet.box("soft-wash thin", 14, 85, 52, 52, 2)
    sheet.text("ink", 40, 104, "3")
    sheet.text("soft small", 40, 122, "224")
    for number, (x, maps, side) in enumerate(columns, start=1):
        sheet.text("soft code", x + 27, 20, f"conv{number}")
        for row, pen in zip(rows, ("indigo", "pine"), strict=True):
            sheet.box(f"{pen}-wash thin", x, row - 27, 54, 54, 2)
            sheet.text("ink", x + 27, row - 9, maps)
            sheet.text("soft small", x + 27, row + 10, f"{side}")
        sheet.text("soft small", x + 27, 212, f"{2 * int(maps)}")
    return sheet.finish()


def seen() -> str:
    """One place of the third map, and what it sees of the maps below through kernels of 3 by 3."""
    sheet = Sheet(
        620, 196, "One cell sees 3 by 3 cells below it, these see 5 by 5, and these 7 by 7 of the image"
    )
    cell, x = 20, 16.0
    for side, pen in ((7, "indigo"), (5, "ochre"), (3, "pine"), (1, "cinnabar")):
        if side < 7:
            sheet.arrow("soft", (x - 74, 84), (x - 8, 84))
            sheet.text("soft code", x - 41, 66, "3×3")
        for i in range(side):
            for j in range(side):
                sheet.box(f"{pen}-wash thin", x + cell * j, 84 + cell * (i - side / 2), cell, cell, 0)
        sheet.text("ink", x + cell * side / 2, 178, f"{side} × {side}")
        x += cell * side + 82
    return sheet.finish()


#: the configurations A, B, D and E: convolutions in each block
BLOCKS = {"A": (1, 1, 2, 2, 2), "B": (2, 2, 2, 2, 2), "D": (2, 2, 3, 3, 3), "E": (2, 2, 4, 4, 4)}
CHANNELS = (64, 128, 256, 512, 512)


def configurations() -> str:
    """The convolutions of VGG's configurations, block by block, with a pooling after each."""
    sheet = Sheet(700, 226, "Convolutions by block: A 1 1 2 2 2, B 2 2 2 2 2, D 2 2 3 3 3, E 2 2 4 4 4")
    for row, (name, blocks) in enumerate(BLOCKS.items()):
        y, x = 70 + 44 * row, 60.0
        sheet.text("ink bold", 24, y, name)
        for block, (count, channels) in enumerate(zip(blocks, CHANNELS, strict=True)):
            for each in range(count):
                sheet.box("indigo-wash thin", x + each * 23, y - 15, 19, 30, 2)
            sheet.box("ochre-wash", x + 4 * 23 + 2, y - 15, 5, 30, 1)
            if row == 0:
                sheet.text("ink", x + 46, 14, f"{channels}")
                sheet.text("soft small", x + 46, 34, f"{224 >> block} × {224 >> block}")
            x += 122
        sheet.text("soft end", 690, y, f"{sum(blocks) + 3}")
    return sheet.finish()
