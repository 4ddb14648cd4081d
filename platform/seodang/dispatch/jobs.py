"""What to do for each kind of job: grade a submission, validate a bundle, make a quiz variant."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import msgspec
from flask import Flask

from graders.bundle import bundle_from_files
from graders.events import Event as GradingEvent, OnEvent
from graders.grading import Grader
from graders.quiz import issue
from graders.report import Mode, Report, student_view as report_view
from graders.validate import Progress, validate
from graders.verdicts import Verdict
from sandbox import BoundaryUnavailable

from ..extensions import OUTAGES, db
from ..models import RUN, QuizVariant, Submission, ValidationRun
from ..services import assignments, catalogue, leases
from ..services.leases import Lease
from ..services.packing import unpack
from ..services.queue import Job
from .progress_log import ProgressLog, Row

log = logging.getLogger(__name__)
Tell = Callable[[str, dict[str, Any]], None]
Result = tuple[dict[str, Any], list[Row]]
OURS: dict[str, Any] = {
    "verdict": Verdict.IE.value,
    "score": 0.0,
    "points": 0.0,
    "max_points": None,
    "report": None,
}


def grade(lease: Lease, grader: Grader, tell: Tell, stop: Event) -> Result:
    """Grade a submission; the grader itself begins once more after a failure of ours."""
    row = db.session.get_one(Submission, lease.job_id)
    stopped_counts = catalogue.bundle(row.version_id).training.stopped_counts
    after_due = row.mode != RUN and assignments.is_due(row.exercise)

    def on_event(event: GradingEvent) -> None:
        view = event.student_view()
        if view is not None:
            tell(event.kind, view)

    report = graded(row, grader, after_due=after_due, stop=stop, on_event=on_event)
    values, told = result_of(report)
    values |= {"counts": not report.stopped or stopped_counts, "after_due": after_due}
    return values, [("verdict", told)]


def graded(
    row: Submission, grader: Grader, *, after_due: bool, stop: Event, on_event: OnEvent | None = None
) -> Report:
    """Grade what lies in a row, with the seed it had before; `after_due`: with all its checks."""
    bundle = catalogue.bundle(row.version_id)
    files = {name: text.encode() for name, text in row.files.items()}
    mode: Mode = "run" if row.mode == RUN else "submit"
    earlier, number = row.report if row.verdict else None, str(row.id)
    seed = earlier["replay"]["seed"] if earlier else None
    db.session.rollback()  # hold no connection while grading
    return grader.grade(
        bundle,
        files,
        seed,
        on_event,
        mode=mode,
        submission_id=number,
        include_after_due=after_due,
        stop=stop,
    )


def result_of(report: Report) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of a report, and what the last event tells of it."""
    view = report_view(report)
    values = {
        "verdict": view["verdict"],
        "score": report.score,
        "points": float(report.points),
        "max_points": float(report.max_points),
        "report": msgspec.to_builtins(report),
    }
    return values, verdict_event(view["verdict"], view)[1]


def validate_bundle(lease: Lease, grader: Grader, tell: Tell, stop: Event) -> Result:
    """Put an uploaded bundle through every gate, in cells."""
    run = db.session.get_one(ValidationRun, lease.job_id)
    content, slug, course = unpack(run.content), run.slug, run.course.slug
    db.session.rollback()

    def on_event(event: Progress) -> None:
        tell(event.kind, event.student_view() or {})

    found = validate(bundle_from_files(content, slug=slug, course=course), grader, on_event)
    values = {
        "ok": found.ok,
        "problems": msgspec.to_builtins(found.problems),
        "examples": msgspec.to_builtins(found.examples),
        "gates": msgspec.to_builtins(found.gates),
    }
    return values, [("verdict", {"ok": found.ok})]


def make_variant(lease: Lease, grader: Grader, tell: Tell, stop: Event) -> Result:
    """Make a quiz variant, in a grader cell where it is generated, and store it whole."""
    row = db.session.get_one(QuizVariant, lease.job_id)
    bundle, seed, question = catalogue.bundle(row.version_id), row.seed, row.of_question or ""
    db.session.rollback()
    return {"variant": msgspec.to_builtins(issue(bundle, seed, grader, question=question))}, []


def failed(lease: Lease) -> Result:
    """The result of a job that we could not do."""
    if lease.kind is Submission:
        return dict(OURS), [verdict_event(Verdict.IE, None)]
    if lease.kind is ValidationRun:
        return {"ok": False, "problems": [], "examples": [], "gates": []}, [("verdict", {"ok": False})]
    return {"variant": None}, []


WORK: dict[type[Job], Callable[[Lease, Grader, Tell, Event], Result]] = {
    Submission: grade,
    ValidationRun: validate_bundle,
    QuizVariant: make_variant,
}


def do(app: Flask, lease: Lease, grader: Grader, stop: Event) -> Result:
    """Do one job and return its result with the events that are not stored yet; `stop` ends a grading early.

    Raises what a database raises that is away, and BoundaryUnavailable when nothing can be isolated here.
    Neither says anything about the job, which is to be done again.
    """
    progress = ProgressLog(partial(_append, app, lease))
    result: Result | None = None
    try:
        if lease.hopeless:
            log.error("job given up", extra={lease.kind.__tablename__: lease.job_id, "starts": lease.starts})
        else:
            result = WORK[lease.kind](lease, grader, progress.add, stop)
    except (*OUTAGES, BoundaryUnavailable):
        raise
    except Exception:  # the edge around one job: what went wrong is ours, is logged, and is said to be ours
        log.exception("job failed", extra={lease.kind.__tablename__: lease.job_id})
    finally:
        rest = progress.close()
        db.session.rollback()
    values, last = result if result is not None else failed(lease)
    return values, rest + last


def _append(app: Flask, lease: Lease, rows: list[Row]) -> bool:
    """Store events from the log's own thread."""
    with app.app_context():
        return leases.append(lease, rows)


def verdict_event(verdict: str, view: dict[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """The last event of a submission."""
    if view is None:
        return "verdict", {"verdict": verdict, "score": 0.0, "points": 0, "max_points": 0}
    return "verdict", {key: view[key] for key in ("verdict", "score", "points", "max_points", "message")}
