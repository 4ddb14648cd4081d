"""A student stops a submission of their own, waiting or running."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, select, update

from graders.verdicts import Verdict

from ..extensions import bell, db
from ..models import DONE, QUEUED, RUN, RUNNING, Event, Submission, User, now
from . import catalogue, queue, quotas
from .exceptions import NotFoundError

STOP = "stop"  #: the topic workers listen to for wishes to stop


def stop(user: User, submission_id: int) -> Submission:
    """End a submission that waits, and ask the worker of a running one to end it; what is done stays done.

    What never began is no attempt. Whether one that ran is says its exercise, once the worker has ended it.
    Asked again, nobody is told again.
    """
    row = db.session.get(Submission, submission_id, populate_existing=True)
    if row is None or row.user_id != user.id:
        raise NotFoundError(_l("There is no such submission."))
    if _change(row, QUEUED, _unbegun(row)):
        verdict = {"verdict": Verdict.ST.value, "score": 0.0, "points": 0, "max_points": _points(row)}
        db.session.add(Event(submission_id=row.id, kind="verdict", data=verdict))
        quotas.give_back(row)
        db.session.commit()
        bell().ring(queue.topic(Submission, row.id))
        queue.announce_next_of(row.id)
    elif row.stop_asked_at is None and _change(row, RUNNING, {"stop_asked_at": now()}):
        db.session.commit()
        bell().ring(STOP)
    db.session.rollback()
    db.session.refresh(row)
    return row


def wanted(submission_ids: Collection[int]) -> set[int]:
    """Those of these submissions that are to be stopped."""
    query = select(Submission.id).where(
        Submission.id.in_(submission_ids), Submission.stop_asked_at.is_not(None)
    )
    return set(db.session.scalars(query).all()) if submission_ids else set()


def _change(row: Submission, state: str, values: dict[str, Any]) -> bool:
    """Change a row that is still in this state; a worker may take or finish it at any moment."""
    statement = update(Submission).where(Submission.id == row.id, Submission.state == state)
    result = db.session.execute(statement.values(values).execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount == 1


def _unbegun(row: Submission) -> dict[str, Any]:
    """The columns of a submission that was stopped before it began."""
    return {
        "state": DONE,
        "verdict": Verdict.ST.value,
        "score": 0.0,
        "points": 0.0,
        "max_points": float(_points(row)),
        "stop_asked_at": now(),
        "finished_at": now(),
        "counts": False,
    }


def _points(row: Submission) -> int:
    """What the checks of its mode are worth."""
    checks = catalogue.bundle(row.version_id).checks
    return sum(check.points for check in checks if row.mode != RUN or check.visibility == "public")
