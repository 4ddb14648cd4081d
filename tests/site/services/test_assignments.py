"""When an exercise is open, due and closed, and how often it may be tried."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app

from seodang.extensions import db
from seodang.models import (
    DONE,
    QUEUED,
    RUN,
    SUBMIT,
    Assignment,
    AssignmentItem,
    Exercise,
    QuotaBucket,
    Submission,
    User,
    now,
)
from seodang.services import assignments, submissions
from seodang.services.exceptions import ForbiddenError, ServiceError

from ..factories import RIGHT, make_submission

HOUR = timedelta(hours=1)
FILES = {"solution.py": RIGHT.encode()}


def assign(exercise: Exercise, **terms: Any) -> Assignment:
    """Put an exercise into an assignment of these terms."""
    row = Assignment(course_id=exercise.course_id, key="week", title={"en": "Week", "ko": "주"}, **terms)
    row.items = [AssignmentItem(exercise_id=exercise.id)]
    db.session.add(row)
    db.session.commit()
    return row


def hand_in(user: User, exercise: Exercise, mode: str = SUBMIT, token: str = "token-0001") -> Submission:
    """One submission."""
    return submissions.create(user, exercise, FILES, mode, token)


def refusal(user: User, exercise: Exercise, mode: str = SUBMIT) -> str:
    """Why a submission is refused, in English."""
    with pytest.raises(ForbiddenError) as caught:
        hand_in(user, exercise, mode)
    with current_app.test_request_context():
        return str(caught.value.message)


def test_without_an_assignment_nothing_is_bounded(student: User, exercise: Exercise) -> None:
    """An exercise of no assignment is open, never due, and may be tried any number of times."""
    assert hand_in(student, exercise).id
    assert not assignments.is_due(exercise)
    assert assignments.attempts_left(student, exercise) is None


@pytest.mark.parametrize("mode", [RUN, SUBMIT])
def test_before_it_opens_nothing_is_taken(student: User, exercise: Exercise, mode: str) -> None:
    """Neither Run nor Submit; the sentence says when, in the student's own time zone."""
    student.timezone = "Asia/Seoul"
    assign(exercise, opens_at=now() + HOUR)

    assert re.search(r"opens on .* \(Asia/Seoul\)", refusal(student, exercise, mode))
    assert db.session.query(Submission).count() == 0


def test_between_deadline_and_close_it_is_taken(student: User, exercise: Exercise) -> None:
    """Late work counts like the rest until the assignment closes."""
    assign(exercise, due_at=now() - HOUR, closes_at=now() + HOUR)

    assert hand_in(student, exercise).id
    assert assignments.is_due(exercise)


def test_after_it_closed_runs_are_taken_alone(student: User, exercise: Exercise) -> None:
    """Submit is refused, Run is practice."""
    assign(exercise, closes_at=now() - HOUR)

    assert "Run still works" in refusal(student, exercise)
    assert hand_in(student, exercise, RUN).mode == RUN


def test_what_only_closes_is_due_then(exercise: Exercise) -> None:
    """Without a deadline of its own the close is the deadline."""
    closes = now() + HOUR
    assign(exercise, closes_at=closes)

    assert not assignments.is_due(exercise)
    assert not assignments.is_due(exercise, closes - timedelta(seconds=1))
    assert assignments.is_due(exercise, closes)


def test_instructors_are_not_bound(instructor: User, exercise: Exercise) -> None:
    """Who teaches the course may try an exercise at any time."""
    assign(exercise, opens_at=now() + HOUR)

    assert hand_in(instructor, exercise).id


def test_attempts_are_those_that_count(student: User, exercise: Exercise) -> None:
    """Runs, failures of ours and forgiven ones take no attempt; one still to be graded does."""
    assign(exercise, attempts=5)
    make_submission(student, exercise, state=DONE, verdict="WA", score=0.0)
    make_submission(student, exercise, state=QUEUED)
    make_submission(student, exercise, state=DONE, verdict="IE")
    make_submission(student, exercise, state=DONE, verdict="ST", counts=False)
    make_submission(student, exercise, state=DONE, verdict="AC", mode=RUN)

    assert assignments.attempts_left(student, exercise) == 3


def test_used_up_attempts_are_refused(student: User, exercise: Exercise) -> None:
    """The bound holds, costs no token, and leaves Run as practice."""
    assign(exercise, attempts=1)
    make_submission(student, exercise, state=DONE, verdict="WA", score=0.0)

    assert "(1) are used up" in refusal(student, exercise)
    assert db.session.query(QuotaBucket).count() == 0
    assert hand_in(student, exercise, RUN).id


def test_parallel_submissions_keep_the_bound(app: Flask, student: User, exercise: Exercise) -> None:
    """Of many at the same moment as many get through as there are attempts."""
    assign(exercise, attempts=2)
    user_id, exercise_id = student.id, exercise.id
    taken: list[int] = []
    gate = threading.Barrier(8)

    def one(number: int) -> None:
        with app.app_context():
            user, row = db.session.get_one(User, user_id), db.session.get_one(Exercise, exercise_id)
            gate.wait()
            try:
                taken.append(hand_in(user, row, token=f"token-{number:04}").id)
            except ServiceError:
                pass
            finally:
                db.session.remove()

    _at_once([lambda number=number: one(number) for number in range(8)])

    assert len(taken) == 2
    assert assignments.attempts_left(student, exercise) == 0


def _at_once(jobs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_a_refusal_keeps_what_was_typed(auth: Any, exercise: Exercise) -> None:
    """A form that comes too late is shown again with its text and the reason."""
    assign(exercise, closes_at=now() - HOUR)
    answer = auth.hand_in("def double(x):\n    return 'kept'\n", headers={"Accept": "text/html"})

    assert answer.status_code == 403
    assert "return &#39;kept&#39;" in answer.text
    assert "This closed on" in answer.text
