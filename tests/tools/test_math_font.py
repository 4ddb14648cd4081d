"""The face for formulas: small, able to stretch, and with every sign that the course sets."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

from seodang.mathml import formula
from tools.math_font import TARGET

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
MAX_BYTES = 20 * 2**10
_CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)


def drawn(letter: str, alone: bool) -> str:
    """The sign a browser draws: a letter that stands alone is slanted."""
    kind = re.sub(r"^(?:LATIN|GREEK) (CAPITAL|SMALL) LETTER ", r"\1 ", unicodedata.name(letter, ""))
    if not alone or letter == "h":  # Planck's constant took the place of the slanted h
        return letter
    try:
        return unicodedata.lookup(f"MATHEMATICAL ITALIC {kind}")
    except KeyError:
        return letter


def test_the_face_is_small_and_stretches() -> None:
    """It costs a page at most 20 KiB, and brackets grow by its MATH table."""
    assert TARGET.stat().st_size <= MAX_BYTES
    assert "MATH" in TTFont(TARGET)


def test_the_face_has_every_sign() -> None:
    """What a lesson or a prompt sets, the face can draw; words are drawn by the face of the text."""
    known = {chr(code) for code in TTFont(TARGET).getBestCmap()}
    missing = set()
    for path in [*EXERCISES.glob("*/lessons/*.md"), *EXERCISES.glob("*/*/prompt.*.md")]:
        for found in _FORMULA.finditer(_CODE.sub("", path.read_text(encoding="utf-8"))):
            for part in ElementTree.fromstring(formula(found[1] or found[2])).iter():
                text = part.text or ""
                if part.tag in ("mi", "mo", "mn"):
                    alone = part.tag == "mi" and len(text) == 1 and "mathvariant" not in part.attrib
                    missing |= {drawn(letter, alone) for letter in text} - known

    assert missing <= {"\u2009"}  # a thin space needs no drawing
