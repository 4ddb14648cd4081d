"""Names of the controls of a question, for those who hear the page."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string

from graders.quiz import Question, choice, matching, number, ordering, score, several, table, text
from seodang.presenters.answers import items

TEX = r"$f(-\ln 2)$"
SAID = 'aria-label="f(−ln 2)"'
OPTIONS = {"one": TEX, "two": "another"}
MACROS = """{% from "macros/quiz.html" import quiz_fields %}{{ quiz_fields(variant) }}"""


@pytest.mark.parametrize(
    "part",
    [
        number("n", TEX, 1),
        text("n", TEX, "a"),
        choice("n", "which", OPTIONS, "one"),
        several("n", "which", OPTIONS, ["one"]),
        choice("n", TEX, ["a", "b"], "a"),
        matching("n", "pairs", {"a": TEX}, ["x", "y"], {"a": "x"}),
        ordering("n", TEX, ["x", "y"], ["y", "x"]),
        table("t", "table", ["layer", TEX], [["C1", number("n", "C1: side", 1)]]),
        table("t", "table", ["layer", "side"], [["C1", number("n", TEX, 1)]]),
    ],
    ids=lambda part: f"{part.group.kind if part.group else part.fields[0].kind}",
)
def test_formulas_count_among_the_words(app: Flask, part: object) -> None:
    """A label that is a formula names its control in words too: MathML alone is no name for every reader."""
    assert SAID in _drawn(app, Question("q", "?", [part], "because"))  # type: ignore[list-item]


def test_plain_labels_stay_the_name(app: Flask) -> None:
    """A label in words is tied to its control, and nothing is said twice."""
    made = _drawn(app, Question("q", "?", [number("n", "Sum", 1)], "because"))
    wanted = re.search(r'<label[^>]* for="([^"]+)">Sum</label>', made)
    assert wanted
    assert f'id="{wanted[1]}"' in made
    assert "aria-label" not in made


def test_answered_table_is_reached_by_keys(app: Flask) -> None:
    """A table that scrolls has no control any more once it is answered, so it takes the focus itself."""
    part = table("t", "Sizes", ["layer", "side"], [["C1", number("n", "C1: side", 1)]])
    scrolls = 'class="answer-scroll" role="region" aria-label="Sizes" tabindex="0"'

    assert scrolls not in _drawn(app, Question("q", "?", [part], "because"))
    assert scrolls in _drawn(app, Question("q", "?", [part], "because"), given={"n": "2"})


def _drawn(app: Flask, question: Question, given: dict[str, str] | None = None) -> str:
    """The fields of a question as its page shows them, to be answered or once they are."""
    variant, values = question.to_variant(), given or {}
    results = {each.name: each for each in score(variant, values).fields} if given else {}
    shown = items(variant, "en", values, results, answered=bool(given))
    with app.test_request_context():
        return render_template_string(MACROS, variant=SimpleNamespace(items=shown, answered=bool(given)))
