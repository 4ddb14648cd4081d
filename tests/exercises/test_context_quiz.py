"""Data have one place each, programs print what Flask prints, and no wrong option is right."""

from __future__ import annotations

import contextlib
import io
import random
import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import flask
import pytest

from graders.quiz import Question, Variant, right_answers

FOLDER = Path(__file__).resolve().parents[2] / "exercises/flask/context-quiz"
SEEDS = 240
KINDS = {"where", "works", "counts", "blocks", "order", "statements"}


@pytest.fixture(scope="module")
def quiz() -> dict[str, Any]:
    """What variants.py defines; it is our own, so it may run here."""
    return runpy.run_path(str(FOLDER / "variants.py"))


@pytest.fixture(scope="module")
def questions(quiz: dict[str, Any]) -> list[tuple[Question, Variant]]:
    """Questions of many seeds, with their variants."""
    drawn = [quiz["generate"](random.Random(seed)) for seed in range(SEEDS)]
    return [(question, question.to_variant()) for question in drawn]


def printed(code: str) -> list[str]:
    """The lines that a program prints."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "program.py", "exec"), {"__name__": "program"})
    return output.getvalue().splitlines()


def programs(questions: list[tuple[Question, Variant]], kind: str) -> list[tuple[Variant, list[str]]]:
    """Variants of one kind, with what their programs print."""
    return [(each, printed(question.facts["code"])) for question, each in questions if each.question == kind]


def test_all_kinds_come_up(questions: list[tuple[Question, Variant]]) -> None:
    """Every kind of question is asked often enough."""
    kinds = Counter(variant.question for _, variant in questions)

    assert set(kinds) == KINDS
    assert min(kinds.values()) >= SEEDS / 12


def test_the_pool_is_large_and_without_doubles(quiz: dict[str, Any]) -> None:
    """At least thirty descriptions, as many for each place, all different in both languages."""
    pairs = [pair for pool in quiz["DATA"].values() for pair in pool]
    statements = [each[:2] for each in quiz["TRUE"] + quiz["FALSE"]]

    assert set(quiz["DATA"]) == set(quiz["PLACES"])
    assert len(pairs) >= 30
    assert len({len(pool) for pool in quiz["DATA"].values()}) == 1
    for texts in (pairs, statements):
        assert all(len({pair[lang] for pair in texts}) == len(texts) for lang in (0, 1))
        assert all(re.search(r"[가-힣]", ko) and not re.search(r"[가-힣]", en) for en, ko in texts)


def test_no_description_names_its_place(quiz: dict[str, Any]) -> None:
    """The place of a datum is not told by its words."""
    for place, pool in quiz["DATA"].items():
        for english, _ in pool:
            assert not re.search(r"`g`|app\.config|\bsession\b(?!s)|`request`", english), (place, english)


def test_shows_what_flask_does(questions: list[tuple[Question, Variant]]) -> None:
    """Inside of a context there is a value, outside the very error of Flask."""
    found = programs(questions, "works")

    for variant, lines in found:
        options = {option.value: option.label.en.strip("`") for option in variant.fields[0].options}
        assert options[right_answers(variant)["line"]] == lines[-1]
        assert len(set(options.values())) == 3
    assert len({lines[-1] for _, lines in found}) >= 5


def test_errors_are_flasks_own(quiz: dict[str, Any]) -> None:
    """The two messages stand at the beginning of what Flask raises outside of contexts."""
    for name, kind in (("current_app", "application"), ("request", "request")):
        with pytest.raises(RuntimeError) as caught:
            bool(getattr(flask, name).name if name == "current_app" else flask.request.path)
        assert str(caught.value).splitlines()[0] == quiz["ERRORS"][kind]


@pytest.mark.parametrize("kind", ["counts", "blocks"])
def test_lines_are_what_the_program_prints(questions: list[tuple[Question, Variant]], kind: str) -> None:
    """Each line of a program with counters or blocks is the key of its field."""
    found = programs(questions, kind)

    for variant, lines in found:
        assert [float(x) if x.isdigit() else x for x in right_answers(variant).values()] == [
            float(line) if line.isdigit() else line for line in lines
        ]
    assert len({tuple(lines) for _, lines in found}) >= 10


def test_functions_are_called_in_the_keys_order(questions: list[tuple[Question, Variant]]) -> None:
    """Around a view Flask calls what is registered in the order of the key, each function once."""
    for variant, lines in programs(questions, "order"):
        assert list(right_answers(variant).values()) == lines
        assert len(set(lines)) == len(lines) >= 3


def test_true_statements_are_chosen_alone(
    quiz: dict[str, Any], questions: list[tuple[Question, Variant]]
) -> None:
    """No statement of the false ones is in a key, and none of the true ones is left out."""
    true = {each[0] for each in quiz["TRUE"]}
    for _, variant in questions:
        if variant.question == "statements":
            named = {option.value for option in variant.fields[0].options if option.label.en in true}
            assert set(right_answers(variant)["true"].split(",")) == named
