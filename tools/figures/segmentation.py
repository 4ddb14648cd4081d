"""Figures of image segmentation: maps that grow again, skips, pooled pyramids, kernels with gaps."""

from __future__ import annotations

from collections.abc import Sequence

from .drawing import Sheet

Rows = Sequence[Sequence[float]]


def _grid(sheet: Sheet, x: float, y: float, rows: Rows, side: float = 40, pen: str = "soft thin") -> None:
    """Numbers in squares; a NaN leaves its square empty."""
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            sheet.box(pen, x + side * j, y + side * i, side, side, 0)
            if value == value:
                words = f"{value:g}".replace("-", "−")
                sheet.text("ink", x + side * (j + 0.5), y + side * (i + 0.5), words)


def _tent(size: int) -> list[float]:
    """The profile of a bilinear kernel."""
    return [1 - abs(place - (size - 1) / 2) / ((size + 1) // 2) for place in range(size)]


def _enlarged(rows: Rows, factor: int) -> list[list[float]]:
    """A map made larger by a bilinear transposed convolution that is cropped by half the factor."""
    tent, cut = _tent(2 * factor - factor % 2), factor // 2
    height, width = len(rows) * factor, len(rows[0]) * factor
    result = [[0.0] * width for _ in range(height)]
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            for u, down in enumerate(tent):
                for v, right in enumerate(tent):
                    y, x = i * factor + u - cut, j * factor + v - cut
                    if 0 <= y < height and 0 <= x < width:
                        result[y][x] += down * right * value
    return result


def enlarged() -> str:
    """A map of 2 by 2, the profile of the kernel, and the map of 4 by 4 with its inside marked."""
    sheet = Sheet(560, 210, "A map of 2 by 2 becomes 4 by 4; the inner four are 28, 36, 44 and 52")
    rows = [[16.0, 32.0], [48.0, 64.0]]
    _grid(sheet, 20, 65, rows)
    for place, weight in enumerate(_tent(4)):
        x = 160 + 40 * place
        sheet.box("ochre-wash", x, 135 - 80 * weight, 30, 80 * weight, 0)
        sheet.text("soft small", x + 15, 152, f"{weight:g}")
    sheet.line("soft thin", [(152, 135), (318, 135)])
    sheet.text("soft", 126, 105, "∗")
    sheet.text("soft", 345, 105, "=")
    _grid(sheet, 380, 25, _enlarged(rows, 2))
    sheet.box("pine-wash thick", 420, 65, 80, 80, 2)
    return sheet.finish()


def skips() -> str:
    """The three ways through FCN: from the top at once, and with one or two skips."""
    sheet = Sheet(600, 320, "FCN-32s enlarges by 32; FCN-16s adds pool4 first; FCN-8s adds pool4, then pool3")
    rows = (("pool3", "1/8", 60, 92), ("pool4", "1/16", 160, 48), ("top", "1/32", 260, 24))
    for name, scale, y, side in rows:
        sheet.box("indigo-wash", 104 - side / 2, y - side / 2, side, side, 2)
        sheet.text("ink code end", 50, y, name)
        sheet.text("soft small", 194, y - 14, scale)
        sheet.arrow("soft", (160, y), (228, y))
        sheet.text("ink small", 192, y + 15, "1 × 1")
    for y, above, factor in ((260, 160, 32), (160, 60, 16), (60, None, 8)):
        if y != 260:
            sheet.dot("ochre-wash", 250, y, 17)
            sheet.text("ink bold", 250, y, "+")
        else:
            sheet.dot("ochre-wash", 250, y, 8)
        sheet.arrow("soft", (270, y), (400, y))
        sheet.text("ink", 335, y - 14, f"× {factor}")
        sheet.box("pine-wash", 410, y - 18, 170, 36, 3)
        sheet.text("ink bold", 495, y, f"FCN-{factor}s")
        if above:
            sheet.arrow("ochre", (250, y - 20), (250, above + 22))
            sheet.text("ink", 276, (y + above) / 2, "× 2")
    return sheet.finish()


def switches() -> str:
    """A map whose maxima are marked, the pooled map with its switches, and the map put back."""
    rows = ((1, 3, 2, 2), (4, 0, 2, 1), (5, 5, 0, 7), (1, 2, 6, 3))
    sheet = Sheet(
        590, 200, "The maxima 4, 2, 5, 7 with the switches 4, 2, 8, 11 return to their places among zeros"
    )
    found = []
    for top in (0, 2):
        for left in (0, 2):
            places = [(top + u, left + v) for u in (0, 1) for v in (0, 1)]
            found.append(max(places, key=lambda place: rows[place[0]][place[1]]))
    for i, j in found:
        for x in (20, 410):
            sheet.box("indigo-wash", x + 40 * j, 20 + 40 * i, 40, 40, 0)
    _grid(sheet, 20, 20, rows)
    for top in (0, 2):
        for left in (0, 2):
            sheet.box("soft thick", 20 + 40 * left, 20 + 40 * top, 80, 80, 0)
    _grid(sheet, 250, 10, [[rows[i][j] for i, j in found[k : k + 2]] for k in (0, 2)])
    _grid(sheet, 250, 110, [[4 * i + j for i, j in found[k : k + 2]] for k in (0, 2)], pen="ochre-wash thin")
    kept = [[rows[i][j] if (i, j) in found else 0 for j in range(4)] for i in range(4)]
    _grid(sheet, 410, 20, kept)
    sheet.arrow("soft", (195, 100), (235, 100))
    sheet.arrow("soft", (345, 100), (395, 100))
    return sheet.finish()


def stamps() -> str:
    """Each entry of a map puts down the kernel; the stamps overlap with stride 1, and not with 2."""
    entries = ((1, 2), (3, 4))
    pens = ("indigo", "cinnabar", "pine", "ochre")
    sheet = Sheet(
        560, 210, "The stamps of 1, 2, 3 and 4: with stride 1 they overlap, with stride 2 they do not"
    )
    _grid(sheet, 20, 65, entries)
    sheet.text("soft", 122, 105, "∗")
    _grid(sheet, 144, 65, entries)
    for stride, x, y in ((1, 250, 45), (2, 390, 25)):
        side = stride + 2
        sums = [[0] * side for _ in range(side)]
        for index, pen in enumerate(pens):
            top, left = index // 2 * stride, index % 2 * stride
            sheet.box(f"{pen}-wash", x + 40 * left + 2, y + 40 * top + 2, 76, 76, 3)
            for u in (0, 1):
                for v in (0, 1):
                    sums[top + u][left + v] += entries[index // 2][index % 2] * entries[u][v]
        _grid(sheet, x, y, sums, pen="rule thin")
    return sheet.finish()


def regions() -> str:
    """Three rows and five columns in 2 by 2 regions, which share the middle row and column."""
    rows = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 30]]
    sheet = Sheet(500, 180, "Regions of 3 by 5 entries in 2 by 2: the means are 4.5, 6.5, 9.5 and 14")
    means = []
    for index, pen in enumerate(("indigo", "cinnabar", "pine", "ochre")):
        top, left = index // 2, index % 2 * 2
        inside = [rows[i][j] for i in (top, top + 1) for j in range(left, left + 3)]
        means.append(sum(inside) / len(inside))
        sheet.box(f"{pen}-wash", 24 + 48 * left, 24 + 48 * top, 136, 88, 4)
        sheet.box(f"{pen}-wash thin", 380 + 50 * (index % 2), 42 + 50 * (index // 2), 50, 50, 0)
    _grid(sheet, 20, 20, rows, side=48, pen="rule thin")
    _grid(sheet, 380, 42, [means[:2], means[2:]], side=50)
    sheet.arrow("soft", (290, 92), (360, 92))
    return sheet.finish()


def pyramid() -> str:
    """A map, its averages over grids of 1, 2, 3 and 6, enlarged, and joined with the map first."""
    sheet = Sheet(620, 370, "PSPNet: the map, and four levels with a quarter of its channels each")
    sheet.box("indigo-wash", 16, 135, 90, 90, 2)
    sheet.text("ink bold", 61, 180, "C")
    sheet.line("indigo", [(61, 128), (61, 12), (545, 12)])
    sheet.arrow("indigo", (545, 12), (545, 60))
    for index, bins in enumerate((1, 2, 3, 6)):
        y, side = 28 + 86 * index, 60 / bins
        for i in range(bins):
            for j in range(bins):
                sheet.box("ochre-wash thin", 190 + side * j, y + side * i, side, side, 0)
        sheet.arrow("soft", (116, 180), (180, y + 30))
        sheet.text("ink small", 220, y + 73, f"{bins} × {bins}")
        sheet.arrow("soft", (262, y + 30), (340, y + 30))
        sheet.text("ink small", 301, y + 16, "1 × 1")
        sheet.box("pine-wash", 352, y, 60, 60, 2)
        sheet.text("ink", 382, y + 30, "C/4")
        sheet.arrow("soft", (422, y + 30), (492, 196 + 32 * index))
        sheet.box("pine-wash", 500, 180 + 32 * index, 90, 32, 0)
        sheet.text("ink", 545, 196 + 32 * index, "C/4")
    sheet.box("indigo-wash", 500, 68, 90, 112, 0)
    sheet.text("ink bold", 545, 124, "C")
    return sheet.finish()


def gaps() -> str:
    """The nine cells that a 3 by 3 kernel touches at rates 1, 2 and 3."""
    sheet = Sheet(600, 230, "A kernel of 3 by 3 at rates 1, 2 and 3 spans 3, 5 and 7 cells with nine weights")
    for index, rate in enumerate((1, 2, 3)):
        x, y, side = 20 + 200 * index, 15, 24
        for i in range(7):
            for j in range(7):
                sheet.box("rule thin", x + side * j, y + side * i, side, side, 0)
        for i in (3 - rate, 3, 3 + rate):
            for j in (3 - rate, 3, 3 + rate):
                sheet.box("indigo-wash", x + side * j, y + side * i, side, side, 0)
        sheet.dot("cinnabar-full", x + 3.5 * side, y + 3.5 * side, 4)
        sheet.text("ink", x + 3.5 * side, y + 7 * side + 22, f"r = {rate}")
    return sheet.finish()


def deeplab() -> str:
    """The five views of ASPP, joined and projected; then the decoder with early features."""
    sheet = Sheet(630, 370, "ASPP: 1 by 1, three rates, the whole image; the decoder joins early features")
    sheet.box("indigo-wash", 12, 122, 76, 76, 2)
    sheet.text("ink small", 50, 212, "1/16")
    for index, words in enumerate(("1 × 1", "3 × 3  r = 6", "3 × 3  r = 12", "3 × 3  r = 18", "1/(HW) Σ")):
        y = 18 + 58 * index
        sheet.arrow("soft", (96, 160), (142, y + 20))
        sheet.box("ochre-wash", 150, y, 124, 40, 3)
        sheet.text("ink small", 212, y + 20, words)
        sheet.arrow("soft", (280, y + 20), (318, 56 + 52 * index))
        sheet.box("ochre-wash thin", 326, 30 + 52 * index, 24, 52, 0)
    sheet.arrow("soft", (358, 160), (400, 160))
    sheet.text("ink small", 379, 146, "1 × 1")
    sheet.box("pine-wash", 408, 130, 60, 60, 2)
    sheet.arrow("soft", (476, 160), (530, 160))
    sheet.text("ink small", 502, 146, "× 4")
    sheet.box("pine-wash", 538, 110, 50, 100, 0)
    sheet.box("indigo-wash", 588, 110, 18, 100, 0)
    sheet.box("indigo-wash", 408, 268, 76, 76, 2)
    sheet.text("ink small", 446, 357, "1/4")
    sheet.line("indigo", [(492, 306), (597, 306)])
    sheet.arrow("indigo", (597, 306), (597, 218))
    sheet.text("ink small", 542, 292, "1 × 1")
    sheet.arrow("soft", (572, 102), (572, 66))
    sheet.text("ink small end", 560, 84, "3 × 3, 3 × 3, 1 × 1")
    sheet.box("pine-wash thick", 527, 14, 90, 44, 3)
    sheet.text("ink bold", 572, 36, "× 4")
    return sheet.finish()


def ways() -> str:
    """How large the maps are on the way through five networks, and which maps are fetched again."""
    sheet = Sheet(
        640, 470, "Sizes of the maps in FCN-8s, DeconvNet, U-Net, PSPNet and DeepLab v3+, with skips"
    )
    rows = (
        ("FCN-8s", (0, 1, 2, 3, 4, 5, 4, 3, 0), ((4, 6), (3, 7))),
        ("DeconvNet", (0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0), ()),
        ("U-Net", (0, 1, 2, 3, 4, 3, 2, 1, 0), ((3, 5), (2, 6), (1, 7), (0, 8))),
        ("PSPNet", (0, 1, 2, 3, 3, 3, 3, 0), ()),
        ("DeepLab v3+", (0, 1, 2, 3, 4, 4, 2, 0), ((2, 6),)),
    )
    special = {"FCN-8s": (), "DeconvNet": (), "U-Net": (), "PSPNet": (6,), "DeepLab v3+": (5,)}
    for number, (name, halvings, skipped) in enumerate(rows):
        base = 80 + 92 * number
        sheet.text("ink end", 120, base - 22, name)
        lowest = halvings.index(max(halvings))
        for place, halved in enumerate(halvings):
            pen = (
                "ochre"
                if place in special[name]
                else "pine"
                if place > lowest and name != "PSPNet"
                else "indigo"
            )
            pen = "pine" if name == "PSPNet" and place == 7 else pen
            height = 52 - 9 * halved
            sheet.box(f"{pen}-wash", 144 + 44 * place, base - height, 24, height, 1)
        for start, end in skipped:
            left, right = 156 + 44 * start, 156 + 44 * end
            rise = base - 52 - 4 * (end - start) / 2
            sheet.line("soft thin dash", [(left, base - 56 + 9 * halvings[start]), (left, rise)])
            sheet.line("soft thin dash", [(left, rise), (right, rise)])
            sheet.arrow("soft thin", (right, rise), (right, base - 54 + 9 * halvings[start]))
    return sheet.finish()
