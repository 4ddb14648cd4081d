"""Jobs that want a GPU: whether any worker has one, and what becomes of them where none does."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import select, update

from config import CPU, GPU

from ..extensions import bell, db
from ..models import QUEUED, Submission
from . import catalogue, queue, worker_status

log = logging.getLogger(__name__)


def waits_in_vain(submission: Submission) -> bool:
    """Whether a submission waits for a GPU that no worker has right now."""
    return submission.state == QUEUED and submission.queue == GPU and not worker_status.serves(GPU)


def fall_back() -> int:
    """Give submissions that wait for a GPU nobody has to processors, where their exercise allows it.

    They were queued while a worker with a GPU lived. Returns how many that were.
    """
    waiting = select(Submission.version_id).where(Submission.state == QUEUED, Submission.queue == GPU)
    versions = db.session.scalars(waiting.distinct()).all()
    db.session.rollback()
    if not versions or worker_status.serves(GPU):
        return 0
    allowed = [version for version in versions if catalogue.bundle(version).resources.cpu_fallback]
    values: dict[str, Any] = {"queue": CPU, "sent_at": None}
    which = (Submission.state == QUEUED, Submission.queue == GPU, Submission.version_id.in_(allowed))
    moved = update(Submission).where(*which).values(values).returning(Submission.id)
    count = len(db.session.scalars(moved.execution_options(synchronize_session=False)).all())
    db.session.commit()
    if count:
        log.warning("no worker has a GPU: submissions fall back to processors", extra={"count": count})
        bell().ring(queue.WORK)
    return count
