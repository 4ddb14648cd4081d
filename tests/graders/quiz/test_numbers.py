from __future__ import annotations

import pytest

from graders.quiz import Question, number, score
from graders.quiz.questions import Part


def outcome(part: Part, answer: str) -> str:
    """What comes of one answer to one field."""
    variant = Question("q", "What?", [part], "Because.").to_variant()
    (result,) = score(variant, {part.fields[0].name: answer}).fields
    return "malformed" if result.malformed else "right" if result.correct else "wrong"


def told(part: Part, answer: str) -> str:
    """What is said about one answer, in English."""
    variant = Question("q", "What?", [part], "Because.").to_variant()
    return score(variant, {part.fields[0].name: answer}).fields[0].message.en


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("12", "right"),
        (" 12.0 ", "right"),
        ("+12", "right"),
        ("1.2e1", "right"),
        ("24/2", "right"),
        ("12 px", "right"),
        ("12PX", "right"),
        ("１２", "right"),
        ("11.9", "right"),
        ("11.8", "wrong"),
        ("-12", "wrong"),
        ("\N{MINUS SIGN}12", "wrong"),
        ("1,200", "wrong"),
        ("12 cm", "malformed"),
        ("twelve", "malformed"),
        ("", "malformed"),
        ("   ", "malformed"),
        ("nan", "malformed"),
        ("NaN px", "malformed"),
        ("inf", "malformed"),
        ("-Infinity", "malformed"),
        ("∞", "malformed"),
        ("1/0", "malformed"),
        ("0^-1", "malformed"),
        ("1,2", "malformed"),
        ("12,000,0", "malformed"),
        ("0x0c", "malformed"),
        ("12 12", "malformed"),
        ("1.2.3", "malformed"),
        ("1e999", "malformed"),
        ("1e-999", "malformed"),
        ("1e999999", "malformed"),
        ("99999^999", "malformed"),
        ("9" * 1000, "malformed"),
        ("__import__('os')", "malformed"),
    ],
)
def test_number_within_tolerance(answer: str, expected: str):
    """A number is right within its tolerance, with its unit or without; what is no number is malformed."""
    assert outcome(number("n", "n", 12, tolerance=0.1, unit="px"), answer) == expected


@pytest.mark.parametrize(
    ("right", "answer"),
    [
        (1000, "1,000"),
        (1000, "1 000"),
        (1000, "1\N{NARROW NO-BREAK SPACE}000"),
        (1000, "1_000"),
        (1000, "1e3"),
        (1000, "1E+3"),
        (1000, "10^3"),
        (1000, "10³"),
        (1500, "1.5 × 10³"),
        (1500, "1.5*10^3"),
        (0.0015, "1.5x10⁻³"),
        (1024, "2^10"),
        (1234567.5, "1,234,567.5"),
        (-0.5, "-.5"),
        (-0.5, "\N{MINUS SIGN} 0.5"),
        (-0.5, "\N{EN DASH}0.5"),
        (-5, "- 5."),
        (1 / 3, "1/3"),
        (1 / 3, "1 / 3"),
        (0.5, "½"),
        (0.5, "1\N{FRACTION SLASH}2"),
        (2.5, "0.5/0.2"),
    ],
)
def test_number_is_read_as_people_write_it(right: float, answer: str):
    """Grouped thousands, fractions, powers of ten and every kind of minus are the numbers they look like."""
    assert outcome(number("n", "n", right), answer) == "right"


@pytest.mark.parametrize("answer", ["1½", "1 1/2", "3,5", "0,125"])
def test_number_with_two_readings_is_malformed(answer: str):
    """What could be two numbers, or a decimal or a thousand, is asked about and never guessed."""
    assert outcome(number("n", "n", 5.5), answer) == "malformed"


def test_message_says_how_to_write_it():
    """Each malformed number is told what is the matter with it."""
    part = number("n", "n", 12, unit="px")

    assert "with a point" in told(part, "0,5")
    assert "zero" in told(part, "3/0")
    assert "exponent" in told(part, "1e999")
    assert "px" in told(part, "12 cm")
    assert "without “cm”" in told(number("n", "n", 12), "12 cm")
    assert "0.75" in told(number("n", "n", 0.75), "75 ％")


def test_tolerance_is_exact():
    """Decimal answers are compared as they are written, not as binary fractions of them."""
    assert outcome(number("n", "n", 0.3), "0.3") == "right"
    assert outcome(number("n", "n", 0.1 + 0.2), "0.3") == "right"
    assert outcome(number("n", "n", 1 / 3, tolerance=0.01), "0.34") == "right"
    assert outcome(number("n", "n", 61706), "61,706") == "right"
    assert outcome(number("n", "n", 10**30), "1000000000000000000000000000000") == "right"
    assert outcome(number("n", "n", 10**30), "1000000000000000000000000000001") == "wrong"


def test_relative_tolerance_is_a_share_of_the_key():
    """The larger of the two tolerances counts."""
    part = number("n", "n", 2000, relative=0.01)
    assert [outcome(part, text) for text in ("2020", "1980", "2021")] == ["right", "right", "wrong"]
    both = number("n", "n", -2, tolerance=0.5, relative=0.01)
    assert [outcome(both, text) for text in ("-2.5", "-2.51")] == ["right", "wrong"]


def test_unit_may_be_written_in_other_ways():
    """Other spellings of a unit count alike, other units by what they are worth."""
    spelled = number("n", "n", 12, unit="px", units=["pixels", "픽셀"])
    assert [outcome(spelled, f"12 {unit}") for unit in ("pixels", "픽셀", "PX")] == ["right"] * 3
    timed = number("n", "n", 0.25, unit="s", units={"ms": 0.001})
    assert [outcome(timed, text) for text in ("0.25", "250 ms", "250", "250 s")] == [
        "right", "right", "wrong", "wrong",
    ]  # fmt: skip
    share = number("n", "n", 0.75, units={"%": 0.01})
    assert [outcome(share, text) for text in ("75%", "0.75", "75")] == ["right", "right", "wrong"]
    area = number("n", "n", 9, unit="m²")
    assert [outcome(area, text) for text in ("9 m²", "9 m^2", "9 m")] == ["right", "right", "malformed"]
