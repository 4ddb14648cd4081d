from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from seodang.extensions import db
from seodang.models import DONE, QUEUED, RUNNING, Event, Exercise, Submission, User, ValidationRun, now
from seodang.services import holders, leases
from seodang.services.packing import pack

from ..factories import make_submission, make_user

RESULT = {"verdict": "AC", "score": 1.0}


def _lease() -> leases.Lease:
    lease = leases.claim()
    assert lease is not None
    return lease


def test_claim_takes_the_oldest_first(exercise: Exercise) -> None:
    """Who came first is served first."""
    first = make_submission(make_user(), exercise)
    make_submission(make_user(), exercise)

    assert _lease().job_id == first.id


def test_a_student_has_one_running(student: User, exercise: Exercise) -> None:
    """A student's second submission waits for the first; others go ahead."""
    first = make_submission(student, exercise)
    second = make_submission(student, exercise)
    other = make_submission(make_user(), exercise)

    running = _lease()
    assert (running.job_id, _lease().job_id) == (first.id, other.id)
    assert leases.claim() is None
    leases.finish(running, RESULT)
    assert _lease().job_id == second.id


def test_students_go_before_validations(exercise: Exercise, student: User, instructor: User) -> None:
    """A bundle that is validated never keeps a student waiting in the queue."""
    run = ValidationRun(
        user_id=instructor.id, course_id=exercise.course_id, slug="x", version="v", content=pack({})
    )
    db.session.add(run)
    db.session.commit()
    row = make_submission(student, exercise)

    assert (_lease().job_id, _lease().kind) == (row.id, ValidationRun)


def test_only_the_current_token_writes(student: User, exercise: Exercise) -> None:
    """After a job went to somebody else, the first worker's events and result change nothing."""
    row = make_submission(student, exercise)
    stale = _lease()
    db.session.query(Submission).update({"lease_expires": now() - timedelta(seconds=1)})
    db.session.commit()
    assert leases.sweep_expired() == 1
    current = _lease()

    assert not leases.append(stale, [("check", {"test": "stale"})])
    assert not leases.renew(stale)
    assert not leases.finish(stale, {"verdict": "WA"}, [("verdict", {"verdict": "WA"})])
    assert leases.finish(current, RESULT, [("verdict", RESULT)])
    db.session.refresh(row)
    assert (row.state, row.verdict, row.starts) == (DONE, "AC", 2)
    assert [event.kind for event in db.session.query(Event)] == ["verdict"]


def test_a_result_is_stored_once(student: User, exercise: Exercise) -> None:
    """Finishing again changes nothing, with whatever token."""
    row = make_submission(student, exercise)
    lease = _lease()
    assert leases.finish(lease, RESULT)

    assert not leases.finish(lease, {"verdict": "WA"})
    db.session.refresh(row)
    assert row.verdict == "AC"


def test_renewed_leases_are_not_swept(student: User, exercise: Exercise) -> None:
    """A worker that renews keeps its job however long that takes."""
    make_submission(student, exercise)
    lease = _lease()
    db.session.query(Submission).update({"lease_expires": now() - timedelta(seconds=1)})
    db.session.commit()

    assert leases.renew(lease)
    assert leases.sweep_expired() == 0


def test_another_start_forgets_what_the_first_one_told(student: User, exercise: Exercise) -> None:
    """Events of a start that was given up are gone, and new ones have higher numbers."""
    make_submission(student, exercise)
    first = _lease()
    leases.append(first, [("check", {"test": "a"})])
    old = db.session.query(Event).one().id
    leases.release(first)

    second = _lease()
    leases.append(second, [("check", {"test": "b"})])

    event = db.session.query(Event).one()
    assert event.data == {"test": "b"}
    assert event.id > old


def test_jobs_of_dead_processes_are_taken_back_at_once(student: User, exercise: Exercise) -> None:
    """What a process of this machine held that is gone is queued without waiting for its lease to end."""
    row = make_submission(student, exercise)
    leases.claim()
    code = "from seodang.services import holders; print(holders.me())"
    row.holder = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    db.session.commit()

    assert leases.reclaim_dead() == 1
    db.session.refresh(row)
    assert (row.state, row.lease_token) == (QUEUED, None)


@pytest.mark.parametrize("holder", ["me", "elsewhere"])
def test_jobs_of_the_living_stay(student: User, exercise: Exercise, holder: str) -> None:
    """What a living process holds, or one of another machine, stays with it until its lease ends."""
    row = make_submission(student, exercise)
    leases.claim()
    if holder == "elsewhere":
        row.holder = "other-host:1/boot/1/1"
        db.session.commit()

    assert leases.reclaim_dead() == 0
    db.session.refresh(row)
    assert row.state == RUNNING


def test_holder_of_another_boot_is_dead() -> None:
    """Process numbers of an earlier start of the machine mean nothing."""
    machine, _, pid, birth = holders.me().rsplit("/", 3)

    assert holders.is_dead(f"{machine}/another-boot/{pid}/{birth}")
    assert not holders.is_dead(holders.me())


def test_recycled_process_number_is_not_the_old_process() -> None:
    """A process that began later under the same number does not hold the old one's jobs."""
    machine, boot, pid, _ = holders.me().rsplit("/", 3)

    assert holders.is_dead(f"{machine}/{boot}/{pid}/1")
