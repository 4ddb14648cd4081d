from __future__ import annotations

import logging
import re
from xml.etree import ElementTree

import pytest

from seodang import mathml
from seodang.mathcore import ELEMENTS
from seodang.mathml import formula

PRIME = '<mo form="postfix" lspace="0em" rspace="0em">′</mo>'


def shown(tex: str, *, display: bool = False) -> str:
    """The MathML of a formula, without its annotation."""
    return re.sub(r"<annotation.*</annotation>", "", formula(tex, display=display))


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (
            r"\left\lfloor \frac{n}{s} \right\rfloor",
            '<mo stretchy="true" fence="true" form="prefix">⌊</mo><mfrac>',
        ),
        (r"n' = 3", f"<mrow><mi>n</mi>{PRIME}</mrow><mo>=</mo>"),
        (r"x_2'", f"<msub><mrow><mi>x</mi>{PRIME}</mrow><mn>2</mn></msub>"),
        (r"x'^2", f"<msup><mrow><mi>x</mi>{PRIME}</mrow>"),
        (r"\mathrm{softmax}(x)", "<mi>softmax</mi><mo"),
        (r"\operatorname{softmax}(x)", "<mi>softmax</mi><mo"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi><mi>x</mi>'),
        (r"48{,}120", "<mn>48,120</mn>"),
        (r"(1, 2)", "<mn>1</mn><mo>,</mo><mn>2</mn>"),
        (r"\log x", '<mi>log</mi><mspace width="0.1667em"></mspace><mi>x</mi>'),
        (r"\log (x)", "<mi>log</mi><mo"),
        (r"\min_{w} w", '<munder><mo movablelimits="true" lspace="0em" rspace="0em">min</mo>'),
        (r"\hat m", '<mover accent="true"><mi>m</mi><mo stretchy="false">ˆ</mo></mover>'),
        (r"\mathbf{Wx}", "<mi>𝐖</mi><mi>𝐱</mi>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\text{그 밖}", "<mtext>그\xa0밖</mtext>"),
        (r"(-3)", '<mo form="prefix">\u2212</mo><mn>3</mn>'),
        (r"a/b", '<mo lspace="0em" rspace="0em">/</mo>'),
        (r"|a| + |b|", '<mo stretchy="false" form="postfix">|</mo><mo>+</mo>'),
        (r"\begin{cases} x \\ 0 \end{cases}", '<mtd class="left"><mi>x</mi></mtd>'),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", '<mtable displaystyle="true" class="aligned">'),
    ],
)
def test_what_authors_write_is_set(tex: str, expected: str) -> None:
    """The TeX of lessons and prompts becomes the MathML that browsers draw as TeX would."""
    assert expected in shown(tex)


def test_brackets_fit_their_own_matrix() -> None:
    """The brackets of a matrix stretch with it, not with a taller one beside it."""
    html = shown(r"\begin{pmatrix}1\end{pmatrix} \begin{pmatrix}1\\2\\3\end{pmatrix}")

    assert html.count("<mrow><mo>(</mo><mtable>") == 2


def test_formulas_carry_their_tex() -> None:
    """Who listens to a page or copies from it gets the author's TeX."""
    root = ElementTree.fromstring(formula(r"a < \frac{1}{2}"))
    annotation = root.find("semantics/annotation")

    assert root.get("alttext") == r"a < \frac{1}{2}"
    assert annotation is not None
    assert annotation.text == r"a < \frac{1}{2}"


def test_long_formulas_in_a_line_may_scroll() -> None:
    """A formula wider than a phone gets a box of its own; a short one stays in its line."""
    assert formula("x + 1 = 2").startswith("<math")
    assert formula("+".join(["x"] * 30)).startswith('<span class="math long">')


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a",
        r"\nosuchcommand x",
        r"a & b",
        r"a \\ b",
        r"\left( x",
        r"x^",
        r"\href{https://evil.example}{x}",
        r"\class{x}{y}",
        r"\style{color:red}{y}",
        r"\def\a{\a\a}\a",
        r"\newcommand{\a}{b}\a",
        "{" * 2000,
        "x" * 5000,
    ],
)
def test_what_cannot_be_set_stays_readable(tex: str, caplog: pytest.LogCaptureFixture) -> None:
    """A formula that cannot be set costs neither page nor words: its TeX is shown, and the log says so."""
    mathml._formula.cache_clear()
    with caplog.at_level(logging.WARNING):
        html = formula(tex)

    assert html.startswith('<code class="math">')
    assert "cannot be set" in caplog.text


@pytest.mark.parametrize(
    "tex", [r"\xrightarrow{f}", r"\overline{xy}", r"\color{red}{x}", r"\binom{n}{k}", r"\tilde A"]
)
def test_only_core_reaches_a_page(tex: str) -> None:
    """No element or attribute outside the list is ever written."""
    html = formula(tex)
    if html.startswith("<code"):
        return
    for element in ElementTree.fromstring(html).iter():
        assert set(element.attrib) <= ELEMENTS[element.tag]
