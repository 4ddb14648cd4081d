"""What stands behind deadlines: when an exercise opens, is due and closes, and how often it may be tried.

An exercise stands in one assignment at most; without one it is always open and never due. An assignment
that only closes is due when it closes. The full rules, with extensions and late work, are not here yet: what
is handed in between the deadline and the close counts like the rest.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select

from ..extensions import db
from ..models import DONE, SUBMIT, Assignment, AssignmentItem, Course, Exercise, Submission, User, now
from . import enrolments, preferences
from .exceptions import ForbiddenError


def of_exercise(exercise: Exercise) -> Assignment | None:
    """The assignment an exercise stands in."""
    query = select(Assignment).join(AssignmentItem).where(AssignmentItem.exercise_id == exercise.id)
    return db.session.scalar(query)


def of_courses(*courses: Course) -> dict[int, Assignment]:
    """The assignment each exercise of these courses stands in, by exercise id, the nearest deadline first."""
    query = (
        select(AssignmentItem.exercise_id, Assignment)
        .join(Assignment)
        .where(Assignment.course_id.in_([course.id for course in courses]))
        .order_by(Assignment.due_at.is_(None), Assignment.due_at, Assignment.id, AssignmentItem.id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def deadline(assignment: Assignment) -> datetime | None:
    """When it is due; where nothing is said of that, when it closes."""
    return assignment.due_at or assignment.closes_at


def has_opened(assignment: Assignment, moment: datetime | None = None) -> bool:
    """Is anything taken yet?"""
    return assignment.opens_at is None or assignment.opens_at <= (moment or now())


def has_closed(assignment: Assignment, moment: datetime | None = None) -> bool:
    """Is nothing taken any more?"""
    return assignment.closes_at is not None and assignment.closes_at <= (moment or now())


def is_due(exercise: Exercise, moment: datetime | None = None) -> bool:
    """Has the deadline passed? An exercise without one is never due."""
    found = of_exercise(exercise)
    due = deadline(found) if found is not None else None
    return due is not None and due <= (moment or now())


def standing(user: User, exercise: Exercise) -> tuple[Assignment | None, int]:
    """The assignment an exercise stands in, beside how many attempts somebody has used; in one query."""
    used = select(func.count(Submission.id)).where(*_attempts(user, exercise)).scalar_subquery()
    query = select(Assignment, used).join(AssignmentItem).where(AssignmentItem.exercise_id == exercise.id)
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row is not None else (None, 0)


def attempts_used(user: User, exercise: Exercise) -> int:
    """Attempts that count, and those whose result is still to come."""
    return db.session.scalar(select(func.count(Submission.id)).where(*_attempts(user, exercise))) or 0


def attempts_left(user: User, exercise: Exercise) -> int | None:
    """How many attempts somebody has left; None where there is no bound."""
    found, used = standing(user, exercise)
    if found is None or found.attempts is None:
        return None
    return max(0, found.attempts - used)


def _attempts(user: User, exercise: Exercise) -> tuple[ColumnElement[bool], ...]:
    """What makes a submission one of the attempts: handed in, neither failed by us nor forgiven.

    One that is not finished yet is counted too, or parallel ones would pass the bound together.
    """
    mine = Submission.user_id == user.id, Submission.exercise_id == exercise.id
    lost = (Submission.state == DONE) & (Submission.verdict == "IE")
    return *mine, Submission.mode == SUBMIT, Submission.counts.is_(True), or_(Submission.state != DONE, ~lost)


def require_open(user: User, exercise: Exercise, mode: str = SUBMIT) -> None:
    """Raise ForbiddenError where this may not be handed in, or run, now; whoever teaches the course may.

    Before it opens nothing is taken. After it has closed, or when the attempts are used up, runs still are,
    for practice. Call it under the lock on the user's row: what it has counted holds until that ends.
    """
    found = of_exercise(exercise)
    if found is None:
        return
    reason = _objection(found, user, exercise, mode)
    if reason is not None and not enrolments.is_instructor(user, exercise.course):
        db.session.rollback()
        raise ForbiddenError(reason)


def _objection(found: Assignment, user: User, exercise: Exercise, mode: str) -> Any:
    """Why an assignment does not take this."""
    moment = now()
    if found.opens_at is not None and not has_opened(found, moment):
        return _l("This opens on %(when)s. Your text is kept here.", when=told(found.opens_at, user))
    if mode != SUBMIT:
        return None
    if found.closes_at is not None and has_closed(found, moment):
        return _l(
            "This closed on %(when)s, so nothing was handed in. Run still works, for practice.",
            when=told(found.closes_at, user),
        )
    if found.attempts is not None and attempts_used(user, exercise) >= found.attempts:
        return _l(
            "The attempts of this exercise (%(num)s) are used up. Run still works, for practice.",
            num=found.attempts,
        )
    return None


def told(moment: datetime, user: User) -> str:
    """A moment in somebody's own time zone, with the zone's name."""
    zone = preferences.timezone_of(user) or ZoneInfo(preferences.UTC)
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} ({zone.key})"
