from __future__ import annotations

import pytest

from graders.quiz import Question, choice, number, ordering, right_answers, score, several, table, text
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


@pytest.mark.parametrize("answer", [None, 12, 1.5, ["a"], {"a": 1}, b"12", True])
def test_answer_that_is_no_text_is_malformed(answer: object):
    """Whatever a caller hands in for a field is scored or malformed; nothing raises."""
    made = variant(number("a", "a", 12), choice("c", "c", EVEN, "odd"), text("t", "t", "x"))
    result = score(made, {"a": answer, "c": answer, "t": answer})  # type: ignore[dict-item]

    assert [each.malformed for each in result.fields] == [True] * 3
    assert all(each.message.en and each.message.ko for each in result.fields)


def test_answer_too_long_is_malformed():
    """A text is never cut and then called wrong."""
    assert outcome(text("t", "t", "x"), "x" * 2001) == "malformed"
    assert outcome(text("t", "t", "x" * 2000), "x" * 2000) == "right"


def test_option_in_two_places_is_malformed():
    """An order that holds one option twice is no order yet; each place that holds it is told."""
    made = variant(
        ordering("o", "Order", {"a": {"en": "first", "ko": "처음"}, "b": "b", "c": "c"}, ["a", "b", "c"])
    )
    result = score(made, {"o.1": "a", "o.2": " a", "o.3": "c"})

    assert [each.malformed for each in result.fields] == [True, True, False]
    assert "“first”" in result.fields[0].message.en
    assert "“처음”" in result.fields[0].message.ko
    assert not score(made, {"o.1": "b", "o.2": "a", "o.3": "c"}).malformed


@pytest.mark.parametrize("value", ["①", "a  b", "ﬁt"])
def test_option_is_found_by_its_own_value(value: str):
    """An option whose value is written in unusual characters can be chosen."""
    assert outcome(choice("c", "c", [value, "other"], value), value) == "right"
    assert outcome(several("s", "s", [value, "other"], [value]), value) == "right"


@pytest.mark.parametrize(
    "part",
    [
        number("n", "n", float("nan")),
        number("n", "n", 1.0, tolerance=float("inf")),
        text("t", "t", ["x", " "]),
        choice("c", "c", ["1", "①"], "1"),
    ],
)
def test_key_that_cannot_be_met_is_a_fault(part: Part):
    """A key no answer can meet, or two options that cannot be told apart, are told to the author."""
    assert variant(part).faults()
