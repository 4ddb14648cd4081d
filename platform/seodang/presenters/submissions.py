"""Submissions as students see them: never more than the report's own student view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from flask import url_for

from graders.bilingual import both
from graders.measured import Band
from graders.report import Report, student_view
from graders.verdicts import Verdict, verdict_name

from ..events import Look, Message
from ..models import DONE, QUEUED, RUN, Event, Submission, now
from ..services import catalogue, event_log, leases
from ..services.gpu_jobs import waits_in_vain
from .curves import ChartView, charts, so_far
from .details import detail_view, spoken
from .texts import localise
from .told import Told, numbered, told


@dataclass(frozen=True)
class FileView:
    """A file with its text."""

    name: str
    content: str


@dataclass(frozen=True)
class Progress:
    """How far an unfinished submission has come: its place while it waits, else its checks and its time."""

    ahead: int | None
    done: int
    total: int
    elapsed_s: int


@dataclass(frozen=True)
class SubmissionView:
    """A submission with its result, as far as that is known."""

    id: int
    user_id: int
    mode: str
    state: str
    verdict: str | None
    verdict_text: str
    score: float | None
    points: float | None
    max_points: float | None
    created_at: datetime
    finished_at: datetime | None
    files: list[FileView]
    report: dict[str, Any] | None
    checks: list[dict[str, Any]]
    url: str
    events_url: str
    status_url: str
    stop_url: str
    stopping: bool  #: its end was asked for and has not come yet
    counts: bool
    charts: list[ChartView]
    waiting: str = ""  #: why it waits, where that is more than its turn
    progress: Progress | None = None  #: None once it is done
    message: Told | None = None  #: what there is to say about the whole
    numbers: Mapping[str, int] = field(default_factory=dict)  #: of its files on the page, by name

    def may_be_stopped_by(self, user_id: int) -> bool:
        """Whether it is theirs, and there is something left to stop."""
        return self.state != DONE and self.user_id == user_id


def submission_view(row: Submission, lang: str, *, full: bool = True) -> SubmissionView:
    """A submission; the short form, for lists, leaves report and checks out."""
    report = _student_report(row, lang) if full else None
    events = event_log.of_kind(row, "check", "live") if full and report is None else []
    checks = (report["checks"] if report else _checks_so_far(row, events, lang)) if full else []
    bands = _bands(row) if full else {}
    curves = report["curves"] if report else so_far(event for event in events if event.kind == "live")
    numbers = numbered(row.files)
    return SubmissionView(
        id=row.id,
        user_id=row.user_id,
        mode=row.mode,
        state=row.state,
        verdict=row.verdict,
        verdict_text=verdict_name(row.verdict).in_(lang) if row.verdict else "",
        score=row.score,
        points=row.points,
        max_points=row.max_points,
        created_at=row.created_at,
        finished_at=row.finished_at,
        files=[FileView(name, text) for name, text in row.files.items()],
        report=report,
        checks=checks,
        url=url_for("submissions.show", id=row.id),
        events_url=url_for("submissions.events", id=row.id),
        status_url=url_for("submissions.status", id=row.id),
        stop_url=url_for("submissions.stop", id=row.id),
        stopping=row.state != DONE and row.stop_asked_at is not None,
        counts=row.counts,
        charts=charts(curves, bands),
        waiting=waiting_text(row, lang) if full else "",
        message=told(report["message"], numbers) if report else None,
        numbers=numbers,
        progress=_progress(row, checks) if full and row.state != DONE else None,
    )


def _progress(row: Submission, checks: list[dict[str, Any]]) -> Progress:
    """How far it has come."""
    ahead = leases.waiting_before(row) if row.state == QUEUED else None
    ended = sum(check["outcome"] not in ("waiting", "running") for check in checks)
    elapsed = (now() - row.started_at).total_seconds() if row.started_at and ahead is None else 0.0
    return Progress(ahead, ended, len(checks), max(0, int(elapsed)))


def look(row: Submission, after: int, lang: str) -> Look:
    """What happened since an event: stored events, and while it waits its place in the queue."""
    done = row.state == DONE  # read before the events, so that none can come in between and be missed
    rows = event_log.after(row, after)
    messages = [Message(event.kind, event_data(event, lang), event.id) for event in rows]
    if row.state == QUEUED:
        why = waiting_text(row, lang)
        place: dict[str, Any] = {"ahead": leases.waiting_before(row)}
        messages.append(Message("waiting", place | ({"why": why} if why else {})))
    last = rows[-1].id if rows else after
    return Look(messages, last, done and len(rows) < event_log.BATCH)


def waiting_text(row: Submission, lang: str) -> str:
    """Why a submission waits, where that is more than its turn."""
    return both("grading.waits_for_gpu").in_(lang) if waits_in_vain(row) else ""


def event_data(event: Event, lang: str) -> dict[str, Any]:
    """The data of an event in the reader's language."""
    data: dict[str, Any] = localise(event.data, lang)
    if event.kind == "verdict" and "verdict" in data:
        data["verdict_text"] = verdict_name(data["verdict"]).in_(lang)
    return data


def status(row: Submission, after: int, lang: str) -> dict[str, Any]:
    """The same rows for those who poll."""
    found = look(row, after, lang)
    events = [
        {"id": message.id or found.last_id, "kind": message.kind, "data": message.data}
        for message in found.messages
    ]
    return {
        "state": row.state,
        "events": events,
        "report": _plain_report(row, lang) if found.done else None,
    }


def _plain_report(row: Submission, lang: str) -> dict[str, Any] | None:
    """The stored report as its student may read it."""
    if row.state != DONE or row.report is None:
        return None
    view: dict[str, Any] = localise(student_view(msgspec.convert(row.report, Report)), lang)
    return view


def _student_report(row: Submission, lang: str) -> dict[str, Any] | None:
    """The same with what a page draws of it."""
    view = _plain_report(row, lang)
    return view and view | {"checks": [_with_detail(check, lang) for check in view["checks"]]}


def _checks_so_far(row: Submission, events: Sequence[Event], lang: str) -> list[dict[str, Any]]:
    """The checks of an unfinished submission with what events have told; none where it failed on us."""
    if row.state == DONE and row.verdict != Verdict.ST:
        return []
    rows = {check["test"]: check for check in planned_checks(row, lang)}
    if row.state == DONE:
        return [check | {"outcome": "not_run"} for check in rows.values()]
    for event in events:
        if event.kind == "check" and event.data.get("test") in rows:
            rows[event.data["test"]] |= event_data(event, lang)
    return [_with_detail(check, lang) for check in rows.values()]


def _with_detail(check: dict[str, Any], lang: str) -> dict[str, Any]:
    """A check with its detail as the page shows it."""
    view = detail_view(check["detail"])
    return check | {"shown": view, "message": spoken(check["message"], view, lang)}


def _bands(row: Submission) -> Mapping[str, Band]:
    """The curves of the reference, where somebody measured them."""
    measured = catalogue.bundle(row.version_id).measured
    return measured.metrics if measured else {}


def planned_checks(row: Submission, lang: str) -> list[dict[str, Any]]:
    """The checks that a submission runs, before they have run."""
    wanted = (
        {"public"} if row.mode == RUN else {"public", "hidden"} | ({"after_due"} if row.after_due else set())
    )
    return [
        {
            "test": check.test,
            "title": check.title.in_(lang),
            "visibility": check.visibility,
            "points": 0,
            "max_points": check.points,
            "outcome": "waiting",
            "verdict": "",
            "message": "",
            "detail": None,
            "hint": "",
        }
        for check in catalogue.bundle(row.version_id).checks
        if check.visibility in wanted
    ]
