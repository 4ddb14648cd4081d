from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from seodang.markdown import coded, plain, render, short, svg_size
from seodang.mathcore import ELEMENTS


def test_a_message_shows_code_and_nothing_else() -> None:
    """What stands between backticks is set as code; markup and dollars of a submission stay text."""
    assert coded("`coef0` is missing") == "<code>coef0</code> is missing"
    assert coded("KeyError: `<b>` costs $5 or $6 `") == ("KeyError: <code>&lt;b&gt;</code> costs $5 or $6 `")


def test_formulas_become_mathml() -> None:
    """Formulas are MathML when they arrive; in lines of their own they stand in a block that scrolls."""
    html = render("Inline $a < b$ and\n\n$$\n\\sum_i x_i\n$$\n")

    assert "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" in html
    assert '<p><span class="math display"><math display="block"' in html


def test_dollars_in_code_are_dollars() -> None:
    """Code is left alone."""
    assert "<code>$x$</code>" in render("`$x$`")


def test_tables_and_code_blocks() -> None:
    """Tables have aligned cells without styles; code blocks name their language."""
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |\n\n```python\nx = 1\n```\n")

    assert '<div class="table-scroll"><table>' in html
    assert '<th scope="col" class="align-left">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert 'class="language-python"' in html
    assert "style=" not in html


def test_an_empty_corner_is_no_heading() -> None:
    """The corner of a table with headings on two sides is a cell, not a heading without words."""
    html = render("| | b |\n|---|---|\n| 1 | 2 |\n")

    assert '<td></td>\n<th scope="col">b</th>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        "<img src=x onerror=alert(1)>",
        "![x](javascript:alert(1))",
        "[x](vbscript:x)",
        "<svg onload=alert(1)>",
        "$</span><script>alert(1)</script>$",
        '![x](figures/a.svg" onerror="alert(1))',
        "<style>*{}</style>",
        "<iframe src=//evil>",
        "[x](exercise:javascript)",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\style{background:url(//evil)}{x}$",
        r"$\text{<script>alert(1)</script>}$",
        r"$\text{</mtext></math><img src=x onerror=alert(1)>}$",
        r"$\unicode{x3c}script\unicode{x3e}$",
        r"$\text{&lt;script&gt;}$",
        r"$\verb|<svg onload=alert(1)>|$",
        "$$\n</annotation></semantics></math><script>alert(1)</script>\n$$",
        r"$\frac{<script>}{$",
    ],
)
def test_nothing_runs(text: str) -> None:
    """No markup of an author runs anything in a reader's browser."""
    found = _Tags()
    found.feed(render(text, lambda name: f"/figures/{name}", lambda slug: f"{slug}:alert(1)"))
    found.feed(short(text))

    assert found.tags <= {"p", "a", "img", "span", "code"} | set(ELEMENTS)
    assert not any(name.startswith("on") or name == "style" for name, _ in found.attributes)
    assert not any("script:" in value or value.startswith("data:") for _, value in found.attributes)


class _Tags(HTMLParser):
    """What a browser would make of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_figures_get_the_address_of_the_bundle() -> None:
    """Images of the bundle are found; images from elsewhere are not loaded."""
    html = render(
        "![a](figures/curve.svg) ![b](https://evil.example/x.png) ![c](figures/../checks.py)",
        lambda n: f"/f/{n}",
    )

    assert 'src="/f/curve.svg"' in html
    assert "evil.example" not in html
    assert "checks.py" not in html


def test_links_name_exercises_by_their_slug() -> None:
    """`exercise:SLUG` leads where the page says; without an address its words lead nowhere."""
    html = render(
        "[pool](exercise:pooling) [gone](exercise:gone) [next](lesson:5-2)",
        exercise_url=lambda slug: "/courses/ai/exercises/pooling" if slug == "pooling" else None,
        lesson_url=lambda section: f"/courses/ai/lessons/{section}",
    )

    assert 'href="/courses/ai/exercises/pooling"' in html
    assert 'href="/courses/ai/lessons/5-2"' in html
    assert ">gone</a>" in html
    assert "exercise:" not in html


def test_links_to_exercises_without_addresses_are_words() -> None:
    """Where no exercise can be linked, nothing of the scheme is left."""
    assert "exercise:" not in render("[pool](exercise:pooling)")


def test_short_texts_hold_code_and_formulas() -> None:
    """A title or a label is one line: code and formulas are set, everything else is text."""
    html = short("`x<y` gives $\\sqrt{2}$ & <b>")

    assert "<code>x&lt;y</code> gives " in html
    assert "<msqrt><mn>2</mn></msqrt>" in html
    assert html.endswith(" &amp; &lt;b&gt;")


def test_labels_without_marks() -> None:
    """Where only words may stand, the marks of code and formulas fall away."""
    assert plain("`x` and $y_1$ or $f(-\\ln 2)$") == "x and y1 or f(−ln 2)"


@pytest.mark.parametrize("setting", [render, short])
def test_no_line_break_parts_a_formula_from_its_particle(setting: Callable[[str], str]) -> None:
    """What is written close to a formula stays on its line; what follows a space does not."""
    html = setting("the ($x$) and $y$를 쓰는 $z$ end")

    assert '<span class="together">(<math alttext="x">' in html
    assert "</math>)</span> and" in html
    assert "</math>를</span> 쓰는 <math" in html
    assert "</math> end" in html


def test_figures_keep_their_place_while_they_come() -> None:
    """A figure whose size is known says so, so that the text below it does not move."""
    html = render("![a](figures/a.svg) ![b](figures/b.svg)", str, sizes={"a.svg": (560, 220), "b.svg": None})

    assert '<img src="a.svg" width="560" height="220" alt="a">' in html
    assert '<img src="b.svg" alt="b">' in html


def test_a_drawing_says_its_size() -> None:
    """Width and height are read from the drawing's first element, in pixels or not at all."""
    assert svg_size(
        b'<svg viewBox="0 0 1 2" width="560" height="220"><rect width="1" height="1"/></svg>'
    ) == (560, 220)
    assert svg_size('<svg width="50%" height="220"/>') is None
    assert svg_size("<p>") is None


def test_heading_of_a_formula_has_a_name() -> None:
    """A column whose heading is a formula says it in words too, for readers that leave MathML out."""
    made = render("| point | $d^2$ |\n|---|---|\n| P1 | 4 |")
    assert '<th scope="col" aria-label="d²">' in made
    assert '<th scope="col">point</th>' in made
