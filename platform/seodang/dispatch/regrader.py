"""Grading once more what has passed its deadline, one attempt at a time, when nobody waits for anything."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from flask import Flask

from graders.grading import Grader
from graders.verdicts import Verdict
from sandbox import BoundaryUnavailable

from ..extensions import OUTAGES, db
from ..models import Submission
from ..services import regrading
from ..services.regrading import Claim
from . import jobs

log = logging.getLogger(__name__)

LOOK_S = 2.0  # how often it looks for deadlines that have passed


class Regrader:
    """A thread of a worker that takes a slot only while students wait for nothing."""

    def __init__(self, app: Flask, queues: Sequence[str]) -> None:
        self._app = app
        self._queues = list(queues)
        self._end = threading.Event()
        self._make_way = threading.Event()
        self._held: Claim | None = None
        self._thread: threading.Thread | None = None

    def start(self, grader: Grader) -> None:
        """Begin to look, with a grader that is ready."""
        self._thread = threading.Thread(target=self._run, args=(grader,), name="regrader", daemon=True)
        self._thread.start()

    def look(self) -> None:
        """Keep what is held, and end it when somebody waits meanwhile; called at every beat of the keeper."""
        held = self._held
        if held is None:
            return
        regrading.renew(held)
        if regrading.others_wait(self._queues):
            self._make_way.set()

    def stop(self, timeout: float) -> None:
        """Come to an end and give back what is held."""
        self._end.set()
        self._make_way.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self, grader: Grader) -> None:
        """Grade what there is, then look again after a while."""
        with self._app.app_context():
            while not self._end.wait(LOOK_S):
                try:
                    while not self._end.is_set() and self._one(grader):
                        pass
                except OUTAGES:  # the database is away; the claim runs out
                    log.exception("cannot grade again")
                    db.session.rollback()

    def _one(self, grader: Grader) -> bool:
        """Grade one attempt again; False where there is none to be graded now."""
        if regrading.others_wait(self._queues):
            return False
        claimed = regrading.claim(self._queues)
        if claimed is None:
            return False
        self._make_way.clear()
        self._held = claimed
        try:
            return self._grade(claimed, grader)
        except BoundaryUnavailable:
            regrading.release(claimed, tried=False)
            return False
        except OUTAGES:
            raise
        except Exception:  # the edge around one job: it keeps the result it has
            log.exception("grading again failed", extra={"submission": claimed.submission_id})
            db.session.rollback()
            regrading.release(claimed, tried=True)
            return True
        finally:
            self._held = None

    def _grade(self, claimed: Claim, grader: Grader) -> bool:
        """One grading; a failure of ours, or an end to make way, leaves the old result."""
        row = db.session.get_one(Submission, claimed.submission_id)
        report = jobs.graded(row, grader, after_due=True, stop=self._make_way)
        if report.stopped:
            regrading.release(claimed, tried=False)
            return False
        if report.verdict == Verdict.IE:
            regrading.release(claimed, tried=True)
            return True
        values, told = jobs.result_of(report)
        if not regrading.store(claimed, values, told):
            log.warning("result discarded: the claim was lost", extra={"submission": claimed.submission_id})
        return True
