from __future__ import annotations

import msgspec
import pytest

from graders.quiz import Question, choice, matching, number, ordering, right_answers, score, several, table
from graders.quiz.issuing import VariantError, check_variant
from graders.quiz.questions import Part
from graders.quiz.variant import Variant


def made(*parts: Part) -> Variant:
    """A variant of these fields."""
    return Question("q", {"en": "What?", "ko": "무엇?"}, parts, "Because.").to_variant()


def test_ordering_is_a_choice_for_each_place():
    """The right order scores full marks, a swap loses two places."""
    variant = made(
        ordering("steps", "Order", ["forward", "loss", "backward"], ["forward", "loss", "backward"])
    )

    assert score(variant, right_answers(variant)).correct
    swapped = {"steps.1": "loss", "steps.2": "forward", "steps.3": "backward"}
    assert [each.correct for each in score(variant, swapped).fields] == [False, False, True]


def test_matching_is_a_choice_for_each_item():
    """Each item is matched on its own."""
    variant = made(
        matching(
            "kind",
            "Match",
            {"cnn": "CNN", "rnn": "RNN"},
            ["images", "text"],
            {"cnn": "images", "rnn": "text"},
        )
    )

    assert [field.name for field in variant.fields] == ["kind.cnn", "kind.rnn"]
    assert score(variant, {"kind.cnn": "images", "kind.rnn": "images"}).score == 0.5


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: choice("c", "c", ["a", "b"], "x"),
        lambda: several("s", "s", ["a", "b"], []),
        lambda: several("s", "s", ["a", "b"], ["x"]),
        lambda: ordering("o", "o", ["a", "b"], ["a"]),
        lambda: matching("m", "m", {"a": "A"}, ["x"], {}),
        lambda: table("t", "t", ["a", "b"], [["only one"]]),
        lambda: made(number("a", "a", 1), number("a", "a", 2)),
    ],
)
def test_question_that_cannot_be_answered_is_refused(mistake):
    """An author hears at once of a key outside the options, or of two fields of one name."""
    with pytest.raises(ValueError):
        mistake()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("prompt", {"en": "x"}),
        ("prompt", {"en": "x", "ko": " "}),
        ("worked", {"en": "", "ko": "x"}),
        ("fields", []),
        ("keys", {}),
        ("keys", {"n": {"type": "choice", "value": "x"}}),
        ("keys", {"n": {"type": "number", "value": float("nan")}}),
        ("question", "no spaces allowed"),
        ("score", 1.0),
    ],
)
def test_data_from_a_cell_is_checked_before_it_is_a_variant(key: str, value: object):
    """What is not exactly a question, with texts in both languages and a key for each field, is refused."""
    data = msgspec.to_builtins(made(number("n", "n", 1)))

    assert check_variant(data).question == "q"
    with pytest.raises(VariantError):
        check_variant({**data, key: value})


def test_texts_of_a_variant_are_cleaned():
    """Control characters of an author's text do not reach a page."""
    data = msgspec.to_builtins(made(number("n", "n", 1)))
    variant = check_variant({**data, "prompt": {"en": "a\x1b[31m", "ko": "b\u202e"}})

    assert (variant.prompt.en, variant.prompt.ko) == ("a[31m", "b")
