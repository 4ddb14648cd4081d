"""Numbers and texts as questions write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graders.quiz import both, decimal, equals, exact, grouped, spell, tex


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Fraction(1, 3), 3, "0.333"),
        (Fraction(1, 2), 3, "0.5"),
        (0.125, 2, "0.13"),
        (2.675, 2, "2.68"),
        (-0.25, 1, "-0.3"),
        (Fraction(-1, 3000), 3, "0"),
        (12, 0, "12"),
        (1000.0, 2, "1000"),
        (1e-5, 3, "0"),
        (0.05, 1, "0.1"),
    ],
)
def test_a_decimal_is_rounded_as_at_school(value: float, places: int, written: str) -> None:
    """Ties go away from zero, floats count as they are written, and nothing is minus zero."""
    assert decimal(value, places) == written


def test_sentences_have_a_true_minus() -> None:
    """A hyphen is no minus where no formula sets it."""
    assert spell(-1.5) == "−1.5"


def test_a_rounded_number_is_only_nearly_equal() -> None:
    """Whoever reads a formula sees whether digits were left out."""
    assert equals(Fraction(1, 4)) == "= 0.25"
    assert equals(Fraction(2, 3), 2) == r"\approx 0.67"
    assert equals(0.1, 1) == "= 0.1"


def test_fractions_and_thousands_are_set_as_formulas() -> None:
    """A whole number has no denominator, and the sign stands before the bar."""
    assert tex(Fraction(-1, 3)) == r"-\frac{1}{3}"
    assert tex(4) == "4"
    assert grouped(61706) == "61{,}706"


def test_a_key_is_whole_where_its_value_is() -> None:
    """The worked solution would not name 3.0."""
    assert repr(exact(Fraction(6, 2))) == "3"
    assert exact(Fraction(1, 4)) == 0.25


def test_a_text_has_both_languages() -> None:
    """Fields and prompts take it as it is."""
    assert both("yes", "예") == {"en": "yes", "ko": "예"}
