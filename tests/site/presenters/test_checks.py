"""Checks in groups: public, hidden, and those that wait for the deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask import Flask

from graders.report import CheckResult
from seodang.extensions import db
from seodang.models import DONE, Assignment, AssignmentItem, Course, Exercise, User, now
from seodang.presenters.checks import CheckGroup, check_groups, exercise_groups, planned_rows
from seodang.presenters.submissions import submission_view
from seodang.services import catalogue, submissions

from ..conftest import Actor
from ..factories import bundle_files, make_bundle, make_exercise, make_submission
from ..fakes import ALL, PUBLIC_ONLY, FakeGrader

LATE = """[[checks]]
test = "test_late"
points = 2
visibility = "after_due"
title = { en = "Later", ko = "나중에" }
hint = { en = "Wait.", ko = "기다리세요." }
"""


@pytest.fixture
def three(course: Course) -> Exercise:
    """An exercise with a public, a hidden and a late check."""
    files = bundle_files()
    files["exercise.toml"] += LATE.encode()
    files["checks.py"] += b"\n\ndef test_late(submission):\n    assert True\n"
    return make_exercise(course, make_bundle(files=files))


@pytest.fixture
def groups(app: Flask, student: User) -> Any:
    """The groups of the student's latest submission."""

    def of(exercise: Exercise) -> dict[str, CheckGroup]:
        row = submissions.latest(student, exercise)
        with app.test_request_context():
            view = submission_view(row, "en") if row else None
            planned = planned_rows(catalogue.current_bundle(exercise), "en")
            return {group.key: group for group in exercise_groups(exercise, planned, view)}

    return of


def test_before_anything_ran(three: Exercise, groups: Any) -> None:
    """Hidden checks wait for a submission, late ones for the deadline, public ones for nothing."""
    found = groups(three)

    assert list(found) == ["public", "hidden", "after_due"]
    assert [found[key].waits_for for key in found] == ["", "submit", "due"]
    assert not found["public"].begun


def test_run_leaves_hidden_checks_to_the_submission(
    auth: Actor, three: Exercise, groups: Any, work: Any
) -> None:
    """After a run the public subtotal is known, and hidden ones still wait for Submit."""
    with work():
        made = auth.hand_in(ALL, mode="run")
        assert "event: verdict" in auth.get(made.json["events_url"]).text
    found = groups(three)

    assert (found["public"].passed, found["public"].total) == (1, 1)
    assert found["hidden"].waits_for == "submit"
    assert found["after_due"].waits_for == "due"
    assert [row.outcome for row in found["hidden"].rows] == ["idle"]


def test_submission_tells_each_subtotal(auth: Actor, three: Exercise, groups: Any, work: Any) -> None:
    """Public and hidden subtotals are told apart; late checks wait, and the page says for what moment."""
    row = Assignment(
        course_id=three.course_id,
        key="week",
        title={"en": "Week", "ko": "주"},
        due_at=now() + timedelta(days=1),
    )
    row.items = [AssignmentItem(exercise_id=three.id)]
    db.session.add(row)
    db.session.commit()
    with work():
        made = auth.hand_in(PUBLIC_ONLY).json
        assert "event: verdict" in auth.get(made["events_url"]).text
    found, page = groups(three), auth.get(made["url"]).text

    assert (found["public"].passed, found["public"].total) == (1, 1)
    assert (found["hidden"].passed, found["hidden"].total) == (0, 1)
    assert found["after_due"].waits_for == "due"
    assert found["after_due"].due_at is not None
    assert 'data-tally="public" data-blank="1 check">1 of 1</b>' in page
    assert 'data-tally="hidden" data-blank="1 check">0 of 1</b>' in page
    assert 'data-tally="after_due" data-blank="1 check">after <time' in page
    assert f"{found['after_due'].due_at:%Y-%m-%d}" in page


def test_late_checks_have_a_subtotal_once_they_ran(
    auth: Actor, student: User, three: Exercise, groups: Any
) -> None:
    """Graded again after the deadline, a submission tells of the late checks that they passed or failed."""
    results = [
        CheckResult(
            test=check.test,
            title=check.title,
            visibility=check.visibility,
            outcome="passed",
            verdict="",
            points=check.points,
            max_points=check.points,
        )
        for check in catalogue.current_bundle(three).checks
    ]
    whole = FakeGrader()._report(catalogue.current_bundle(three), "submit", results)
    row = make_submission(
        student, three, state=DONE, verdict="AC", after_due=True, report=msgspec.to_builtins(whole)
    )
    found = groups(three)

    assert (found["after_due"].waits_for, found["after_due"].passed) == ("", 1)
    assert 'data-tally="after_due" data-blank="1 check">1 of 1</b>' in auth.get(f"/submissions/{row.id}").text


def test_only_the_first_failure_is_unfolded(app: Flask, three: Exercise) -> None:
    """Of all checks with pictures the first stands open, so that a page begins with what to look at first."""
    planned = planned_rows(catalogue.current_bundle(three), "en")
    known = [
        {"test": row.test, "title": row.title, "outcome": "failed", "verdict": "WA", "points": 0}
        | {"max_points": 1, "message": "", "hint": "", "shown": object()}
        for row in planned
    ]

    class Told:
        """As much of a submission as the groups need."""

        checks = known
        numbers: dict[str, int] = {}  # noqa: RUF012 - read only
        mode, state = "submit", "done"

    rows = [row for group in check_groups(planned, Told(), None) for row in group.rows]  # type: ignore[arg-type]

    assert [row.open for row in rows] == [True, False, False]
