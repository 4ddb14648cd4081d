"""Formulas: TeX of authors as MathML, made here so that a page needs no script to show it."""

from __future__ import annotations

import html
import logging
import re
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, tostring

from latex2mathml.converter import Converter

from .mathcore import THOUSANDS_MARK, UnsettableError, core, strip_marks

log = logging.getLogger(__name__)

MAX_LENGTH = 4000
LONG = 28
"""Signs from which a formula within a sentence may be wider than a phone."""
_SPELLINGS = {  # ours, and what the library knows by another name
    r"\begin{aligned}": r"\begin{align*}",
    r"\end{aligned}": r"\end{align*}",
    r"\begin{gathered}": r"\begin{matrix}",
    r"\end{gathered}": r"\end{matrix}",
    r"\mathrm{": r"\mathrm {",  # without the space the library takes one upright letter for a plain one
    r"\arg\min": r"\argmin",
    r"\arg\max": r"\argmax",
}
_THOUSANDS = re.compile(r"(?<=\d)\{,\}(?=\d{3})")
_DEFINITIONS = re.compile(r"\\(?:def|newcommand|renewcommand|newenvironment|DeclareMathOperator)\b")


def formula(tex: str, *, display: bool = False) -> str:
    """This TeX as a `math` element; what cannot be set stays as TeX in `code`, and the log names it."""
    return _formula(tex.strip(), display)


@lru_cache(maxsize=4096)
def _formula(tex: str, display: bool) -> str:
    """The HTML of a formula; the same formula is set once."""
    made = tree(tex, display=display)
    if made is None:
        return f'<code class="math">{html.escape(tex)}</code>'
    shown = tostring(made, encoding="unicode", short_empty_elements=False)
    if display:
        return f'<span class="math display">{shown}</span>'
    signs = sum(len(text) for part in made.iter() if part.tag != "annotation" for text in (part.text or "",))
    return f'<span class="math long">{shown}</span>' if signs > LONG else shown


def tree(tex: str, *, display: bool = False) -> Element | None:
    """The `math` element of a formula; of TeX that cannot be set none, and the log names it."""
    try:
        return _set(tex.strip(), display)
    # The library raises whatever its state machine trips over, from IndexError to RecursionError.
    except Exception as error:  # noqa: BLE001 - a formula must not cost its page
        log.warning("a formula cannot be set: %s (%s)", tex[:200], str(error) or type(error).__name__)
        return None


def _set(tex: str, display: bool) -> Element:
    """The `math` element of a formula, with its TeX as annotation for those who copy or listen."""
    if len(tex) > MAX_LENGTH:
        raise UnsettableError("too long")
    if _DEFINITIONS.search(tex):
        raise UnsettableError("definitions")
    source = _THOUSANDS.sub(THOUSANDS_MARK, tex)
    for ours, theirs in _SPELLINGS.items():
        source = source.replace(ours, theirs)
    made = core(Converter(display="block" if display else "inline").convert_to_element(source))
    strip_marks(made)
    math = Element("math", {"display": "block"} if display else {})
    math.set("alttext", tex)
    semantics = SubElement(math, "semantics")
    semantics.extend(made)
    SubElement(semantics, "annotation", encoding="application/x-tex").text = tex
    return math
