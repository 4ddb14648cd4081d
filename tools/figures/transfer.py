"""Figures of transfer learning: what learns at which rate, and which case a task is."""

from __future__ import annotations

import math

from tools.fashion_drawing import OTHERS, draw_images, knit

from .drawing import Sheet

PIXEL = 6


def rates() -> str:
    """A knitted picture, two frozen blocks, a block that learns slowly, a head that learns faster."""
    sheet = Sheet(
        720,
        220,
        "A knitted sock enters three blocks and a head; two blocks are frozen, "
        "the third learns at 0.02, the head at 0.1",
    )
    _picture(sheet, 10, 62)
    for place, (name, shape) in enumerate((("1", "8×8×8"), ("2", "16×4×4"), ("3", "32×2×2"))):
        x, learns = 145 + place * 135, place == 2
        sheet.arrow("soft", (x - 30, 110), (x - 6, 110))
        sheet.box("indigo-wash" if learns else "soft dash", x, 68, 95, 84, 5)
        if not learns:
            _hatch(sheet, x, 68, 95, 84)
        sheet.text("ink code", x + 47, 97, f"conv{name}")
        sheet.text("ink code", x + 47, 123, f"bn{name}")
        sheet.text("soft small", x + 47, 174, shape)
    sheet.text("indigo bold", 462, 44, "0.02")
    sheet.arrow("soft", (520, 110), (544, 110))
    sheet.box("pine-wash", 550, 68, 80, 84, 5)
    sheet.text("ink code", 590, 110, "head")
    sheet.text("pine bold", 590, 44, "0.1")
    sheet.text("soft small", 532, 174, "128")
    sheet.arrow("soft", (635, 110), (659, 110))
    for row in range(5):
        sheet.box("pine-wash thin", 666, 74 + row * 15, 34, 11, 2)
    sheet.text("soft small", 683, 174, "5")
    return sheet.finish()


def falling() -> str:
    """Learning rates as bars over four blocks and a head: each block has a fifth of the next one's."""
    sheet = Sheet(
        620,
        250,
        "Five parts from the image to the head; the first is frozen, "
        "then the rates rise to 0.0008, 0.004, 0.02 and 0.1",
    )
    for place, (name, rate) in enumerate(zip("1234", (0.0, 0.0008, 0.004, 0.02), strict=True)):
        x = 30 + place * 115
        sheet.box("indigo-wash" if rate else "soft dash", x, 180, 85, 46, 4)
        sheet.text("ink code", x + 42, 203, f"block{name}")
        _bar(sheet, "indigo", x + 42, rate)
        sheet.arrow("soft thin", (x + 89, 203), (x + 111, 203))
    sheet.box("pine-wash", 490, 180, 85, 46, 4)
    sheet.text("ink code", 532, 203, "head")
    _bar(sheet, "pine", 532, 0.1)
    return sheet.finish()


def stages() -> str:
    """A U-Net of two levels: names, numbers of maps and sides; skips run across."""
    sheet = Sheet(
        810,
        375,
        "A U of eight stages: down1, down2, middle, up2 and join2, up1 and join1, score; skips lead across",
    )
    places = {
        "down1": (60, 80, 8, 24),
        "down2": (180, 215, 16, 12),
        "middle": (300, 325, 32, 6),
        "up2": (420, 215, 16, 12),
        "join2": (510, 215, 16, 12),
        "up1": (582, 80, 8, 24),
        "join1": (668, 80, 8, 24),
        "score": (754, 80, 3, 24),
    }
    for name, (x, y, maps, side) in places.items():
        pen = "ochre" if name.startswith("up") else "pine" if name == "score" else "indigo"
        width, height = 14 + maps * 0.8, 20 + side * 2.4
        sheet.box(f"{pen}-wash", x - width / 2, y - height / 2, width, height, 3)
        if name.startswith("up"):  # the copy that is joined before it
            sheet.box("indigo-wash dash", x - 1.5 * width - 3, y - height / 2, width, height, 3)
        sheet.text("ink code", x, y + height / 2 + 14, name)
        sheet.text("soft small", x, y - height / 2 - 13, f"{maps}×{side}×{side}")
    _copy(sheet, (80, 80), (542, 80))
    _copy(sheet, (202, 215), (374, 215))
    sheet.arrow("cinnabar", (84, 138), (138, 192))
    sheet.arrow("cinnabar", (200, 262), (258, 308))
    sheet.arrow("ochre", (334, 312), (398, 262))
    sheet.arrow("ochre", (552, 196), (574, 142))
    sheet.arrow("indigo", (441, 215), (488, 215))
    sheet.arrow("indigo", (598, 80), (650, 80))
    sheet.arrow("pine", (684, 80), (740, 80))
    return sheet.finish()


