from __future__ import annotations

import pytest

from graders.grading import Grader
from graders.quiz import VariantError, issue, right_answers, score
from tests.graders import samples


def test_variant_comes_from_its_seed(grader: Grader):
    """One seed gives one variant, another seed another; the key scores full marks."""
    first, again, other = (issue(samples.quiz(), seed, grader) for seed in (1, 1, 2))

    assert first == again
    assert first != other
    assert score(first, right_answers(first)).correct
    assert first.prompt.ko.endswith("+ 1$?")


def test_generator_that_fails_says_why_to_its_author(grader: Grader):
    """The author's traceback is part of the error."""
    with pytest.raises(VariantError, match="no more questions"):
        issue(samples.quiz("def generate(rng): raise RuntimeError('no more questions')"), 1, grader)


@pytest.mark.parametrize(
    "source", ["def generate(rng): return {'question': 'x'}", "x = 1", "import os\nos._exit(0)"]
)
def test_generator_that_gives_no_question_is_an_error(grader: Grader, source: str):
    """Anything but a Question is refused, and so is silence."""
    with pytest.raises(VariantError):
        issue(samples.quiz(source), 1, grader)
