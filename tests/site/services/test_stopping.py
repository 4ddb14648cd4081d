"""A student stops a submission of their own."""

from __future__ import annotations

from typing import Any

import pytest

from seodang.extensions import db
from seodang.models import DONE, QUEUED, RUNNING, Course, Event, Exercise, User
from seodang.services import leases, progress, stopping, submissions
from seodang.services.exceptions import LimitError, NotFoundError

from ..factories import MANIFEST, bundle_files, make_bundle, make_exercise, make_submission, make_user
from ..fakes import ALL, FakeGrader

FORGIVING = MANIFEST + "[training]\nstopped_counts = false\n"
FILES = {"solution.py": ALL.encode()}


@pytest.fixture
def forgiving(course: Course) -> Exercise:
    """An exercise whose stopped submissions are no attempts."""
    return make_exercise(course, make_bundle(files=bundle_files(**{"exercise.toml": FORGIVING})))


def attempts(student: User, exercise: Exercise) -> int:
    """How many attempts somebody has had."""
    standing = progress.of_user(student, exercise.course).get(exercise.id)
    return standing.attempts if standing else 0


def test_waiting_submission_ends_at_once(student: User, exercise: Exercise) -> None:
    """What has not begun is stopped without a worker, tells its verdict, and is no attempt."""
    row = make_submission(student, exercise)
    stopping.stop(student, row.id)

    assert (row.state, row.verdict, row.points, row.max_points) == (DONE, "ST", 0.0, 4.0)
    assert row.finished_at is not None
    assert leases.claim() is None
    assert [(event.kind, event.data["verdict"]) for event in db.session.query(Event)] == [("verdict", "ST")]
    assert attempts(student, exercise) == 0


def test_running_submission_is_ended_by_its_worker(
    work: Any, until: Any, student: User, exercise: Exercise, fake: FakeGrader
) -> None:
    """The worker of a running submission hears of it at once, and stores what had been graded."""
    fake.hold.clear()
    row = make_submission(student, exercise)
    with work():
        until(lambda: row.state == RUNNING)
        stopping.stop(student, row.id)
        until(lambda: row.state == DONE)

    assert row.verdict == "ST"
    assert row.report is not None


def test_stopped_submission_counts_unless_its_exercise_forgives(
    work: Any, until: Any, student: User, exercise: Exercise, fake: FakeGrader
) -> None:
    """A submission that ran and was stopped is an attempt."""
    fake.hold.clear()
    row = make_submission(student, exercise)
    with work():
        until(lambda: row.state == RUNNING)
        stopping.stop(student, row.id)
        until(lambda: row.state == DONE)

    assert row.counts
    assert attempts(student, exercise) == 1


def test_exercise_may_forgive_a_stop(
    work: Any, until: Any, student: User, forgiving: Exercise, fake: FakeGrader
) -> None:
    """With `stopped_counts = false` a stopped submission is no attempt; one that ends by itself is."""
    fake.hold.clear()
    row = make_submission(student, forgiving)
    with work():
        until(lambda: row.state == RUNNING)
        stopping.stop(student, row.id)
        until(lambda: row.state == DONE)
        assert attempts(student, forgiving) == 0
        fake.hold.set()
        whole = make_submission(student, forgiving, files={"solution.py": ALL})
        until(lambda: whole.state == DONE)

    assert not row.counts
    assert attempts(student, forgiving) == 1


def test_forgiven_stops_are_not_endless(student: User, exercise: Exercise) -> None:
    """Forgiven stops use up no try of the hour, but there is no end of them neither."""
    for _ in range(30):
        make_submission(student, exercise, state=DONE, verdict="ST", counts=False)
    assert submissions.create(student, exercise, FILES, "submit", "one-more-token")
    for _ in range(29):
        make_submission(student, exercise, state=DONE, verdict="ST", counts=False)

    with pytest.raises(LimitError):
        submissions.create(student, exercise, FILES, "submit", "another-token")


def test_only_ones_own_can_be_stopped(student: User, instructor: User, exercise: Exercise) -> None:
    """Nobody else's submission, not even by its instructor."""
    row = make_submission(student, exercise)
    for other in (instructor, make_user()):
        with pytest.raises(NotFoundError):
            stopping.stop(other, row.id)

    assert row.state == QUEUED


def test_stop_after_the_end_changes_nothing(student: User, exercise: Exercise) -> None:
    """A verdict that is stored stays, whoever was late with the button."""
    row = make_submission(student, exercise, state=DONE, verdict="AC", points=4.0)
    stopping.stop(student, row.id)

    assert (row.verdict, row.points, row.stop_asked_at) == ("AC", 4.0, None)


def test_second_stop_changes_nothing(student: User, exercise: Exercise) -> None:
    """Whoever presses the button again and again is heard once."""
    row = make_submission(student, exercise, state=RUNNING)
    stopping.stop(student, row.id)
    asked = row.stop_asked_at
    stopping.stop(student, row.id)

    assert asked is not None
    assert row.stop_asked_at == asked


def test_next_submission_begins_after_a_stop(
    work: Any, until: Any, student: User, exercise: Exercise, fake: FakeGrader
) -> None:
    """A stopped submission gives its student's place free."""
    fake.hold.clear()
    first = make_submission(student, exercise)
    second = make_submission(student, exercise, files={"solution.py": ALL})
    with work():
        until(lambda: first.state == RUNNING)
        stopping.stop(student, first.id)
        until(lambda: second.state == RUNNING)
        fake.hold.set()
        until(lambda: second.state == DONE)

    assert (first.verdict, second.verdict) == ("ST", "AC")
