"""What every worker does beside grading: renew leases, queue lost jobs again, tell how things stand."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from flask import Flask

import config
from graders.grading import Grader
from sandbox import BoundaryFailed, BoundaryUnavailable

from ..extensions import OUTAGES, bell, db, settings
from ..models import Submission
from ..services import gpu_jobs, leases, practice, queue, stopping, worker_status
from ..services.leases import Lease
from . import jobs
from .progress_log import Row
from .regrader import Regrader

log = logging.getLogger(__name__)

BEAT_S = 1.0  # how often the keeper looks around
EX_TEMPFAIL = 75  # sysexits.h: the sandbox does not answer, and may soon
STORE_TRIES = 10  # how often a result is offered to a database that is away
STORE_PAUSE_S = 0.5


class Keeper:
    """Keeps the jobs of one worker process; `on_unfit` is called when the sandbox fails its self-test."""

    def __init__(self, app: Flask, queues: Sequence[str], on_unfit: Callable[[], None]) -> None:
        self._app = app
        self._on_unfit = on_unfit
        self._stop = threading.Event()
        self._held: dict[Lease, threading.Event] = {}  # each with what ends its grading early
        self._lock = threading.Lock()
        self._queues = list(queues)
        self._regrader = Regrader(app, queues)
        self._status: tuple[str, dict[str, Any]] = (worker_status.WARMING, {"queues": self._queues})
        with app.app_context():
            self._beat_s = min(BEAT_S, settings().lease_s / 4)
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self.unfit = False  #: why has been told, and stays readable
        self.exit_status = 0

    def start(self) -> None:
        """Look around once, then in a thread."""
        self._look()
        self._thread.start()

    def stop(self) -> None:
        """Give back what still runs, and say that this worker goes; why it is unfit stays readable."""
        self._stop.set()
        with self._app.app_context():
            bell().ring(stopping.STOP)
        self._regrader.stop(BEAT_S * 2)
        self._thread.join(BEAT_S * 2)
        self.give_back()
        with self._app.app_context():
            if not self.unfit:
                worker_status.withdraw()

    def open(self, make_grader: Callable[[], Grader]) -> Grader | None:
        """A grader that is ready; None, and the reason told, where this machine cannot isolate code."""
        try:
            grader = make_grader()
            grader.start()
            grader.wait_ready()
        except (BoundaryUnavailable, BoundaryFailed) as error:
            self._refuse(error)
            return None
        self._tell(worker_status.READY, slots=grader.slots, queues=self._queues, sandbox=grader.sandbox)
        with self._app.app_context():
            worker_status.forget_unfit()
        self._regrader.start(grader)
        return grader

    def perform(self, lease: Lease, grader: Grader) -> None:
        """Do one job while its lease is renewed, and store its one result."""
        stop = threading.Event()
        with self._lock:
            self._held[lease] = stop
        try:
            values, rows = jobs.do(self._app, lease, grader, stop)
            self._store(lease, values, rows)
        except OUTAGES:  # the lease runs out, and the job is done again
            log.exception("result not stored", extra={"job": lease.topic})
            db.session.rollback()
        except BoundaryUnavailable as error:
            leases.release(lease)
            if not self._stop.is_set():
                self._refuse(error)
        finally:
            with self._lock:
                del self._held[lease]

    def give_back(self) -> None:
        """Queue again what this worker has begun, as if it had not."""
        with self._lock:
            held = list(self._held)
        with self._app.app_context():
            for lease in held:
                leases.release(lease)

    def _store(self, lease: Lease, values: dict[str, Any], rows: list[Row]) -> None:
        """Store a result, waiting for a database that is away: a grading is dearer than a wait."""
        for left in reversed(range(STORE_TRIES)):
            try:
                stored = leases.finish(lease, values, rows)
                break
            except OUTAGES:
                db.session.rollback()
                if not left:
                    raise
                self._stop.wait(STORE_PAUSE_S)
        if not stored:
            log.warning("result discarded: the lease was lost", extra={"job": lease.topic})
        elif lease.kind is Submission:
            practice.note_submission(lease.job_id)

    def _refuse(self, error: BoundaryUnavailable | BoundaryFailed) -> None:
        """Say which control failed and take no jobs."""
        self.unfit = True
        self.exit_status = config.EX_CONFIG if isinstance(error, BoundaryUnavailable) else EX_TEMPFAIL
        log.error("no jobs here: %s", error)
        self._tell(worker_status.OFF, **_why_off(error))
        self._on_unfit()

    def _tell(self, state: str, **detail: Any) -> None:
        """Say a new state at once."""
        self._status = (state, detail)
        with self._app.app_context():
            worker_status.publish(state, **detail)
            bell().ring("status")

    def _run(self) -> None:
        """Look around again and again, until stopped."""
        with self._app.app_context():
            own = bell()
        with own.subscribe(stopping.STOP) as woken:
            while not self._stop.is_set():
                if woken.wait(self._beat_s):
                    woken.clear()
                try:
                    self._look()
                except OUTAGES:
                    log.exception("cannot look after leases")

    def _look(self) -> None:
        """One round."""
        with self._lock:
            held = dict(self._held)
        with self._app.app_context(), contextlib.closing(db.session):
            for lease in held:
                leases.renew(lease)
            self._regrader.look()
            self._stop_wanted(held)
            leases.reclaim_dead()
            leases.sweep_expired()
            gpu_jobs.fall_back()
            queue.announce_unsent()
            worker_status.publish(self._status[0], **self._status[1])

    def _stop_wanted(self, held: Mapping[Lease, threading.Event]) -> None:
        """End the gradings whose students asked for it."""
        running = {lease.job_id: stop for lease, stop in held.items() if lease.kind is Submission}
        for submission_id in stopping.wanted(running):
            running[submission_id].set()


def _why_off(error: BoundaryUnavailable | BoundaryFailed) -> dict[str, Any]:
    """Which control is missing and what cures that, or that nothing answers."""
    if isinstance(error, BoundaryFailed):
        return {"reason": str(error)}
    missing = [layer for layer in error.layers if layer.mandatory and not layer.active]
    return {
        "reason": "; ".join(f"{layer.control} {layer.name}: {layer.detail}" for layer in missing)
        or str(error),
        "cure": "\n".join(layer.cure for layer in missing if layer.cure),
        "layers": [msgspec.to_builtins(layer) for layer in error.layers],
    }
