from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from seodang.extensions import db
from seodang.models import DONE, RUNNING, Event, Exercise, Submission, User
from seodang.services import leases

from ..factories import make_submission, make_user
from ..fakes import ALL
from .freezing import freeze

ROOT = Path(__file__).parents[3]
Until = Callable[..., None]


def _start(instance: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.site.dispatch.worker_process", str(instance), *options]
    return subprocess.Popen(command, cwd=ROOT)


def _grades(worker: subprocess.Popen[bytes]) -> bool:
    """Is this very process at something? What a killed one held stays "running" until somebody looks."""
    running = db.session.query(Submission.holder).filter_by(state=RUNNING)
    return any(holder.split("/")[-2] == str(worker.pid) for (holder,) in running)


def test_every_submission_ends_with_one_result_however_often_workers_are_killed(
    instance: Path, exercise: Exercise, until: Until
) -> None:
    """Workers killed in the middle of gradings and started again leave one verdict per submission."""
    rows = [make_submission(make_user(), exercise, files={"solution.py": ALL}) for _ in range(6)]
    for pause in (0.0, 0.25):  # a third would be one too many for a job that all three had begun
        worker = _start(instance)
        until(lambda worker=worker: _grades(worker))
        time.sleep(pause)
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    worker = _start(instance)
    until(lambda: all(row.state == DONE for row in rows))
    worker.terminate()
    worker.wait(20)

    verdicts = Counter(event.submission_id for event in db.session.query(Event).filter_by(kind="verdict"))
    assert verdicts == {row.id: 1 for row in rows}
    assert {row.verdict for row in rows} == {"AC"}
    assert max(row.starts for row in rows) > 1


def test_frozen_worker_loses_its_job_and_cannot_overwrite_the_result(
    instance: Path, student: User, exercise: Exercise, until: Until
) -> None:
    """A worker stopped for longer than its lease finds its job done by another, and stores nothing."""
    row = make_submission(student, exercise, files={"solution.py": ALL})
    frozen = _start(instance, "--pace", "1")
    until(lambda: row.state == RUNNING)
    try:
        freeze(frozen)
        until(leases.sweep_expired)
        mine = leases.claim()
        assert mine is not None
        assert leases.finish(mine, {"verdict": "WA", "score": 0.25}, [("verdict", {"verdict": "WA"})])
    finally:
        frozen.send_signal(signal.SIGCONT)
        time.sleep(1.5)
        frozen.terminate()
        frozen.wait(20)

    db.session.expire_all()
    assert (row.state, row.verdict) == (DONE, "WA")
    assert [event.kind for event in db.session.query(Event)] == ["verdict"]
