"""Runs made while typing pauses: each takes the place of the one before it, never of one asked for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from ..extensions import db
from ..models import DONE, Event, Exercise, Submission, User, now
from . import stopping

LINGER = timedelta(minutes=2)  #: so long a finished one stays, for the page that is still reading it


def make_way(newer: Submission) -> None:
    """End the automatic runs that a student's newer submission takes the place of.

    One that waits ends at once; one that runs is stopped by its worker. Each of two made at the same moment
    looks only at what is older, so that one of them is left.
    """
    query = select(Submission.id).where(
        Submission.user_id == newer.user_id,
        Submission.automatic.is_(True),
        Submission.state != DONE,
        Submission.id < newer.id,
    )
    for submission_id in db.session.scalars(query).all():
        stopping.stop(newer.user, submission_id)


def forget(user: User, exercise: Exercise) -> None:
    """Drop finished automatic runs of somebody in the current transaction: nobody comes back to them."""
    old = (
        select(Submission.id)
        .where(
            Submission.user_id == user.id,
            Submission.exercise_id == exercise.id,
            Submission.automatic.is_(True),
            Submission.state == DONE,
            Submission.finished_at < now() - LINGER,
        )
        .scalar_subquery()
    )
    for statement in (
        delete(Event).where(Event.submission_id.in_(old)),
        delete(Submission).where(Submission.id.in_(old)),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
