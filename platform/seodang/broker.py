"""The broker: hands the ids of waiting jobs to workers, and carries rings of the bell between machines.

Nothing of value goes through it. A message is one integer, the id of a row; whoever can read the broker
learns how many jobs there are, and whoever can write to it can make workers look at rows. Messages are JSON,
and a worker accepts nothing else: decoding another format, pickle above all, could run what somebody wrote.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import redis
from celery import Celery
from kombu.entity import Queue
from kombu.exceptions import KombuError

from config import QUEUES

from .bell import AnyBell

log = logging.getLogger(__name__)
T = TypeVar("T")

URGENT, PATIENT = 0, 9  # Redis serves the lower number first
CONNECT_S = 2.0
ANSWER_S = 2.0
QUIET_S = 3.0  # after a failure the broker is left alone for so long
VISIBILITY_S = 900  # then a message that nobody has acknowledged is given to another worker
CHANNEL = "seodang.bell"
#: What a broker that is away, or about to be, makes the libraries raise.
AWAY = (KombuError, redis.RedisError, OSError)
CONFIGURATION: dict[str, Any] = {
    "accept_content": ["json"],
    "task_serializer": "json",
    "result_serializer": "json",
    "result_backend": None,
    "task_ignore_result": True,
    "task_queues": [Queue(name) for name in QUEUES],  # type: ignore[no-untyped-call]
    "task_default_queue": QUEUES[0],
    "task_create_missing_queues": False,
    # A message leaves the broker when its job is done, and comes back when its worker is gone.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    # Nobody steers workers through the broker, or watches them there.
    "worker_enable_remote_control": False,
    "worker_send_task_events": False,
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_connection_timeout": CONNECT_S,
    "broker_transport_options": {
        "visibility_timeout": VISIBILITY_S,
        "priority_steps": [URGENT, PATIENT],
        "queue_order_strategy": "priority",
        "socket_connect_timeout": CONNECT_S,
        "socket_timeout": ANSWER_S,
        "max_retries": 0,
        "interval_start": 0,
        "interval_max": 0,
    },
}


class Broker:
    """Hands ids of jobs to whichever worker is free; never raises because the broker is away."""

    def __init__(self, url: str) -> None:
        self.celery = Celery("seodang", broker=url, set_as_current=False)
        self.celery.conf.update(CONFIGURATION)
        self._pause = Pause()

    def send(self, kind: str, job_id: int, queue: str, urgent: bool) -> bool:
        """Send the id of a job; False where the broker did not take it."""
        return self._pause.attempt(lambda: self._send(kind, job_id, queue, urgent), False)

    def depth(self, queue: str) -> int | None:
        """How many messages wait in a queue; None while the broker is away."""
        return self._pause.attempt(lambda: self._depth(queue), None)

    def _send(self, kind: str, job_id: int, queue: str, urgent: bool) -> bool:
        self.celery.send_task(
            task_name(kind),
            args=[job_id],
            queue=queue,
            priority=URGENT if urgent else PATIENT,
            retry=False,
            ignore_result=True,
        )
        return True

    def _depth(self, queue: str) -> int | None:
        with self.celery.connection_for_write() as connection:
            return int(connection.default_channel.queue_declare(queue).message_count)


class BrokerBell(AnyBell):
    """A bell between all who share the broker."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(
            url, socket_connect_timeout=CONNECT_S, socket_timeout=ANSWER_S, health_check_interval=30
        )
        self._pause = Pause()

    def ring(self, topic: str) -> None:
        """Wake everybody who waits for this topic, on whatever machine."""
        self._pause.attempt(lambda: self._redis.publish(CHANNEL, topic), None)

    def _listen(self) -> None:
        """Listen in a thread, for as long as this process lives."""
        threading.Thread(target=self._receive, name="bell", daemon=True).start()

    def _receive(self) -> None:
        """Pass on each ring that comes in; when the broker goes away, wait for it."""
        while True:
            self._pause.attempt(self._pass_on, None)
            time.sleep(QUIET_S)

    def _pass_on(self) -> None:
        """Listen until the connection breaks."""
        with self._redis.pubsub(ignore_subscribe_messages=True) as rings:  # type: ignore[no-untyped-call]
            rings.subscribe(CHANNEL)
            while True:
                message = rings.get_message(timeout=ANSWER_S / 2)
                if message is not None:
                    self._heard(message["data"].decode("ascii", "replace"))


class Pause:
    """Swallows that the broker is away, says it once, and spares everybody the wait for a while."""

    def __init__(self) -> None:
        self._until = 0.0
        self._said = False

    def attempt(self, call: Callable[[], T], otherwise: T) -> T:
        """What the call returns; `otherwise` while the broker is away, or was a moment ago."""
        if time.monotonic() < self._until:
            return otherwise
        try:
            result = call()
        except AWAY as error:
            self._until = time.monotonic() + QUIET_S
            if not self._said:
                log.warning("the broker is away: %s", type(error).__name__)
            self._said = True
            return otherwise
        if self._said:
            self._said = False
            log.warning("the broker is back")
        return result


def task_name(kind: str) -> str:
    """What the broker calls a kind of job."""
    return f"seodang.{kind}"
