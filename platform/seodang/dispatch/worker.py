"""The worker process: slots that do jobs, and a keeper that looks after leases and tells how things stand."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Flask
from sqlalchemy.exc import OperationalError

from graders.grading import Grader
from sandbox import BoundaryUnavailable

from ..extensions import bell, db, settings
from ..services import leases, worker_status
from ..services.leases import Lease
from . import jobs

log = logging.getLogger(__name__)

IDLE_S = 0.5  # how long a slot sleeps when no bell rings
BEAT_S = 1.0  # how often the keeper looks around
DRAIN_S = 5.0  # how long a stopping worker lets its jobs finish
RECOVER_S = 1.0


class Worker:
    """Takes jobs until told to stop."""

    def __init__(self, app: Flask, make_grader: Callable[[int], Grader]) -> None:
        self._app = app
        with app.app_context():
            self._slots = settings().slots
            self._lease_s = settings().lease_s
        self._grader = make_grader(self._slots)
        self._stop = threading.Event()
        self._held: set[Lease] = set()
        self._lock = threading.Lock()
        self._status: tuple[str, dict[str, Any]] = (worker_status.WARMING, {})

    def run(self) -> None:
        """Work until `stop` is called; then let running jobs finish for a moment and give the rest back."""
        self._keep_once()
        keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        keeper.start()
        slots = []
        if self._warm_up():
            slots = [
                threading.Thread(target=self._work, name=f"slot-{n}", daemon=True) for n in range(self._slots)
            ]
            for slot in slots:
                slot.start()
        self._stop.wait()
        self._drain(slots)
        keeper.join(BEAT_S * 2)
        with self._app.app_context():
            worker_status.withdraw()
        self._grader.stop()

    def stop(self) -> None:
        """Take no more jobs and come to an end."""
        self._stop.set()
        with self._app.app_context():
            bell().ring(leases.WORK)

    def _warm_up(self) -> bool:
        """Start the grader; where this machine cannot isolate code, say why and grade nothing."""
        try:
            self._grader.start()
            self._grader.wait_ready()
        except BoundaryUnavailable as error:
            self._tell(worker_status.OFF, **_why_off(error))
            return False
        self._tell(worker_status.READY, slots=self._slots)
        return True

    def _work(self) -> None:
        """One slot: take a job, do it, take the next; sleep while there is none."""
        with self._app.app_context(), bell().subscribe(leases.WORK) as woken:
            while not self._stop.is_set():
                woken.clear()
                try:
                    lease = leases.claim()
                except OperationalError:  # the database is away or busy; it will be back
                    log.exception("cannot claim jobs")
                    db.session.rollback()
                    self._stop.wait(RECOVER_S)
                    continue
                if lease is None:
                    woken.wait(IDLE_S)
                    continue
                self._do(lease)

    def _do(self, lease: Lease) -> None:
        """Do one job while the keeper renews its lease."""
        with self._lock:
            self._held.add(lease)
        try:
            jobs.do(self._app, lease, self._grader)
        except (
            OperationalError
        ):  # the result could not be stored: the lease runs out and the job is done again
            log.exception("result not stored", extra={"job": lease.topic})
            db.session.rollback()
        finally:
            with self._lock:
                self._held.discard(lease)

    def _keep(self) -> None:
        """Renew leases, queue again what others lost, and say how this worker is, until stopped."""
        while not self._stop.wait(min(BEAT_S, self._lease_s / 4)):
            try:
                self._keep_once()
            except OperationalError:
                log.exception("cannot look after leases")

    def _keep_once(self) -> None:
        """One round of the keeper."""
        with self._lock:
            held = list(self._held)
        with self._app.app_context():
            for lease in held:
                leases.renew(lease)
            leases.reclaim_dead()
            leases.sweep_expired()
            worker_status.publish(self._status[0], **self._status[1])

    def _tell(self, state: str, **detail: Any) -> None:
        """Say a new state at once."""
        self._status = (state, detail)
        with self._app.app_context():
            worker_status.publish(state, **detail)
            bell().ring("status")

    def _drain(self, slots: list[threading.Thread]) -> None:
        """Wait a moment for running jobs, then give back those that still run."""
        deadline = time.monotonic() + DRAIN_S
        for slot in slots:
            slot.join(max(0.0, deadline - time.monotonic()))
        with self._lock:
            held = list(self._held)
        with self._app.app_context():
            for lease in held:
                leases.release(lease)


def _why_off(error: BoundaryUnavailable) -> dict[str, Any]:
    """Which control is missing and what cures that."""
    missing = [layer for layer in error.layers if layer.mandatory and not layer.active]
    return {
        "reason": "; ".join(f"{layer.control} {layer.name}: {layer.detail}" for layer in missing)
        or str(error),
        "cure": "\n".join(layer.cure for layer in missing if layer.cure),
        "layers": [msgspec.to_builtins(layer) for layer in error.layers],
    }
