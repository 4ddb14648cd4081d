"""Checks that wait for the deadline, executed when it has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from seodang.extensions import db
from seodang.models import DONE, RUNNING, Assignment, AssignmentItem, Course, Event, Exercise, User, now
from seodang.services import progress, regrading

from ..factories import MANIFEST, bundle_files, make_bundle, make_exercise, make_submission, make_user
from ..fakes import ALL, FakeGrader

Until = Callable[[Callable[[], object]], None]
LATE = """\
[[checks]]
test = "test_late"
points = 4
visibility = "after_due"
title = { en = "Later", ko = "나중에" }
hint = { en = "Wait.", ko = "기다리세요." }
"""
EVERYTHING = ALL + "# test_late\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep that looks often."""
    monkeypatch.setattr("seodang.dispatch.regrader.LOOK_S", 0.05)


@pytest.fixture
def late(course: Course) -> Exercise:
    """An exercise with a check that waits for the deadline."""
    checks = bundle_files()["checks.py"].decode() + "\n\ndef test_late(submission):\n    assert submission\n"
    files = bundle_files(**{"exercise.toml": MANIFEST + LATE, "checks.py": checks})
    return make_exercise(course, make_bundle("double", files))


def due_in(exercise: Exercise, seconds: float) -> Assignment:
    """Put an exercise into an assignment with this deadline."""
    row = Assignment(course_id=exercise.course_id, key="week", title={"en": "Week", "ko": "주"})
    row.due_at = now() + timedelta(seconds=seconds)
    row.items = [AssignmentItem(exercise_id=exercise.id)]
    db.session.add(row)
    db.session.commit()
    return row


def executed(row: Any) -> list[str]:
    """The checks of a stored report."""
    return [check["test"] for check in row.report["checks"]]


def test_before_the_deadline_they_are_not_executed(
    work: Any, until: Until, student: User, late: Exercise
) -> None:
    """A grading before the deadline leaves them out of report and points."""
    due_in(late, 3600)
    row = make_submission(student, late, files={"solution.py": ALL})

    with work():
        until(lambda: row.state == DONE)

    assert (executed(row), row.max_points, row.after_due) == (["test_public", "test_hidden"], 4.0, False)


def test_after_the_deadline_a_grading_has_them(
    work: Any, until: Until, student: User, late: Exercise
) -> None:
    """What is graded after the deadline has every check at once, and is not graded again."""
    due_in(late, -1)
    row = make_submission(student, late, files={"solution.py": ALL})

    with work():
        until(lambda: row.state == DONE)

    assert (row.verdict, row.points, row.max_points, row.after_due) == ("WA", 4.0, 8.0, True)
    assert regrading.claim(["cpu"]) is None


def test_when_the_deadline_passes_attempts_are_graded_once_more(
    work: Any, until: Until, student: User, late: Exercise, fake: FakeGrader
) -> None:
    """Each attempt that counts is graded with all checks, exactly once, and the best may change hands."""
    week = due_in(late, 3600)
    bare = make_submission(student, late, files={"solution.py": ALL})
    whole = make_submission(student, late, files={"solution.py": "# test_late test_public\n"})
    run = make_submission(student, late, files={"solution.py": EVERYTHING}, mode="run")

    with work():
        until(lambda: bare.state == whole.state == run.state == DONE)
        assert (bare.score, whole.score) == (1.0, 0.25)
        week.due_at = now()
        db.session.commit()
        until(lambda: bare.after_due and whole.after_due)
        until(lambda: regrading.claim(["cpu"]) is None)

    assert (bare.score, whole.score) == (0.5, 0.625)
    assert progress.of_user(student, late.course)[late.id].best == 0.625
    assert sorted(fake.graded) == sorted([str(bare.id), str(whole.id)] * 2 + [str(run.id)])
    told = db.session.query(Event).filter_by(submission_id=bare.id, kind="verdict").one().data
    assert (told["verdict"], told["max_points"]) == ("WA", 8)


def test_the_old_result_stands_until_the_new_one(
    work: Any, until: Until, student: User, late: Exercise, fake: FakeGrader
) -> None:
    """While it is graded again a submission is finished, with the result it had."""
    week = due_in(late, 3600)
    row = make_submission(student, late, files={"solution.py": ALL})
    with work():
        until(lambda: row.state == DONE)
        fake.hold.clear()
        fake.began.clear()
        week.due_at = now()
        db.session.commit()
        until(fake.began.is_set)
        db.session.refresh(row)
        assert (row.state, row.verdict, row.score, row.after_due) == (DONE, "AC", 1.0, False)
        fake.hold.set()
        until(lambda: row.after_due)


def test_it_makes_way_for_whoever_waits(
    work: Any, until: Until, student: User, late: Exercise, fake: FakeGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grading that could begin ends the one that is made again, which is taken up later."""
    week = due_in(late, 3600)
    row = make_submission(student, late, files={"solution.py": ALL})
    with work():
        until(lambda: row.state == DONE)
        fake.hold.clear()
        fake.began.clear()
        week.due_at = now()
        db.session.commit()
        until(fake.began.is_set)
        others = [make_submission(make_user(), late, files={"solution.py": ALL}) for _ in range(3)]
        until(lambda: [other.state for other in others].count(RUNNING) == 2)
        until(lambda: row.lease_token is None)
        assert (row.verdict, row.after_due) == ("AC", False)
        fake.hold.set()
        until(lambda: all(other.state == DONE for other in others) and row.after_due)

    assert row.points == 4.0


def test_a_failure_of_ours_leaves_the_old_result(
    work: Any, until: Until, student: User, late: Exercise, fake: FakeGrader
) -> None:
    """It is tried some times, then left; nothing of the result is lost."""
    week = due_in(late, 3600)
    row = make_submission(student, late, files={"solution.py": ALL})
    with work():
        until(lambda: row.state == DONE)
        fake.broken = True
        week.due_at = now()
        db.session.commit()
        until(lambda: row.starts == regrading.MAX_STARTS and row.lease_token is None)

    assert (row.verdict, row.score, row.after_due) == ("AC", 1.0, False)


def test_two_workers_store_one_result(student: User, late: Exercise) -> None:
    """A claim that another worker has taken over writes nothing."""
    due_in(late, -1)
    row = make_submission(student, late, state=DONE, verdict="AC", score=1.0)
    first = regrading.claim(["cpu"])
    assert first is not None
    assert regrading.claim(["cpu"]) is None
    db.session.refresh(row)
    row.lease_expires = now() - timedelta(seconds=1)
    db.session.commit()
    second = regrading.claim(["cpu"])
    assert second is not None

    assert not regrading.store(first, {"score": 0.0}, {})
    assert regrading.store(second, {"score": 0.5}, {})
    db.session.refresh(row)
    assert (row.score, row.after_due) == (0.5, True)
