"""Formulas as one line of text."""

from __future__ import annotations

import pytest

from seodang.mathwords import words


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        ("F_1", "F1"),
        (r"f(-\ln 2)", "f(−ln 2)"),
        ("f'(-3)", "f′(−3)"),
        ("d^2", "d²"),
        (r"\frac{a + b}{2}", "(a + b)/2"),
        ("2{,}020", "2,020"),
        (r"\hat{y}", "ŷ"),
        (r"\sum_{i=1}^n x_i", "∑_(i = 1)^n xi"),
        ("f(-x) = -f(x)", "f(−x) = −f(x)"),
        (r"e^{-x}", "e^(−x)"),
    ],
)
def test_formulas_read_on_one_line(tex: str, said: str) -> None:
    """A name or an option says a formula as it is read, never as TeX."""
    assert words(tex) == said


def test_what_cannot_be_set_stays() -> None:
    """TeX that is none is still better than an empty name."""
    assert words(r"\frac{1}") == r"\frac{1}"
