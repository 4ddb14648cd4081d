"""Reading what happened to a job."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from ..extensions import db
from ..models import Event
from .leases import EVENT_KEYS
from .queue import Job

BATCH = 500
MOST = 5000


def after(job: Job, last_id: int) -> Sequence[Event]:
    """The events of a job that came after this one, oldest first."""
    query = select(Event).where(EVENT_KEYS[type(job)] == job.id, Event.id > last_id)
    return db.session.scalars(query.order_by(Event.id).limit(BATCH)).all()


def of_kind(job: Job, *kinds: str) -> Sequence[Event]:
    """Every event of these kinds, oldest first; a job has few of them, since points of a curve are bundled.

    A job that no worker has begun has none, and the database is not asked.
    """
    if not job.starts:
        return []
    query = select(Event).where(EVENT_KEYS[type(job)] == job.id, Event.kind.in_(kinds))
    return db.session.scalars(query.order_by(Event.id).limit(MOST)).all()
