"""Who may read an author's solution: whoever has solved it, everybody after the deadline, its teachers.

The author may keep it until the deadline, or for good. Only the files a student hands in are ever shown;
whatever else lies beside them in the bundle is the author's own.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from graders.bundle import Bundle
from graders.verdicts import Verdict

from ..extensions import db
from ..models import Exercise, Submission, User
from . import assignments, catalogue, enrolments
from .exceptions import ForbiddenError, NotFoundError
from .submissions import counted

_REFERENCE = "reference/"


def is_open(user: User, exercise: Exercise) -> bool:
    """May this person read the author's solution now?"""
    return _objection(user, exercise, catalogue.current_bundle(exercise)) is None


def read(user: User, exercise: Exercise) -> dict[str, str]:
    """The author's solution by file name, for those who may read it; raises for everybody else."""
    bundle = catalogue.current_bundle(exercise)
    if not bundle.files:
        raise NotFoundError(_l("This exercise has no solution to read."))
    objection = _objection(user, exercise, bundle)
    if objection is not None:
        raise ForbiddenError(objection)
    return {name: bundle.content[_REFERENCE + name].decode("utf-8", "replace") for name in bundle.files}


def is_solved(user: User, exercise: Exercise) -> bool:
    """Has somebody handed in a solution that got full marks?"""
    query = select(Submission.id).where(
        Submission.user_id == user.id,
        Submission.exercise_id == exercise.id,
        Submission.verdict == Verdict.AC.value,
        *counted(),
    )
    return db.session.scalar(query.limit(1)) is not None


def _objection(user: User, exercise: Exercise, bundle: Bundle) -> Any:
    """Why somebody may not read it yet; None where they may."""
    if not bundle.files:
        return _l("This exercise has no solution to read.")
    if bundle.solution == "solved" and is_solved(user, exercise):
        return None
    if bundle.solution != "never" and assignments.is_due(exercise):
        return None
    if enrolments.is_instructor(user, exercise.course):
        return None
    return {
        "solved": _l(
            "The author's solution opens when your submission has full marks, or after the deadline."
        ),
        "due": _l("The author's solution opens after the deadline."),
        "never": _l("The author of this exercise shows no solution."),
    }[bundle.solution]
