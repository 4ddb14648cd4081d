"""What goes to the broker, and what happens when it does not answer."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import redis
from flask import Flask

from seodang.broker import CHANNEL, Broker
from seodang.extensions import bell, broker, db
from seodang.models import DONE, QUEUED, Exercise, Submission, User, ValidationRun, now
from seodang.services import leases, queue, submissions
from seodang.services.packing import pack

from ...factories import make_submission, make_user
from ...servers import RedisServer

Until = Callable[..., None]
FILES = {"solution.py": b"x = 1"}


def _messages(server: RedisServer, name: str = "cpu") -> list[list[object]]:
    """The arguments of the messages in a queue, in the order in which they are served."""
    found = []
    for raw in reversed(server.client().lrange(name, 0, -1)):
        body = json.loads(base64.b64decode(json.loads(raw)["body"]))
        found.append(body[0])
    return found


def _age(seconds: float) -> None:
    db.session.query(Submission).update({"sent_at": now() - timedelta(seconds=seconds)})
    db.session.commit()


def test_workers_take_json_and_nothing_else(app: Flask) -> None:
    """Tasks and what a worker accepts are JSON; there is no store of results and no remote control."""
    service = broker()
    assert service is not None
    conf = service.celery.conf

    assert (conf.task_serializer, conf.result_serializer) == ("json", "json")
    assert conf.accept_content == ["json"]
    assert conf.result_backend is None
    assert conf.task_ignore_result
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert conf.worker_prefetch_multiplier == 1
    assert not conf.worker_enable_remote_control
    assert [found.name for found in conf.task_queues] == ["cpu", "gpu"]


def test_redis_wants_a_password_and_lets_nobody_manage_it(redis_server: RedisServer) -> None:
    """Without the password nothing is answered; with it, a queue can be used and the server not changed."""
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=redis_server.port).ping()
    for command in (
        ("CONFIG", "GET", "*"),
        ("FLUSHALL",),
        ("KEYS", "*"),
        ("ACL", "LIST"),
    ):
        with pytest.raises(redis.exceptions.NoPermissionError):
            redis_server.client().execute_command(*command)


def test_message_is_the_id_of_a_row(student: User, exercise: Exercise, redis_server: RedisServer) -> None:
    """Handing in puts one integer into the queue, after the row is stored, and nothing of the submission."""
    row = submissions.create(student, exercise, FILES, "submit", "some-token")

    assert _messages(redis_server) == [[row.id]]
    raw = redis_server.client().lrange("cpu", 0, -1)[0]
    assert json.loads(raw)["content-type"] == "application/json"
    assert b"seodang.submission" in raw
    assert b"solution" not in base64.b64decode(json.loads(raw)["body"]) + raw


def test_students_go_before_validations(
    student: User, exercise: Exercise, instructor: User, redis_server: RedisServer
) -> None:
    """A validation waits in a list of its own, which is served when nobody else waits."""
    run = ValidationRun(
        user_id=instructor.id, course_id=exercise.course_id, slug="x", version="v", content=pack({})
    )
    db.session.add(run)
    db.session.commit()
    queue.announce(run)
    row = submissions.create(student, exercise, FILES, "submit", "some-token")

    client = redis_server.client()
    assert _messages(redis_server) == [[row.id]]
    assert sorted(key for key in (b"cpu", b"cpu\x06\x169") if client.llen(key)) == [b"cpu", b"cpu\x06\x169"]


def test_handing_in_works_while_the_broker_is_away(
    student: User, exercise: Exercise, redis_server: RedisServer, until: Until
) -> None:
    """A submission is stored all the same, and its id is sent when the broker is back."""
    redis_server.kill()

    row = submissions.create(student, exercise, FILES, "submit", "some-token")

    assert (row.state, row.sent_at) == (QUEUED, None)
    redis_server.start()
    until(queue.announce_unsent)
    assert _messages(redis_server) == [[row.id]]


def test_broker_that_lost_everything_gets_it_again(
    student: User, exercise: Exercise, redis_server: RedisServer, until: Until
) -> None:
    """What waits is sent again, once, as soon as the broker is found empty."""
    row = submissions.create(student, exercise, FILES, "submit", "some-token")
    redis_server.kill()
    redis_server.start()
    assert queue.announce_unsent() == 0  # its message may be on the way to a worker

    _age(queue.LOST_S)
    until(queue.announce_unsent)

    assert queue.announce_unsent() == 0
    assert _messages(redis_server) == [[row.id]]


def test_message_that_waits_is_not_doubled(
    student: User, exercise: Exercise, redis_server: RedisServer
) -> None:
    """While the queue moves, a job is sent again only after a good while."""
    submissions.create(student, exercise, FILES, "submit", "some-token")

    _age(queue.LOST_S)
    assert queue.announce_unsent() == 0
    _age(queue.STALE_S)
    assert queue.announce_unsent() == 1


def test_next_one_of_a_student_is_sent_when_the_first_ends(
    student: User, exercise: Exercise, redis_server: RedisServer
) -> None:
    """A submission whose turn had not come is refused, and announced when its student has none running."""
    first, second = make_submission(student, exercise), make_submission(student, exercise)
    other = make_submission(make_user(), exercise)
    running = leases.claim_job(Submission, first.id)
    assert running is not None
    assert leases.claim_job(Submission, second.id) is None
    assert leases.claim_job(Submission, other.id) is not None

    assert leases.finish(running, {"verdict": "AC"})

    assert _messages(redis_server) == [[second.id]]
    assert leases.claim_job(Submission, first.id) is None
    assert leases.claim_job(Submission, second.id) is not None


def test_message_about_a_finished_job_finds_nothing(student: User, exercise: Exercise, app: Flask) -> None:
    """A message that comes twice, late, or about no row at all, starts nothing."""
    row = make_submission(student, exercise, state=DONE)

    assert leases.claim_job(Submission, row.id) is None
    assert leases.claim_job(Submission, 10**6) is None


def test_bell_rings_through_the_broker(app: Flask, redis_server: RedisServer, until: Until) -> None:
    """A ring wakes who waits, wherever it comes from, also after the broker has been away."""
    with bell().subscribe("some-topic") as woken:
        _ring_until_heard(redis_server, woken, until)
        redis_server.kill()
        bell().ring("some-topic")  # nobody hears it, and nobody minds
        redis_server.start()
        woken.clear()
        _ring_until_heard(redis_server, woken, until)


def _ring_until_heard(server: RedisServer, woken: threading.Event, until: Until) -> None:
    def heard() -> bool:
        server.client().publish(CHANNEL, "some-topic")
        return woken.wait(0.05)

    until(heard, timeout=60)


def test_a_broker_that_hangs_costs_one_wait(app: Flask, redis_server: RedisServer) -> None:
    """After a broker has not answered, the next ones who would ask it go on without."""
    redis_server.kill()
    service = broker()
    assert isinstance(service, Broker)
    assert not service.send("submission", 1, "cpu", urgent=True)

    redis_server.start()
    assert not service.send("submission", 1, "cpu", urgent=True)
    assert service.depth("cpu") is None
    assert redis_server.client().llen("cpu") == 0
