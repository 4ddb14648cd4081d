from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sandbox import BoundaryFailed, BoundaryUnavailable, Layer
from seodang.extensions import bell, db
from seodang.models import DONE, QUEUED, RUNNING, Event, Exercise, Submission, User, WorkerStatus, now
from seodang.services import leases, progress, queue, worker_status

from ..factories import make_submission, make_user
from ..fakes import ALL, PUBLIC_ONLY, FakeGrader

Until = Callable[[Callable[[], object]], None]


def _solution(text: str) -> dict[str, Any]:
    return {"files": {"solution.py": text}}


def test_worker_grades_what_waits(work: Any, until: Until, student: User, exercise: Exercise) -> None:
    """A submission that waited when the worker came is graded, with one event per check and one verdict."""
    row = make_submission(student, exercise, **_solution(ALL))

    with work():
        until(lambda: row.state == DONE)

    assert (row.verdict, row.score, row.points, row.max_points) == ("AC", 1.0, 4.0, 4.0)
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.id)]
    assert kinds == ["started", "check", "check", "check", "check", "verdict"]


def test_bell_wakes_the_worker(
    work: Any, until: Until, student: User, exercise: Exercise, monkeypatch: Any
) -> None:
    """A submission is begun because the bell rang, long before the worker would have looked by itself."""
    monkeypatch.setattr("seodang.dispatch.worker.IDLE_S", 3600.0)
    with work():
        until(lambda: worker_status.current().state == "ready")
        until(lambda: not _claimable())
        row = make_submission(student, exercise, **_solution(ALL))
        bell().ring(queue.WORK)
        until(lambda: row.state == DONE)


def _claimable() -> bool:
    return db.session.query(Submission).filter_by(state=QUEUED).count() > 0


def test_run_grades_public_checks_and_is_no_attempt(
    work: Any, until: Until, student: User, exercise: Exercise
) -> None:
    """A run sees public checks only and counts nowhere."""
    row = make_submission(student, exercise, mode="run", **_solution(PUBLIC_ONLY))

    with work():
        until(lambda: row.state == DONE)

    assert (row.verdict, row.max_points) == ("AC", 1.0)
    standing = progress.of_user(student, exercise.course)[exercise.id]
    assert (standing.attempts, standing.best, standing.touched) == (0, None, True)


def test_our_failure_is_said_to_be_ours(
    work: Any, until: Until, student: User, exercise: Exercise, fake: FakeGrader
) -> None:
    """A grading that breaks ends as IE, costs no attempt and tells nothing of its insides."""
    fake.broken = True
    row = make_submission(student, exercise)

    with work():
        until(lambda: row.state == DONE)

    assert row.verdict == "IE"
    assert exercise.id in progress.of_user(student, exercise.course)
    assert progress.of_user(student, exercise.course)[exercise.id].attempts == 0
    assert "SECRET" not in json.dumps([event.data for event in db.session.query(Event)])


def test_stored_events_hold_nothing_of_hidden_checks(
    work: Any, until: Until, student: User, exercise: Exercise
) -> None:
    """Of a hidden check the event rows know passed or failed, its title and its hint."""
    row = make_submission(student, exercise, **_solution(PUBLIC_ONLY))

    with work():
        until(lambda: row.state == DONE)

    rows = [event.data for event in db.session.query(Event) if event.data.get("test") == "test_hidden"]
    assert rows[-1]["outcome"] == "failed"
    assert "HIDDEN-INPUT" not in json.dumps(rows)
    assert "31337" not in json.dumps([event.data for event in db.session.query(Event)])


def test_two_slots_grade_two_at_once(work: Any, until: Until, exercise: Exercise, fake: FakeGrader) -> None:
    """As many gradings run at a time as there are slots; one that waits says how many are ahead."""
    fake.hold.clear()
    rows = [make_submission(make_user(), exercise, **_solution(ALL)) for _ in range(4)]

    with work():
        until(lambda: [row.state for row in rows] == [RUNNING, RUNNING, QUEUED, QUEUED])
        assert [leases.waiting_before(row) for row in rows[2:]] == [0, 1]
        fake.hold.set()
        until(lambda: all(row.state == DONE for row in rows))


