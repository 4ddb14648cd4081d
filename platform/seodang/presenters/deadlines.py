"""Assignments as pages tell them: what stage each is in, and how long there is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import ngettext

from ..models import Assignment, now
from ..services import assignments
from .texts import pick

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class DueView:
    """An assignment at one moment; `stage` is early, open, late or closed."""

    id: int
    title: str
    stage: str
    moment: datetime | None  #: what the stage ends with, or ended with
    relative: str  #: how long until then; empty once it has passed
    soon: bool  #: less than two days are left
    attempts: int | None


def due_view(row: Assignment, lang: str, at: datetime | None = None) -> DueView:
    """Where an assignment stands at this moment."""
    moment = at or now()
    stage, until = _stage(row, moment)
    left = until - moment if until is not None else None
    return DueView(
        row.id,
        pick(row.title, lang),
        stage,
        until,
        in_words(left) if left is not None and left > timedelta() else "",
        stage == "open" and left is not None and left < 2 * DAY,
        row.attempts,
    )


def in_words(left: timedelta) -> str:
    """How long that is, never rounded up: a deadline must not seem further off than it is."""
    if left >= 2 * DAY:
        return str(ngettext("in %(num)s day", "in %(num)s days", left // DAY))
    if left >= HOUR:
        return str(ngettext("in %(num)s hour", "in %(num)s hours", left // HOUR))
    return str(ngettext("in %(num)s minute", "in %(num)s minutes", max(1, left // MINUTE)))


def _stage(row: Assignment, moment: datetime) -> tuple[str, datetime | None]:
    """The stage, and the moment that goes with it."""
    if not assignments.has_opened(row, moment):
        return "early", row.opens_at
    if assignments.has_closed(row, moment):
        return "closed", row.closes_at
    due = assignments.deadline(row)
    if due is not None and due <= moment:
        return "late", row.closes_at
    return "open", due
