"""The worker behind a broker: Celery hands it ids, one thread a slot does the jobs.

Threads, since one process holds one grader with its warm sandbox. A message only says where to look: the job
is claimed in the database, under a lease, and a message that comes twice, late or from nowhere finds nothing
to claim. A job that may not begin yet, because its student has another one running, is announced again when
that one ends.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

from celery import signals
from celery.exceptions import Reject, SecurityWarning
from celery.worker import state
from flask import Flask

from graders.grading import Grader

from ..broker import Broker, task_name
from ..extensions import OUTAGES, broker, db, settings
from ..services import leases
from ..services.queue import KINDS, Job
from .keeper import Keeper

log = logging.getLogger(__name__)

DRAIN_S = 5.0  # how long a stopping worker lets its jobs finish
END_S = 3.0  # how long it may take after that
RECOVER_S = 1.0


class BrokerWorker:
    """Does the jobs whose ids come through the broker, until told to stop."""

    def __init__(self, app: Flask, make_grader: Callable[[int], Grader]) -> None:
        self._app = app
        self._make_grader = make_grader
        with app.app_context():
            service = broker()
            self._slots, self._queues = settings().slots, settings().queues
        assert service is not None, "this worker needs a broker"
        self._broker: Broker = service
        self._keeper = Keeper(app, self._queues, self.stop)
        self._grader: Grader | None = None
        self._stopping = False

    def run(self) -> int:
        """Work until told to stop; returns the exit status, 78 where the sandbox failed its self-test."""
        self._keeper.start()
        self._grader = self._keeper.open(lambda: self._make_grader(self._slots))
        if self._grader is None:
            self._keeper.stop()
            return self._keeper.exit_status
        celery = self._broker.celery
        for kind in KINDS:
            celery.task(self._task(kind), name=task_name(kind.__tablename__), shared=False, lazy=False)
        # Celery takes whoever has a number and no name, as in a container, for root.
        warnings.simplefilter("ignore", SecurityWarning)
        signals.setup_logging.connect(_leave_logging_alone)
        signals.worker_shutting_down.connect(self._drain, weak=False)
        while (code := self._consume()) and not self._stopping:
            log.error("the consumer ended (%d) and begins again", code)
            time.sleep(RECOVER_S)
        self._keeper.stop()
        self._grader.stop()
        return self._keeper.exit_status or code

    def _consume(self) -> int:
        """Take messages until told to stop, or until one comes that the libraries choke on."""
        worker = self._broker.celery.Worker(
            hostname=f"{os.getpid()}@{os.uname().nodename}",
            pool="threads",
            concurrency=self._slots,
            queues=list(self._queues),
            loglevel=logging.WARNING,
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        worker.start()
        return int(worker.exitcode or 0)

    def stop(self) -> None:
        """Take no more jobs and come to an end."""
        self._drain()
        state.should_stop = 0

    def _task(self, kind: type[Job]) -> Callable[[object], None]:
        """What Celery calls for a kind of job."""

        def run(job_id: object) -> None:
            self._do(kind, job_id)

        return run

    def _do(self, kind: type[Job], job_id: object) -> None:
        """Do one job, if it is there to be done."""
        if type(job_id) is not int or self._grader is None:
            log.error("a message that is none of ours", extra={"kind": kind.__tablename__})
            return
        with self._app.app_context():
            try:
                lease = leases.claim_job(kind, job_id)
            except OUTAGES as error:  # the database is away or busy: have the message come again
                log.warning("cannot claim jobs: %s", type(error).__name__)
                db.session.rollback()
                time.sleep(RECOVER_S)
                raise Reject(error, requeue=True) from None
            if lease is not None:
                self._keeper.perform(lease, self._grader)

    def _drain(self, **_: Any) -> None:
        """Let running jobs finish for a moment, then give them back and end, whatever still hangs."""
        self._stopping = True
        threading.Thread(target=self._end, name="drain", daemon=True).start()

    def _end(self) -> None:
        """Bring a worker to its end that does not come to it by itself."""
        time.sleep(DRAIN_S)
        self._keeper.stop()
        if self._grader is not None:
            self._grader.stop()
        time.sleep(END_S)
        os._exit(self._keeper.exit_status)


def _leave_logging_alone(**_: Any) -> None:
    """Celery sets up no logging where somebody has connected to this signal."""
