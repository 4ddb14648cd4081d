from __future__ import annotations

import re
from pathlib import Path

import pytest

from graders.phrases import PHRASES
from graders.problems import Problem

GRADERS = Path(__file__).parents[2] / "graders"
#: where a code of a problem is written: Problem.of(file, key, "code", …), _refused(name, "code", …)
_CODE = re.compile(r'(?:Problem\.of\(\s*[^,]+,|_refused\()\s*[^,]+,\s*"(\w+)"')
#: a key of the catalogue; the `both` of quizzes has the texts themselves
_KEY = re.compile(r"both\(\s*\"([\w.]+)\"")
_CATALOGUE = re.compile(r"from graders\.bilingual import .*\bboth\b")


def codes() -> set[str]:
    """Every code the host side gives a problem."""
    texts = [path.read_text() for path in GRADERS.rglob("*.py")]
    return {code for text in texts for code in _CODE.findall(text)}


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_problem_has_a_text_and_a_cure(code: str):
    """A code without phrases would reach an author as a bare key."""
    assert f"bundle.{code}" in PHRASES
    assert f"bundle.{code}.cure" in PHRASES


def test_codes_are_found_at_all():
    """The pattern above still matches how problems are made."""
    assert {"missing_key", "zip_ratio", "wrong_passes", "unknown_key"} <= codes() | {"unknown_key"}


def test_every_key_of_the_host_side_is_in_the_catalogue():
    """Whatever is asked for in both languages exists."""
    texts = [path.read_text() for path in GRADERS.rglob("*.py")]
    asked = {key for text in texts if _CATALOGUE.search(text) for key in _KEY.findall(text)}

    assert {"training.score", "training.not_applied"} <= asked
    assert sorted(asked - set(PHRASES)) == []


def test_problem_without_particulars_still_reads():
    """A problem is one line in each language, with its place first."""
    problem = Problem.of("exercise.toml", "", "missing_file")

    assert problem.line("ko").startswith("exercise.toml: ")
    assert "{" not in problem.line("en")
