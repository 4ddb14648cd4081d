"""A worker process behind a broker: it does what it is sent, and nothing that was not ours to send."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from kombu import Connection

import config
from seodang.extensions import db
from seodang.models import DONE, QUEUED, RUNNING, Event, Exercise, Submission, User, now
from seodang.services import queue, worker_status

from ...factories import make_submission, make_user
from ...fakes import ALL
from ...servers import RedisServer
from ..freezing import freeze
from .conftest import StartWorker

Until = Callable[..., None]


class Bomb:
    """What makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def _submit(user: User, exercise: Exercise) -> Submission:
    row = make_submission(user, exercise, files={"solution.py": ALL})
    queue.announce(row)
    return row


def _publish(
    server: RedisServer, arguments: list[object], task: str = "seodang.submission", **how: Any
) -> None:
    """Put a task into the queue as anybody could who has the broker's password."""
    with Connection(server.url) as connection:
        how.setdefault("serializer", "json")
        connection.Producer().publish(
            (arguments, {}, {}), routing_key="cpu", headers={"task": task, "id": os.urandom(4).hex()}, **how
        )


def test_worker_grades_what_it_is_sent(
    start_worker: StartWorker, student: User, exercise: Exercise, until: Until
) -> None:
    """A submission that waited when the worker came, and one that comes later, are graded once each."""
    first = _submit(make_user(), exercise)
    worker = start_worker()
    until(lambda: first.state == DONE)
    assert worker_status.current().state == "ready"
    second = _submit(student, exercise)
    until(lambda: second.state == DONE)
    worker.terminate()

    assert worker.wait(20) == 0
    assert (first.verdict, second.verdict, first.starts, second.starts) == ("AC", "AC", 1, 1)
    assert db.session.query(Event).filter_by(kind="verdict").count() == 2
    assert worker_status.current() == worker_status.Status("off")


def test_pickle_message_is_rejected(
    start_worker: StartWorker,
    student: User,
    exercise: Exercise,
    until: Until,
    redis_server: RedisServer,
    tmp_path: Path,
) -> None:
    """A task in pickle is thrown away unread, and the worker goes on with what is ours."""
    trial, marker = tmp_path / "trial", tmp_path / "marker"
    pickle.loads(pickle.dumps(Bomb(trial)))
    assert trial.is_dir()  # the bomb is a real one

    _publish(redis_server, [Bomb(marker)], serializer="pickle")
    start_worker()
    row = _submit(student, exercise)
    until(lambda: row.state == DONE)

    assert not marker.exists()
    assert redis_server.client().llen("cpu") == 0
    until(lambda: redis_server.client().hlen("unacked") == 0)


def test_arguments_that_are_no_id_start_nothing(
    start_worker: StartWorker, student: User, exercise: Exercise, until: Until, redis_server: RedisServer
) -> None:
    """Whatever a message says instead of one id is thrown away."""
    wrong: list[list[object]] = [["1"], [True], [None], [{"a": 1}], [[1]], [1.0], [-1], [10**30], [1, 2], []]
    unsent = make_submission(student, exercise, sent_at=now() + timedelta(hours=1))
    for arguments in wrong:
        _publish(redis_server, arguments)
    start_worker()
    row = _submit(make_user(), exercise)
    until(lambda: row.state == DONE)

    assert unsent.id == 1  # what the wrong ones come near to
    assert (unsent.state, unsent.starts) == (QUEUED, 0)


def test_unknown_tasks_and_junk_do_not_stop_the_worker(
    start_worker: StartWorker, student: User, exercise: Exercise, until: Until, redis_server: RedisServer
) -> None:
    """A task nobody knows and an entry that is no message are thrown away."""
    _publish(redis_server, [1], task="os.system")
    worker = start_worker()
    row = _submit(student, exercise)
    until(lambda: row.state == DONE)
    redis_server.client().lpush("cpu", "{not json", "[]", '{"body": 1}')
    second = _submit(student, exercise)
    until(lambda: second.state == DONE)

    assert worker.poll() is None


def test_a_student_has_one_running(
    start_worker: StartWorker, student: User, exercise: Exercise, until: Until
) -> None:
    """Of a student's submissions one runs at a time, though there are slots and messages for more."""
    rows = [_submit(student, exercise) for _ in range(3)]
    start_worker()
    most = 0

    def all_done() -> bool:
        nonlocal most
        states = [state for (state,) in db.session.query(Submission.state)]  # all at one moment
        most = max(most, states.count(RUNNING))
        return states == [DONE] * len(rows)

    until(all_done)
    assert most == 1
    assert [row.starts for row in rows] == [1, 1, 1]


def test_stopping_worker_gives_its_jobs_back(
    start_worker: StartWorker, student: User, exercise: Exercise, until: Until
) -> None:
    """A job that does not end in time is queued again, as if it had not been begun."""
    row = make_submission(student, exercise, files={"solution.py": "# hold\n" + ALL})
    queue.announce(row)
    worker = start_worker()
    until(lambda: row.state == RUNNING)
    worker.terminate()

    assert worker.wait(20) == 0
    db.session.expire_all()
    assert (row.state, row.starts) == (QUEUED, 0)


def test_unfit_worker_refuses_names_the_control_and_exits_78(
    start_worker: StartWorker, student: User, exercise: Exercise
) -> None:
    """A worker whose sandbox fails its self-test takes nothing; why stays on the site after it has gone."""
    row = _submit(student, exercise)
    worker = start_worker("--unfit")

    assert worker.wait(30) == config.EX_CONFIG
    db.session.expire_all()
    assert row.state == QUEUED
    status = worker_status.current()
    assert (status.state, status.cure) == ("off", "sysctl -w x=1")
    assert "C02" in status.reason


def test_frozen_worker_cannot_overwrite_the_result(
    start_worker: StartWorker, student: User, exercise: Exercise, until: Until
) -> None:
    """A worker stopped for longer than its lease finds its job done by another, and stores nothing."""
    row = _submit(student, exercise)
    frozen = start_worker("--pace", "1")
    until(lambda: row.state == RUNNING)
    freeze(frozen)
    try:
        start_worker()
        until(lambda: row.state == DONE)
    finally:
        frozen.send_signal(signal.SIGCONT)
    frozen.terminate()
    frozen.wait(20)

    assert row.starts == 2
    assert db.session.query(Event).filter_by(kind="verdict").count() == 1
