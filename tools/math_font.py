"""Cuts the face for formulas out of DejaVu Math TeX Gyre: `python -m tools.math_font DejaVuMathTeXGyre.ttf`.

Only systems without a mathematical face of their own load it, so it holds what lessons use and no more.
Brackets grow with what they enclose by the font's MATH table, which the cut keeps.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

TARGET = Path(__file__).resolve().parents[1] / "platform/frontend/styles/fonts/seodang-math.woff2"
FAMILY = "Seodang Math"
#: letters, digits and signs of formulas, as code points
CHARACTERS = (
    "20-7E,A0,AF,B1,B7,D7,F7,2C6,2DC,393,394,398,39B,39E,3A0,3A3,3A6,3A8,3A9,2016,2026,2032,2033,20D7,2113,"
    "210E,211D,2190-2194,21D2,2200,2203,2205,2207,2208,220F,2211,2212,221A,221D,221E,2223,2225,2229,222A,222B,"
    "223C,2248,2260,2261,2264,2265,226A,226B,2282,2286,2295,2299,22A4,22C5,22EE,22EF,2308-230B,23DE,23DF,27E8,"
    "27E9,1D400-1D419,1D431,1D432,1D433,1D434-1D467,1D6FC-1D71B"
)


def cut(source: Path, target: Path) -> None:
    """Write the subset as WOFF 2, under a name of its own as its licence asks."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 14]
    options.drop_tables += ["FFTM", "GPOS", "GSUB", "GDEF"]
    font: TTFont = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    cut(Path(sys.argv[1]), TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1024:.1f} KiB")
