from __future__ import annotations

from html.parser import HTMLParser

import pytest

from seodang.markdown import render


def test_formulas_become_tex_for_the_page() -> None:
    """Formulas keep their TeX, escaped, in elements that the page draws."""
    html = render("Inline $a < b$ and\n\n$$\n\\sum_i x_i\n$$\n")

    assert '<span class="math inline">a &lt; b</span>' in html
    assert '<div class="math display">\\sum_i x_i</div>' in html


def test_dollars_in_code_are_dollars() -> None:
    """Code is left alone."""
    assert "<code>$x$</code>" in render("`$x$`")


def test_tables_and_code_blocks() -> None:
    """Tables have aligned cells without styles; code blocks name their language."""
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |\n\n```python\nx = 1\n```\n")

    assert '<td class="align-right">2</td>' in html
    assert 'class="language-python"' in html
    assert "style=" not in html


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
    ],
)
def test_nothing_runs(text: str) -> None:
    """No markup of an author runs anything in a reader's browser."""
    found = _Tags()
    found.feed(render(text, lambda name: f"/figures/{name}"))

    assert found.tags <= {"p", "a", "img", "span"}
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
