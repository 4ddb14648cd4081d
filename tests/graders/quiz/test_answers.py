from __future__ import annotations

import pytest

from graders.quiz import Question, choice, number, right_answers, score, several, table, text
from graders.quiz.questions import Part
from graders.quiz.variant import Variant, student_view

EVEN = {"even": {"en": "even", "ko": "짝수"}, "odd": {"en": "odd", "ko": "홀수"}}


def variant(*parts: Part) -> Variant:
    """A variant of these fields."""
    return Question("q", "What?", parts, "Because.").to_variant()


def outcome(part: Part, answer: str) -> str:
    """What comes of one answer to one field."""
    (result,) = score(variant(part), {part.fields[0].name: answer}).fields
    return "malformed" if result.malformed else "right" if result.correct else "wrong"


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
        ("inf", "malformed"),
        ("1/0", "malformed"),
        ("1,2", "malformed"),
        ("0x0c", "malformed"),
        ("12 12", "malformed"),
        ("1e999999", "malformed"),
        ("9" * 1000, "malformed"),
        ("__import__('os')", "malformed"),
    ],
)
def test_number_within_tolerance(answer: str, expected: str):
    """A number is right within its tolerance, with its unit or without; what is no number is malformed."""
    assert outcome(number("n", "n", 12, tolerance=0.1, unit="px"), answer) == expected


def test_tolerance_is_exact():
    """Decimal answers are compared as they are written, not as binary fractions of them."""
    assert outcome(number("n", "n", 0.3), "0.3") == "right"
    assert outcome(number("n", "n", 0.1 + 0.2), "0.3") == "right"
    assert outcome(number("n", "n", 1 / 3, tolerance=0.01), "0.34") == "right"
    assert outcome(number("n", "n", 61706), "61,706") == "right"
    assert outcome(number("n", "n", 10**30), "1000000000000000000000000000000") == "right"
    assert outcome(number("n", "n", 10**30), "1000000000000000000000000000001") == "wrong"


@pytest.mark.parametrize(
    ("answer", "expected"), [("even", "right"), ("odd", "wrong"), ("prime", "malformed"), ("", "malformed")]
)
def test_choice_is_one_of_the_options(answer: str, expected: str):
    """A value that was not offered is malformed, never wrong."""
    assert outcome(choice("c", "c", EVEN, "even"), answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("a,c", "right"),
        ("c, a", "right"),
        ("a", "wrong"),
        ("a,b,c", "wrong"),
        ("a,x", "malformed"),
        (",", "malformed"),
    ],
)
def test_several_needs_exactly_the_right_ones(answer: str, expected: str):
    """Order and spaces do not count; one too few or too many is wrong."""
    assert outcome(several("s", "s", ["a", "b", "c"], ["a", "c"]), answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("max pooling", "right"),
        ("  Max   Pooling ", "right"),
        ("최대 풀링", "right"),
        ("pooling", "wrong"),
        ("", "malformed"),
    ],
)
def test_text_ignores_case_and_spacing(answer: str, expected: str):
    """Any accepted text is right, however it is spaced and capitalised."""
    assert outcome(text("t", "t", ["max pooling", "최대 풀링"]), answer) == expected
    assert outcome(text("t", "t", "ReLU", exact_case=True), "relu") == "wrong"


def test_score_is_the_share_of_right_fields():
    """Fields count alike; a malformed one is neither right nor wrong, and says so."""
    made = variant(number("a", "a", 1), number("b", "b", 2), choice("c", "c", EVEN, "odd"))
    result = score(made, {"a": "1", "b": "x", "c": "odd", "unknown": "1"})

    assert (result.correct, result.malformed) == (False, True)
    assert result.score == pytest.approx(2 / 3, abs=1e-6)
    assert "not a number" in result.fields[1].message.en
    assert "숫자" in result.fields[1].message.ko


def test_table_is_filled_cell_by_cell():
    """Fields inside a table keep their names, and full marks need each of them."""
    made = variant(
        table(
            "layers",
            "Layers",
            ["Layer", "Size", "Parameters"],
            [["C1", number("c1.size", "C1 size", 28), number("c1.parameters", "C1 parameters", 156)],
             ["S2", number("s2.size", "S2 size", 14), "0"]],
        )
    )  # fmt: skip

    assert made.faults() == []
    assert [field.group for field in made.fields] == ["layers"] * 3
    assert made.groups[0].rows[1][1].en == "@s2.size"
    assert score(made, right_answers(made)).correct
    assert score(made, {"c1.size": "28", "c1.parameters": "156", "s2.size": "13"}).score == pytest.approx(
        2 / 3, abs=1e-6
    )


def test_student_sees_neither_key_nor_worked_solution():
    """The view of a variant holds what is asked and nothing that answers it."""
    view = student_view(variant(number("secret", "n", 4711)))

    assert set(view) == {"question", "prompt", "fields", "groups", "figures"}
    assert "4711" not in str(view)
