"""Who may read an author's solution: whoever has solved it, everybody once its time is over, its teachers.

The author may keep it until the deadline, or for good. Only the files a student hands in are ever shown;
whatever else lies beside them in the bundle is the author's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from graders.bundle import Bundle
from graders.verdicts import Verdict

from ..extensions import db
from ..models import (
    INSTRUCTOR,
    Assignment,
    AssignmentItem,
    Enrolment,
    Exercise,
    HintReveal,
    Submission,
    User,
    now,
)
from . import catalogue
from .exceptions import ForbiddenError, NotFoundError
from .submissions import counted

_REFERENCE = "reference/"


@dataclass(frozen=True)
class Progress:
    """What decides about the help somebody gets with an exercise."""

    hints: int  #: how many steps are open
    solved: bool  #: has a submission got full marks?
    over_at: datetime | None  #: when the time of its assignment ends
    teaches: bool


def progress(user: User, exercise: Exercise) -> Progress:
    """How far somebody is, in one query: the workspace asks this each time it is opened."""
    mine = Submission.user_id == user.id, Submission.exercise_id == exercise.id
    solved = select(Submission.id).where(*mine, Submission.verdict == Verdict.AC.value, *counted())
    opened = select(func.max(HintReveal.number)).where(
        HintReveal.user_id == user.id, HintReveal.exercise_id == exercise.id
    )
    # Work handed in between the deadline and the close still counts, so the solution waits for the later.
    over_at = (
        select(func.coalesce(Assignment.closes_at, Assignment.due_at))
        .join(AssignmentItem)
        .where(AssignmentItem.exercise_id == exercise.id)
    )
    teaches = select(Enrolment.id).where(
        Enrolment.user_id == user.id,
        Enrolment.course_id == exercise.course_id,
        Enrolment.role == INSTRUCTOR,
    )
    query = select(opened.scalar_subquery(), solved.exists(), over_at.scalar_subquery(), teaches.exists())
    row = db.session.execute(query).one()
    return Progress(row[0] or 0, bool(row[1]), row[2], user.is_admin or bool(row[3]))


def may_read(found: Progress, bundle: Bundle) -> bool:
    """May somebody who is this far read the author's solution now?"""
    return _objection(found, bundle) is None


def is_open(user: User, exercise: Exercise) -> bool:
    """May this person read the author's solution now?"""
    return may_read(progress(user, exercise), catalogue.current_bundle(exercise))


def read(user: User, exercise: Exercise) -> dict[str, str]:
    """The author's solution by file name, for those who may read it; raises for everybody else."""
    bundle = catalogue.current_bundle(exercise)
    if not bundle.files:
        raise NotFoundError(_l("This exercise has no solution to read."))
    objection = _objection(progress(user, exercise), bundle)
    if objection is not None:
        raise ForbiddenError(objection)
    return {name: bundle.content[_REFERENCE + name].decode("utf-8", "replace") for name in bundle.files}


def _objection(found: Progress, bundle: Bundle) -> Any:
    """Why it may not be read yet; None where it may."""
    if not bundle.files:
        return _l("This exercise has no solution to read.")
    over = found.over_at is not None and found.over_at <= now()
    opened = {"solved": found.solved or over, "due": over, "never": False}
    if opened[bundle.solution] or found.teaches:
        return None
    return {
        "solved": _l(
            "The author's solution opens when your submission has full marks, or when the time for this"
            " exercise is over."
        ),
        "due": _l("The author's solution opens when the time for this exercise is over."),
        "never": _l("The author of this exercise shows no solution."),
    }[bundle.solution]
