"""Turns a tree of MathML 3 into MathML Core, the part that browsers draw, with the spacing TeX would give.

What is not listed here never reaches a page: an element or attribute without a place in the tables below
makes the formula unsettable, and the caller shows its TeX instead.
"""

from __future__ import annotations

import html
import re
import unicodedata
from xml.etree.ElementTree import Element

ELEMENTS = {
    "math": {"display", "alttext"},
    "annotation": {"encoding"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mmultiscripts": set(),
    "mn": set(),
    "mo": {"stretchy", "fence", "form", "lspace", "rspace", "movablelimits", "largeop", "minsize", "maxsize"},
    "mover": {"accent"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset"},
    "mphantom": set(),
    "mprescripts": set(),
    "mroot": set(),
    "mrow": set(),
    "mspace": {"width", "height", "depth"},
    "msqrt": set(),
    "mstyle": {"displaystyle", "scriptlevel"},
    "msub": set(),
    "msubsup": set(),
    "msup": set(),
    "mtable": {"displaystyle", "class"},
    "mtd": {"class"},
    "mtext": set(),
    "mtr": set(),
    "munder": {"accentunder"},
    "munderover": set(),
    "semantics": set(),
}
"""The elements a formula may have, and their attributes; classes say how the cells of a column line up."""
CLASSES = {"aligned", "left", "right"}
THOUSANDS_MARK = "\u2063"
"""An invisible separator between digits: it becomes the comma of one number."""

_ARITY = dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2) | {
    "msubsup": 3,
    "munderover": 3,
}
_LEFT_OUT = {
    "xmlns",
    "rowspacing",
    "columnspacing",
    "columnlines",
    "rowlines",
    "columnalign",
    "align",
    "accent",
}
_LENGTH = re.compile(r"-?\d*\.?\d+(?:em|ex|px|pt|mu)?")
_LENGTHS = {"width", "height", "depth", "lspace", "rspace", "voffset", "minsize", "maxsize", "linethickness"}
_SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
_OPERANDS = {"mi", "mn", "mfrac", "msqrt", "mroot"} | _SCRIPTS
_FUNCTIONS = {
    *("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "dim", "exp"),
    *("hom", "ker", "lg", "ln", "log", "sec", "sin", "sinh", "tan", "tanh"),
}
_LIMITS = {"max", "min", "sup", "inf", "lim"}
_UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_SYMBOLS = set("∞⊤⊥∅∂∇")
_TIGHT = set("/.…⋯")
_SIGNS = set("+±\u2212")
_OPENING, _CLOSING, _BARS = set("([{⌊⌈⟨"), set(")]}⌋⌉⟩"), set("|‖∣∥")
_ACCENTS = set("^~¯→˙¨´`˘ˇ")
_PRIMES = set("′″‴⁗")
_SMALL_ACCENTS = str.maketrans("^~", "\u02c6\u02dc")
_STYLES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}


class UnsettableError(ValueError):
    """A formula with something that MathML Core has no place for; the text says what."""


def core(source: Element) -> Element:
    """The same formula in MathML Core."""
    made = Element(source.tag, _attributes(source))
    made.text = html.unescape(source.text or "") or None
    made.extend([core(child) for child in source])
    _check(made)
    _letters(made, source.get("mathvariant"))
    if made.tag in ("mrow", "math", "mtd", "msqrt", "mstyle"):
        made[:] = _row(list(made))
        if len(made) == 1 and made.tag == "mrow":
            return made[0]
    if made.tag in _UNDER and made[0].text in _LIMITS:
        made.tag = _UNDER[made.tag]
        made[0].tag = "mo"
        made[0].attrib.update(movablelimits="true", lspace="0em", rspace="0em")
    if made.tag == "mover" and len(made[1]) == 0 and made[1].text in _ACCENTS:
        made.set("accent", "true")
        made[1].set("stretchy", "false")
        made[1].text = (made[1].text or "").translate(_SMALL_ACCENTS)
    if made.tag == "mtable" and any(cell.get("class") == "right" for cell in made.iter("mtd")):
        made.set("class", "aligned")
    return _primed(made) if made.tag in ("msup", "msubsup") else made


def _primed(made: Element) -> Element:
    """A letter with its primes behind it: faces draw them small and high, so a script would do it twice."""
    script = made[-1]
    marks = list(script) if script.tag == "mrow" else [script]
    if not marks or not _is_prime(marks[0]):
        return made
    letter = Element("mrow")
    letter.append(made[0])
    while marks and _is_prime(marks[0]):
        mark = Element("mo", {"form": "postfix", "lspace": "0em", "rspace": "0em"})
        mark.text = marks.pop(0).text
        letter.append(mark)
    made[0] = letter
    if marks:
        script[:] = marks
        return made
    made.remove(script)
    made.tag = "msub"
    return made if len(made) > 1 else letter


def _is_prime(part: Element) -> bool:
    """Whether a part is the mark of a derivative or of a second value."""
    return part.tag in ("mi", "mo") and (part.text or "") in _PRIMES


def _attributes(source: Element) -> dict[str, str]:
    """Those of an element that Core knows; a column's side becomes a class."""
    known = ELEMENTS.get(source.tag)
    if known is None:
        raise UnsettableError(f"element {source.tag}")
    kept: dict[str, str] = {}
    for name, value in source.attrib.items():
        if name == "columnalign":
            kept |= {"class": value} if source.tag == "mtd" and value in CLASSES else {}
        elif name == "class" or (name not in known and name not in _LEFT_OUT and name != "mathvariant"):
            raise UnsettableError(f"attribute {name}")
        elif name in known and name != "mathvariant" and (name not in _LENGTHS or _LENGTH.fullmatch(value)):
            kept[name] = value
    return kept


def _check(made: Element) -> None:
    """Refuse what could not be read: unknown commands, loose alignment marks, missing parts."""
    text = made.text or ""
    if made.tag == "mi" and text.startswith("\\"):
        if text[1:] not in _FUNCTIONS:
            raise UnsettableError(f"command {text}")
        made.text = text[1:]
    if made.tag == "mi" and text == "&":
        raise UnsettableError("alignment outside a table")
    if made.tag in _ARITY and len(made) != _ARITY[made.tag]:
        raise UnsettableError(f"{made.tag} with {len(made)} parts")


def _letters(made: Element, variant: str | None) -> None:
    """Give letters their style as characters of their own: Core keeps no `mathvariant` but `normal`."""
    if made.tag == "mo" and ((made.text or "") in _SYMBOLS or _is_name(made)):
        made.tag = "mi" if "movablelimits" not in made.attrib else "mo"
        if made.text == "∇":
            made.set("mathvariant", "normal")
        if _is_name(made):
            made.set("function", "")
    if made.tag == "mi" and made.text in _FUNCTIONS:
        made.set("function", "")
    if variant == "normal" and made.tag == "mi" and len(made.text or "") == 1:
        made.set("mathvariant", "normal")
    elif variant in _STYLES:
        made.text = "".join(_styled(letter, _STYLES[variant]) for letter in made.text or "")


def _is_name(made: Element) -> bool:
    """Whether an operator is a word, as max or softmax."""
    text = made.text or ""
    return len(text) > 1 and text.replace("\u2009", "").replace("\u2006", "").isalpha()


def _styled(letter: str, style: str) -> str:
    """A letter or digit in a mathematical style, where Unicode has one."""
    name = unicodedata.name(letter, "")
    kind = re.sub(r"^(?:LATIN|GREEK) (CAPITAL|SMALL) LETTER ", r"\1 ", name)
    for wanted in (f"MATHEMATICAL {style} {kind}", f"{style} {kind}", f"BLACK-LETTER {kind}"):
        try:
            return unicodedata.lookup(wanted)
        except KeyError:
            continue
    return letter


def _row(parts: list[Element]) -> list[Element]:
    """The parts of a row, with words and numbers in one piece, fences in pairs, and air around functions."""
    return _aired(_fenced(_signed(_joined(parts))))


def _signed(parts: list[Element]) -> list[Element]:
    """Operators as TeX spaces them: no air around a slash or a full stop, none after the sign of a number."""
    before: Element | None = None
    for part in parts:
        if part.tag == "mo" and (part.text or "") in _TIGHT:
            part.set("lspace", "0em")
            part.set("rspace", "0em")
        elif part.tag == "mo" and (part.text or "") in _SIGNS and _opens(before):
            part.set("form", "prefix")
        before = part
    return parts


def _opens(before: Element | None) -> bool:
    """Whether a sign after this part belongs to the number that follows."""
    return before is not None and before.tag == "mo" and (before.text or "") not in _CLOSING | _BARS


def _joined(parts: list[Element]) -> list[Element]:
    """One word for letters set upright one by one, one number for digits around a thousands mark."""
    done: list[Element] = []
    for part in parts:
        before = done[-1] if done else Element("mrow")
        if part.get("mathvariant") == "normal":
            part.set("upright", "")
        if "upright" in part.attrib and "upright" in before.attrib:
            before.text = (before.text or "") + (part.text or "")
            before.attrib.pop("mathvariant", None)
        elif part.text == THOUSANDS_MARK and before.tag == "mn":
            before.text = (before.text or "") + ","
        elif part.tag == before.tag == "mn" and (before.text or "").endswith(","):
            before.text = (before.text or "") + (part.text or "")
        else:
            done.append(part)
    return done


def _fenced(parts: list[Element]) -> list[Element]:
    """Fences around a table in a row of their own, others at their own height, bars in pairs."""
    for opening, table, closing in zip(parts, parts[1:], parts[2:], strict=False):
        if table.tag == "mtable" and _is_fence(opening) and _is_fence(closing):
            group = Element("mrow")
            group.extend((opening, table, closing))
            at = parts.index(opening)
            return [*_fenced(parts[:at]), group, *_fenced(parts[at + 3 :])]
    counts: dict[str, list[Element]] = {}
    for part in parts:
        mark = part[0] if part.tag in _SCRIPTS and len(part) else part
        if _is_fence(mark) and "stretchy" not in mark.attrib and len(parts) > 1:
            mark.set("stretchy", "false")
        if mark.tag == "mo" and mark.text in _BARS and "form" not in mark.attrib:
            counts.setdefault(mark.text or "", []).append(mark)
    for bars in counts.values():
        if len(bars) % 2 == 0:
            for index, bar in enumerate(bars):
                bar.set("form", "postfix" if index % 2 else "prefix")
                bar.set("stretchy", "false")
    return parts


def _is_fence(part: Element) -> bool:
    """Whether an operator is a bracket or a bar."""
    return part.tag == "mo" and (part.text or "") in _OPENING | _CLOSING | _BARS


def _aired(parts: list[Element]) -> list[Element]:
    """A thin space between a function's name and what it stands beside: log x, not logx."""
    done: list[Element] = []
    for part in parts:
        before = done[-1] if done else Element("mrow")
        named = _is_function(before) or _is_function(part)
        if named and before.tag in _OPERANDS and part.tag in _OPERANDS:
            done.append(Element("mspace", width="0.1667em"))
        done.append(part)
    return done


def _is_function(part: Element) -> bool:
    """Whether a part is a function's name, alone or with an index or exponent."""
    base = part[0] if part.tag in _SCRIPTS and len(part) else part
    return "function" in base.attrib


def strip_marks(made: Element) -> None:
    """Drop the marks that only this module reads."""
    for part in made.iter():
        part.attrib.pop("function", None)
        part.attrib.pop("upright", None)
