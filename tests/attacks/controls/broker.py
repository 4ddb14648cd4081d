"""A canary on the broker: a message that is code, handed to whoever reads the workers' queue."""

from __future__ import annotations

from typing import Any

import pytest
from kombu.exceptions import ContentDisallowed

from seodang import broker
from tests.attacks.controls.stage import Stage


class _Ran(Exception):
    """The message was turned into what it stands for."""


def _run(secret: str) -> str:
    raise _Ran(secret)


class _Call:
    """What pickle writes as a call, to be made by whoever reads it."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __reduce__(self) -> tuple[Any, ...]:
        return _run, (self._secret,)


def PICKLE(stage: Stage, off: frozenset[str]) -> str:  # noqa: N802  # a canary like the others
    """Put a pickle on the queue and read it as a worker does."""
    with pytest.MonkeyPatch.context() as patch:
        if "C39" in off:
            patch.setitem(broker.CONFIGURATION, "accept_content", ["json", "pickle"])
        celery = broker.Broker("memory://").celery
    celery.conf.broker_transport_options = {}
    with celery.connection_for_write() as connection, connection.channel() as channel:
        queue = celery.amqp.queues[celery.conf.task_default_queue]
        consumer = celery.amqp.TaskConsumer(channel)
        with connection.Producer(channel) as producer:
            producer.publish(_Call(stage.planted), queue.name, serializer="pickle", declare=[queue])
        message = queue.bind(channel).get(accept=consumer.accept)
        try:
            return str(message.decode())
        except ContentDisallowed:
            return ""
        except Exception as error:  # noqa: BLE001  # whatever the message's code raised, through kombu
            return str(error)
