"""The queue of jobs: which workers may take one, and telling them that it waits.

A job is a row, and the row is the truth. Workers beside the site hear the bell; where a broker is configured
they get the row's id through it. A message may be lost or come twice: a claim takes a job only while it
waits, and what waits for long without a message is sent again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from config import GPU, QUEUES
from graders.bundle import Bundle
from graders.resources import queue_of

from ..extensions import bell, broker, db
from ..models import QUEUED, RUNNING, QuizVariant, Submission, ValidationRun, now
from . import worker_status

Job = Submission | ValidationRun | QuizVariant
#: in the order they are served: a student waits for the first two
KINDS: tuple[type[Job], ...] = (QuizVariant, Submission, ValidationRun)
WORK = "work"  #: the topic workers wait for
LOST_S = 5.0  #: a message this old is lost when the broker holds none at all
STALE_S = 60.0  #: after this a message is sent again in any case
BATCH = 200


def topic(kind: type[Job], job_id: int) -> str:
    """What those who watch a job wait for."""
    return f"{kind.__tablename__}:{job_id}"


def queue_for(bundle: Bundle) -> str:
    """Which workers may grade submissions to this bundle."""
    return queue_of(bundle.resources, gpu_served=worker_status.serves(GPU))


def announce(job: Job) -> None:
    """Tell workers of a job whose row has been committed; when no broker answers, a sweep does it later."""
    bell().ring(WORK)
    _send(type(job), [(job.id, job.queue)])


def announce_next_of(submission_id: int) -> None:
    """Tell workers of the next submission of the student whose submission has just been finished."""
    bell().ring(WORK)
    if broker() is None:
        return
    student = select(Submission.user_id).where(Submission.id == submission_id).scalar_subquery()
    query = select(Submission.id, Submission.queue).where(
        Submission.user_id == student, Submission.state == QUEUED
    )
    found = db.session.execute(query.order_by(Submission.id).limit(1)).all()
    db.session.rollback()
    _send(Submission, [(row[0], row[1]) for row in found])


def announce_unsent() -> int:
    """Send again what waits without a message, and return how many jobs that were.

    A broker that was away, or lost what it held, thereby loses nothing of ours.
    """
    return sum(_resend(kind, queue) for queue in QUEUES for kind in KINDS)


def free(kind: type[Job]) -> tuple[ColumnElement[bool], ...]:
    """What a job must be to be taken: waiting; a submission also by a student who has none running."""
    if kind is not Submission:
        return (kind.state == QUEUED,)
    busy = select(Submission.user_id).where(Submission.state == RUNNING)
    return (kind.state == QUEUED, Submission.user_id.not_in(busy))


def _resend(kind: type[Job], queue: str) -> int:
    """Send the waiting jobs of a kind whose message is missing."""
    service = broker()
    if service is None:
        return 0
    waiting = select(kind.id).where(kind.queue == queue, *free(kind))
    if db.session.scalar(waiting.limit(1)) is None:
        db.session.rollback()
        return 0
    held = service.depth(queue)
    if held is None:  # it is away
        db.session.rollback()
        return 0
    cutoff = now() - timedelta(seconds=STALE_S if held else LOST_S)
    unsent = or_(kind.sent_at.is_(None), kind.sent_at < cutoff)
    ids = db.session.scalars(waiting.where(unsent).order_by(kind.id).limit(BATCH)).all()
    # Several workers look at once; the statement gives each job to one of them.
    statement = update(kind).where(kind.id.in_(ids), kind.state == QUEUED, unsent).values(sent_at=now())
    returned = statement.returning(kind.id).execution_options(synchronize_session=False)
    taken = sorted(db.session.scalars(returned).all())
    db.session.commit()
    _send(kind, [(job_id, queue) for job_id in taken])
    return len(taken)


def _send(kind: type[Job], jobs: list[tuple[int, str]]) -> None:
    """Hand ids to the broker, and note which it did not take."""
    service = broker()
    if service is None:
        return
    urgent = kind is not ValidationRun
    failed = [job_id for job_id, queue in jobs if not service.send(kind.__tablename__, job_id, queue, urgent)]
    if failed:
        unsent: dict[str, Any] = {"sent_at": None}
        statement = update(kind).where(kind.id.in_(failed)).values(unsent)
        db.session.execute(statement.execution_options(synchronize_session=False))
        db.session.commit()