def test_long_jobs_keep_their_lease(
    work: Any, until: Until, student: User, exercise: Exercise, fake: FakeGrader
) -> None:
    """A grading longer than its lease is renewed and not begun again."""
    fake.hold.clear()
    row = make_submission(student, exercise, **_solution(ALL))

    with work():
        until(lambda: row.state == RUNNING)
        first = row.lease_expires
        until(lambda: row.lease_expires is not None and first is not None and row.lease_expires > first)
        fake.hold.set()
        until(lambda: row.state == DONE)

    assert row.starts == 1


def test_stopping_worker_gives_its_jobs_back(
    work: Any, until: Until, student: User, exercise: Exercise, fake: FakeGrader, monkeypatch: Any
) -> None:
    """A job that does not end in time is queued again, as if it had not been begun, and then graded once."""
    monkeypatch.setattr("seodang.dispatch.worker.DRAIN_S", 0.2)
    fake.hold.clear()
    row = make_submission(student, exercise, **_solution(ALL))
    with work():
        until(lambda: row.state == RUNNING)
    assert (row.state, row.starts) == (QUEUED, 0)
    fake.hold.set()

    with work():
        until(lambda: row.state == DONE)

    assert db.session.query(Event).filter_by(kind="verdict").count() == 1


def test_job_that_takes_workers_down_is_given_up(
    work: Any, until: Until, student: User, exercise: Exercise
) -> None:
    """After three starts without a result a job ends as our fault instead of coming back for ever."""
    row = make_submission(student, exercise, starts=leases.MAX_STARTS, **_solution(ALL))

    with work():
        until(lambda: row.state == DONE)

    assert row.verdict == "IE"


def test_machine_that_cannot_isolate_grades_nothing_and_says_why(
    work: Any, until: Until, student: User, exercise: Exercise
) -> None:
    """Without a mandatory control grading is off, with the control's name and its cure; jobs wait."""

    class Unable(FakeGrader):
        def start(self) -> None:
            raise BoundaryUnavailable(
                [Layer("user namespace", "C02", True, False, "restricted", "sysctl -w x=1")]
            )

    row = make_submission(student, exercise)

    with work(Unable()):
        until(lambda: worker_status.current().state == "off" and worker_status.current().reason)
        status = worker_status.current()

    assert "C02" in status.reason
    assert status.cure == "sysctl -w x=1"
    assert row.state == QUEUED


def test_reason_stays_while_an_unfit_worker_is_down(
    work: Any, until: Until, course: Any, fake: FakeGrader
) -> None:
    """Why grading is off is told while the worker is away, and no longer once one is fit."""

    class Unable(FakeGrader):
        def wait_ready(self, timeout: float = 0.0) -> None:
            raise BoundaryFailed("no sandbox service answers")

    with work(Unable()):
        until(lambda: worker_status.current().reason)
    assert worker_status.current() == worker_status.Status("off", "no sandbox service answers")

    gone = {"holder": "elsewhere:1/boot/1/1", "at": now() - worker_status.SILENCE}
    db.session.query(WorkerStatus).update(gone)  # type: ignore[arg-type]
    db.session.commit()
    worker_status.publish(worker_status.WARMING)
    assert worker_status.current().reason
    with work(fake):
        until(lambda: worker_status.current().state == "ready")
    assert worker_status.current() == worker_status.Status("off")


def test_status_follows_the_worker(work: Any, until: Until, course: Any) -> None:
    """Ready while a worker lives; nothing once it has gone."""
    with work():
        until(lambda: worker_status.current().state == "ready")

    assert worker_status.current() == worker_status.Status("off")
