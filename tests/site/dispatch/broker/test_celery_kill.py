"""Two hundred submissions on real servers and real workers, which are killed while they work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator

import pytest
from flask import Flask
from sqlalchemy import func, select

import config
from seodang.extensions import OUTAGES, db
from seodang.models import DONE, RUNNING, Event, Submission
from seodang.services import queue

from ...factories import RIGHT, make_course, make_exercise, make_submission, make_user
from ...servers import PostgresServer, RedisServer
from .conftest import LEASE_S, ROOT

MANY = 200
STUDENTS = 40
PATIENCE_S = 240.0


class Workers:
    """Two workers as `seodang worker` starts them, each with one slot; who is killed is started again."""

    def __init__(self, settings: config.Settings, database: str) -> None:
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "SEODANG_ENV": "test",
            "SEODANG_INSTANCE": str(settings.instance),
            "SEODANG_DATABASE_URL": database,
            "SEODANG_BROKER_URL_FILE": settings.broker_file,
            "SEODANG_SLOTS": "1",
            "SEODANG_LEASE_S": str(LEASE_S),
            "SEODANG_LOG_LEVEL": "CRITICAL",
        }
        self._processes = [self._start(), self._start()]

    def kill(self, pid: int) -> None:
        """Kill one, and start it again."""
        index = [process.pid for process in self._processes].index(pid)
        self._processes[index].send_signal(signal.SIGKILL)
        self._processes[index].wait()
        self._processes[index] = self._start()

    def stop(self) -> list[int]:
        """Ask both to end; their exit codes."""
        for process in self._processes:
            process.terminate()
        return [process.wait(30) for process in self._processes]

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", "seodang", "worker"]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment)


@pytest.fixture
def workers(big_app: Flask, postgres_server: PostgresServer) -> Generator[Workers]:
    """Two workers."""
    found = Workers(big_app.config["SEODANG"], postgres_server.url)
    yield found
    found.stop()


def _counted(condition: Callable[[], int], least: int) -> None:
    """Wait until a count is reached, whatever becomes of the database meanwhile."""
    deadline = time.monotonic() + PATIENCE_S
    found = -1
    while time.monotonic() < deadline:
        try:
            found = condition()
            db.session.rollback()
        except OUTAGES:
            db.session.rollback()
        if found >= least:
            return
        time.sleep(0.05)
    raise AssertionError(f"{found} of {least}")


def _in_state(state: str) -> int:
    return (
        db.session.scalar(select(func.count()).select_from(Submission).where(Submission.state == state)) or 0
    )


def _busy_worker() -> int:
    """The process that grades right now."""
    while True:
        holder = db.session.scalar(select(Submission.holder).where(Submission.state == RUNNING).limit(1))
        db.session.rollback()
        if holder is not None:
            return int(holder.split("/")[-2])


def test_two_hundred_submissions_survive_the_death_of_everything(
    big_app: Flask, workers: Workers, redis_server: RedisServer, postgres_server: PostgresServer
) -> None:
    """Workers, broker and database are killed in the middle: none is lost, each has exactly one result."""
    exercise = make_exercise(make_course())
    students = [make_user() for _ in range(STUDENTS)]
    rows = [
        make_submission(students[number % STUDENTS], exercise, files={"solution.py": RIGHT})
        for number in range(MANY)
    ]
    for row in rows:
        queue.announce(row)
    ids = {row.id for row in rows}

    def after(done: int) -> None:
        _counted(lambda: _in_state(DONE), done)
        _counted(lambda: _in_state(RUNNING), 1)

    after(10)
    workers.kill(_busy_worker())
    after(40)
    redis_server.kill()
    time.sleep(1.0)
    redis_server.start()  # with nothing in it
    after(80)
    postgres_server.kill()
    time.sleep(1.0)
    postgres_server.start()
    after(120)
    workers.kill(_busy_worker())
    redis_server.kill()
    redis_server.start()
    _counted(lambda: _in_state(DONE), MANY)

    db.session.expire_all()
    verdicts = Counter(event.submission_id for event in db.session.query(Event).filter_by(kind="verdict"))
    assert verdicts == dict.fromkeys(ids, 1)
    assert Counter(row.verdict for row in db.session.query(Submission)) == {"AC": MANY}
    assert max(row.starts for row in rows) > 1  # what was killed had begun
