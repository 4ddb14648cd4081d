"""Checks that wait for the deadline: which attempts are to be graded once more, and storing what came of it.

Every attempt that counts is graded again, and not the best alone, since with more checks another one may be
the best. The row stays finished meanwhile and keeps its old result; a lease of its own makes sure that one
worker at a time grades it and one result is stored. What was graded after the deadline had all its checks
already.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, func, or_, select, update

from ..extensions import bell, db, settings
from ..models import DONE, Assignment, AssignmentItem, Event, ExerciseVersion, QuizVariant, Submission, now
from . import catalogue, queue
from .holders import me
from .submissions import counted

MAX_STARTS = 8  #: of a submission in all; one that fails on us each time is left with the result it has


@dataclass(frozen=True)
class Claim:
    """The right to grade one attempt again."""

    submission_id: int
    token: str


def claim(queues: Sequence[str]) -> Claim | None:
    """Take one attempt whose deadline has passed and whose last checks were never executed."""
    versions = _due_versions()
    if not versions:
        db.session.rollback()
        return None
    token, moment = secrets.token_hex(16), now()
    open_ones = (*_waiting(), Submission.version_id.in_(versions), Submission.queue.in_(queues))
    first = select(Submission.id).where(*open_ones).order_by(Submission.id).limit(1)
    found = db.session.scalar(first)
    if found is None:
        db.session.rollback()
        return None
    values = {
        "lease_token": token,
        "lease_expires": moment + timedelta(seconds=settings().lease_s),
        "holder": me(),
        "starts": Submission.starts + 1,
    }
    taken = _update(Submission.id == found, *_waiting(), values=values)
    db.session.commit()
    return Claim(found, token) if taken else None


def renew(claimed: Claim) -> None:
    """Hold it for another while."""
    _update(*_mine(claimed), values={"lease_expires": now() + timedelta(seconds=settings().lease_s)})
    db.session.commit()


def store(claimed: Claim, values: dict[str, Any], told: dict[str, Any]) -> bool:
    """Put the new result in the old one's place; False where somebody else has the attempt now."""
    done = {**values, "after_due": True, "lease_token": None, "lease_expires": None}
    stored = _update(*_mine(claimed), values=done)
    if stored:
        verdict = update(Event).where(Event.submission_id == claimed.submission_id, Event.kind == "verdict")
        db.session.execute(verdict.values(data=told).execution_options(synchronize_session=False))
    db.session.commit()
    if stored:
        bell().ring(queue.topic(Submission, claimed.submission_id))
    return stored


def release(claimed: Claim, tried: bool) -> None:
    """Give it back with its old result; `tried` says whether that was a try, of which there are not many."""
    values: dict[str, Any] = {"lease_token": None, "lease_expires": None}
    if not tried:
        values["starts"] = Submission.starts - 1
    _update(*_mine(claimed), values=values)
    db.session.commit()


def others_wait(queues: Sequence[str]) -> bool:
    """Does a student wait for something that could begin?"""
    kinds: tuple[type[queue.Job], ...] = (QuizVariant, Submission)
    waiting = any(
        db.session.scalar(select(kind.id).where(kind.queue.in_(queues), *queue.free(kind)).limit(1))
        is not None
        for kind in kinds
    )
    db.session.rollback()
    return waiting


def _due_versions() -> list[int]:
    """The versions of exercises past their deadline that have checks waiting for it."""
    due = func.coalesce(Assignment.due_at, Assignment.closes_at) <= now()
    query = (
        select(ExerciseVersion.id)
        .join(AssignmentItem, AssignmentItem.exercise_id == ExerciseVersion.exercise_id)
        .join(Assignment, Assignment.id == AssignmentItem.assignment_id)
        .where(due)
    )
    return [version for version in db.session.scalars(query) if _has_waiting_checks(version)]


def _has_waiting_checks(version_id: int) -> bool:
    """Has this version checks that wait for the deadline?"""
    return any(check.visibility == "after_due" for check in catalogue.bundle(version_id).checks)


def _waiting() -> tuple[ColumnElement[bool], ...]:
    """What an attempt must be to be graded again: one that counts, and nobody else is at it."""
    free = or_(Submission.lease_token.is_(None), Submission.lease_expires < now())
    return (*counted(), Submission.after_due.is_(False), Submission.starts < MAX_STARTS, free)


def _mine(claimed: Claim) -> tuple[ColumnElement[bool], ...]:
    """The row, while the claim holds."""
    return (
        Submission.id == claimed.submission_id,
        Submission.state == DONE,
        Submission.lease_token == claimed.token,
    )


def _update(*which: ColumnElement[bool], values: dict[str, Any]) -> bool:
    """Change one row; was there one?"""
    statement = update(Submission).where(*which).values(values)
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount == 1
