"""A callable given to the submission is a one-way channel for numbers, open as long as the call."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from graders.errors import AuthorError, SubmissionError
from graders.incell.proxy import Submission
from tests.graders.incell.halves import submission_of

SOURCE = """
    RATE = 0.5

    def train(steps, log):
        for step in range(steps):
            log(loss=1.0 / (step + 1), step=step)
        return steps

    def shout(log):
        log(volume=1)

    def diverge(log):
        log(loss=float("nan"))
        log(loss=2.0)
"""


@pytest.fixture(scope="module")
def submission() -> Iterator[Submission]:
    """One submission of the source above, in a cell of its own."""
    student, cells, _ = submission_of(SOURCE)
    yield student
    cells.close()


@pytest.mark.parametrize("function", [lambda **values: None, lambda: None, torch.relu])
def test_a_callable_that_declares_no_names_is_the_authors_error(submission, function):
    """An event channel takes numbers under declared names; a callable without any is refused at once."""
    with pytest.raises(AuthorError, match="named parameters"):
        submission.train(1, function)


def test_callables_receive_events_while_the_call_is_open(submission):
    """A function of the check hears numbers under the names of its parameters, in order."""
    heard = []

    def log(loss: float, step: int) -> None:
        heard.append((step, loss))

    assert submission.train(3, log) == 3
    assert heard == [(0, 1.0), (1, 0.5), (2, 1.0 / 3)]


def test_events_are_finite_and_declared(submission):
    """Numbers that are not finite are dropped; another name is the student's error."""
    heard = []

    def log(loss: float) -> None:
        heard.append(loss)

    submission.diverge(log)

    assert heard == [2.0]
    with pytest.raises(SubmissionError) as caught:
        submission.shout(lambda loss: None)
    assert "named loss" in caught.value.message


def test_an_exception_of_the_checks_callable_is_the_checks(submission):
    """What the author's callable raises comes out after the call, as it is."""

    def log(loss: float, step: int) -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        submission.train(2, log)
    assert submission.RATE == 0.5