def _copy(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A skip: what came down goes across as it is."""
    sheet.arrow("soft dash", start, end)


def _bar(sheet: Sheet, pen: str, middle: float, rate: float) -> None:
    """A bar whose height is the logarithm of a rate, and the rate above it."""
    height = 12 + 34 * math.log(rate / 0.0008, 5) if rate else 0
    if rate:
        sheet.box(f"{pen}-wash", middle - 22, 168 - height, 44, height, 2)
    sheet.text(f"{pen if rate else 'soft'} bold", middle, 150 - height, f"{rate:g}")


def cases() -> str:
    """The four cases: few or many examples, of the old shape or of another, and what learns in each."""
    sheet = Sheet(
        760,
        330,
        "Few or many examples, of the old shape or another: what learns is the head, the last blocks, or all",
    )
    for row, many in enumerate((False, True)):
        for column, unlike in enumerate((False, True)):
            left, top = 15 + column * 375, 15 + row * 155
            sheet.box("rule", left, top, 355, 140, 6)
            _examples(sheet, left + 178, top + 34, 12 if many else 3, unlike)
            learning = 1 + (2 if many else 1) * (unlike or many)
            _network(sheet, left + 18, top + 74, 5 if many and unlike else learning)
    return sheet.finish()


def _examples(sheet: Sheet, middle: float, y: float, count: int, unlike: bool) -> None:
    """A row of examples: discs as in pre-training, or triangles."""
    for place in range(count):
        x = middle + (place - (count - 1) / 2) * 24
        if unlike:
            sheet.line("ochre-wash", [(x - 8, y + 7), (x + 8, y + 7), (x, y - 8), (x - 8, y + 7)])
        else:
            sheet.dot("ochre-wash", x, y, 8)


def _network(sheet: Sheet, left: float, top: float, learning: int) -> None:
    """Four blocks and a head, of which the last ones learn; the others are hatched."""
    for block in range(5):
        x, learns = left + block * 67, block >= 5 - learning
        pen = ("pine-wash" if block == 4 else "indigo-wash") if learns else "soft dash"
        sheet.box(pen, x, top, 50, 46, 4)
        if not learns:
            for stripe in range(1, 4):
                sheet.line(
                    "rule",
                    [(x + stripe * 12.5 - 6, top + 38), (x + stripe * 12.5 + 6, top + 8)],
                )
        if block < 4:
            sheet.arrow("soft thin", (x + 53, top + 23), (x + 64, top + 23))


def _picture(sheet: Sheet, left: float, top: float) -> None:
    """One knitted sock of the exercise, pixel by pixel."""
    kind = [draw.__name__ for draw in OTHERS].index("sock")
    picture = knit(draw_images(OTHERS, 1, 61))[kind]
    side = len(picture) * PIXEL
    sheet.box("rule", left, top, side, side, 0)
    for row, line in enumerate(picture.tolist()):
        for column, grey in enumerate(line):
            if grey > 40:
                sheet.add(
                    "rect",
                    "indigo-full",
                    x=left + column * PIXEL,
                    y=top + row * PIXEL,
                    width=PIXEL,
                    height=PIXEL,
                    opacity=round(grey / 255, 2),
                )


def _hatch(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """Stripes in the corners of a frozen block, clear of its letters."""
    for part in (14, 28):
        sheet.line("rule", [(x + 5, y + 5 + part), (x + 5 + part, y + 5)])
        sheet.line(
            "rule",
            [(x + width - 5 - part, y + height - 5), (x + width - 5, y + height - 5 - part)],
        )
