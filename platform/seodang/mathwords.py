"""Formulas as one line of text, where no markup may stand: names of controls, options of a list, drawings."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

from . import mathml

_RAISED = {"2": "²", "3": "³"}
_ACCENTS = {"\u02c6": "\u0302", "\u02dc": "\u0303", "¯": "\u0304", "→": "\u20d7", "˙": "\u0307"}
_BETWEEN = set("+−=≠<>≤≥≈→↦∈∉∼≡±×·⋅∘")
_STARTS = set("([{,;|⌊⌈") | _BETWEEN
_SILENT = {"\u2061", "\u2062", "\u2063", "\u2064"}


@lru_cache(maxsize=1024)
def words(tex: str) -> str:
    """This TeX as it reads, such as f(−ln 2); what cannot be set stays as it is."""
    made = mathml.tree(tex)
    return tex if made is None else " ".join(_read(made).split())


def _read(part: Element) -> str:
    """The text of an element, its parts joined as its kind asks."""
    if part.tag == "annotation":
        return ""
    if part.tag in _SHAPES:
        return _SHAPES[part.tag]([_read(each) for each in part])
    if not len(part):
        return " " if part.tag == "mspace" else (part.text or "")
    return _line(part)


def _line(row: Element) -> str:
    """Parts one after the other: a name such as ln stands apart from what follows, + from what it adds."""
    found = ""
    for part in row:
        text = _read(part)
        if text in _SILENT:
            continue
        before = found.rstrip()
        if part.tag == "mo" and text in _BETWEEN and before and before[-1] not in _STARTS:
            found = f"{before} {text} "
        elif part.tag == "mo" and text == ",":
            found = f"{before}, "
        elif found and text[:1].isalnum() and found[-1].isalpha() and _is_word(part, found):
            found += f" {text}"
        else:
            found += text
    return found


def _is_word(part: Element, before: str) -> bool:
    """Whether running on would make one word of two."""
    return (len(before) > 1 and before[-2:].isalpha()) or (part.tag == "mi" and len(part.text or "") > 1)


def _over(parts: list[str]) -> str:
    """A fraction on one line."""
    above, below = (text if text.isalnum() else f"({text.strip()})" for text in parts)
    return f"{above}/{below}"


def _below(parts: list[str]) -> str:
    """A base with something below it: a single sign is written close, as in F1."""
    base, sign = parts[0], parts[1].strip()
    return f"{base}{sign}" if len(sign) == 1 else f"{base}_{_grouped(sign)}"


def _raised(parts: list[str]) -> str:
    """A base with something above it."""
    base, sign = parts[0], parts[1].strip()
    if sign in _ACCENTS:
        return unicodedata.normalize("NFC", base + _ACCENTS[sign])
    if sign and set(sign) <= {"′", "″", "*", "⊤"}:
        return base + sign
    return base + _RAISED.get(sign, f"^{_grouped(sign)}")


def _below_and_raised(parts: list[str]) -> str:
    """Both; what a sum adds stands apart from it."""
    apart = "" if parts[0][-1:].isalnum() else " "
    return _raised([_below(parts[:2]), parts[2]]) + apart


def _grouped(text: str) -> str:
    return text if text.isalnum() else f"({text})"


_SHAPES: Mapping[str, Callable[[list[str]], str]] = {
    "mfrac": _over,
    "msub": _below,
    "munder": _below,
    "msup": _raised,
    "mover": _raised,
    "msubsup": _below_and_raised,
    "munderover": _below_and_raised,
    "msqrt": lambda parts: f"√({''.join(parts).strip()})",
    "mtable": "; ".join,
    "mtr": ", ".join,
}
