"""The built-in worker: slots that take jobs straight from the database."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from flask import Flask

from graders.grading import Grader

from ..extensions import OUTAGES, bell, db, settings
from ..services import leases, queue
from .keeper import Keeper

log = logging.getLogger(__name__)

IDLE_S = 0.5  # how long a slot sleeps when no bell rings
DRAIN_S = 5.0  # how long a stopping worker lets its jobs finish
RECOVER_S = 1.0


class Worker:
    """Takes jobs until told to stop."""

    def __init__(self, app: Flask, make_grader: Callable[[int], Grader]) -> None:
        self._app = app
        self._make_grader = make_grader
        with app.app_context():
            self._slots = settings().slots
            self._queues = settings().queues
        self._stop = threading.Event()
        self._keeper = Keeper(app, self._queues, self._stop.set)

    def run(self) -> int:
        """Work until `stop` is called; then let running jobs finish for a moment and give the rest back.

        Returns the exit status: 78 where the sandbox failed its self-test.
        """
        self._keeper.start()
        grader = self._keeper.open(lambda: self._make_grader(self._slots))
        slots = []
        if grader is not None:
            for number in range(self._slots):
                slot = threading.Thread(target=self._work, args=(grader,), name=f"slot-{number}", daemon=True)
                slot.start()
                slots.append(slot)
        self._stop.wait()
        deadline = time.monotonic() + DRAIN_S
        for slot in slots:
            slot.join(max(0.0, deadline - time.monotonic()))
        self._keeper.stop()
        if grader is not None:
            grader.stop()
        return self._keeper.exit_status

    def stop(self) -> None:
        """Take no more jobs and come to an end."""
        self._stop.set()
        with self._app.app_context():
            bell().ring(queue.WORK)

    def _work(self, grader: Grader) -> None:
        """One slot: take a job, do it, take the next; sleep while there is none."""
        with self._app.app_context(), bell().subscribe(queue.WORK) as woken:
            while not self._stop.is_set():
                woken.clear()
                try:
                    lease = leases.claim(self._queues)
                except OUTAGES:  # the database is away or busy; it will be back
                    log.exception("cannot claim jobs")
                    db.session.rollback()
                    self._stop.wait(RECOVER_S)
                    continue
                if lease is None:
                    woken.wait(IDLE_S)
                    continue
                self._keeper.perform(lease, grader)
