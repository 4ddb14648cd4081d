"""Gradescope's results.json, held against what its specification says of each field."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from graders.formats import FORMATS, Reader
from tests.graders.formats.reports import REPORTS, graded
from tests.graders.test_report import SECRET

#: "Output format" of https://gradescope-autograders.readthedocs.io/en/latest/specs/; it has no schema
NUMBER, TEXT = {"type": "number"}, {"type": "string"}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
TEXT_FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
TEST = {
    "type": "object",
    "properties": {
        "score": NUMBER,
        "max_score": NUMBER,
        "status": {"enum": ["passed", "failed"]},
        "name": TEXT,
        "name_format": TEXT_FORMAT,
        "number": TEXT,
        "output": TEXT,
        "output_format": TEXT_FORMAT,
        "tags": {"type": "array", "items": TEXT},
        "visibility": VISIBILITY,
        "extra_data": {"type": "object"},
    },
    "additionalProperties": False,
}
RESULTS = {
    "type": "object",
    "properties": {
        "score": NUMBER,
        "execution_time": {"type": "integer"},
        "output": TEXT,
        "output_format": TEXT_FORMAT,
        "test_output_format": TEXT_FORMAT,
        "test_name_format": TEXT_FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {"type": "array", "items": TEST},
        "leaderboard": {"type": "array"},
    },
    "required": ["score", "tests"],
    "additionalProperties": False,
}


def results(name: str, lang: str = "en") -> dict[str, Any]:
    """The results of this report, held against the specification."""
    made: dict[str, Any] = json.loads(FORMATS["gradescope"](graded(name), Reader(lang)))
    jsonschema.validate(made, RESULTS)
    return made


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "broken"])
def test_results_have_the_specified_form(name: str) -> None:
    """Every field is one that Gradescope documents, with a value it takes."""
    assert results(name)["tests"]


def test_scores_are_points() -> None:
    """The score of the whole is the sum of its tests, each with its points."""
    made = results("mixed")

    assert made["score"] == sum(test["score"] for test in made["tests"]) == 2
    assert [test["status"] for test in made["tests"]] == ["passed", "failed", "failed", "failed"]


def test_hidden_checks_are_closed() -> None:
    """A student sees of a hidden check its title, its hint and that it failed."""
    hidden = results("mixed")["tests"][2]

    assert SECRET not in json.dumps(hidden)
    assert hidden["output"] == "Multiply."


def test_our_fault_gives_no_results() -> None:
    """Without results Gradescope reports a failed autograder and takes no points."""
    assert FORMATS["gradescope"](graded("broken"), Reader("en")) == ""


def test_texts_follow_the_language() -> None:
    """Titles and verdicts are Korean where that was asked for."""
    made = results("mixed", "ko")

    assert made["output"] == "오답\nstudents/mixed.py:3: 이 호출은 쓰지 마세요."
    assert made["tests"][0]["name"] == "작은 수"
