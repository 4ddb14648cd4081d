"""Jobs and their leases: queued, taken by one worker at a time, finished exactly once.

Every write about a running job names the token of its lease, in the statement itself. A worker that was too
slow, or thought dead, finds its token gone and its writes change nothing; so each job ends with one stored
result however often it was begun.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from config import CPU

from ..extensions import bell, db, settings
from ..models import DONE, QUEUED, RUNNING, Event, Submission, ValidationRun, now
from . import queue, quotas
from .holders import is_dead, me
from .queue import KINDS, Job

log = logging.getLogger(__name__)

MAX_STARTS = 3  #: a job that took its worker down this often is given up as our fault
EVENT_KEYS: dict[type[Job], Any] = {Submission: Event.submission_id, ValidationRun: Event.validation_id}


@dataclass(frozen=True)
class Lease:
    """The right to work on one job."""

    kind: type[Job]
    job_id: int
    token: str
    starts: int = 1  #: how often the job has been begun, this time included

    @property
    def hopeless(self) -> bool:
        """Has this job taken its worker down too often to be tried again?"""
        return self.starts > MAX_STARTS

    @property
    def topic(self) -> str:
        """What those who watch this job wait for."""
        return queue.topic(self.kind, self.job_id)


def claim(queues: Sequence[str] = (CPU,)) -> Lease | None:
    """Take the next job of these queues, if there is one."""
    for kind in KINDS:
        oldest = select(kind.id).where(kind.queue.in_(queues)).order_by(kind.id).limit(1)
        lease = _claim(kind, oldest)
        if lease is not None:
            return lease
    return None


def claim_job(kind: type[Job], job_id: int) -> Lease | None:
    """Take this very job; None when it does not wait, or waits for another one of its student."""
    return _claim(kind, select(kind.id).where(kind.id == job_id))


def _claim(kind: type[Job], which: Select[int]) -> Lease | None:
    """Take a job if it is free, forgetting what an earlier start had told."""
    token = secrets.token_hex(16)
    chosen = which.where(*queue.free(kind)).with_for_update(skip_locked=True)
    if db.session.scalar(chosen) is None:  # a read waits for nobody; most looks find nothing
        db.session.rollback()
        return None
    moment = now()
    values = {
        "state": RUNNING,
        "lease_token": token,
        "holder": me(),
        "starts": kind.starts + 1,
        "started_at": moment,
        "lease_expires": moment + timedelta(seconds=settings().lease_s),
    }
    statement = update(kind).where(kind.id == chosen.scalar_subquery(), kind.state == QUEUED)
    returned = statement.values(values).returning(kind.id, kind.starts)
    try:
        taken = db.session.execute(returned.execution_options(synchronize_session=False)).one_or_none()
    except IntegrityError:  # at this moment somebody else took another one of the same student
        taken = None
    if taken is None:
        db.session.rollback()
        return None
    job_id, starts = taken
    if kind in EVENT_KEYS:
        db.session.execute(delete(Event).where(EVENT_KEYS[kind] == job_id))
    db.session.commit()
    lease = Lease(kind, job_id, token, starts)
    bell().ring(lease.topic)
    return lease


def renew(lease: Lease) -> bool:
    """Hold the job for another while; False when it is no longer ours."""
    expires = now() + timedelta(seconds=settings().lease_s)
    held = _write(lease, {"lease_expires": expires})
    db.session.commit()
    return held


def append(lease: Lease, rows: list[tuple[str, dict[str, Any]]]) -> bool:
    """Store events of a running job; False, and nothing stored, when it is no longer ours."""
    if not _write(lease, {"holder": me()}):
        db.session.rollback()
        return False
    _insert_events(lease, rows)
    db.session.commit()
    bell().ring(lease.topic)
    return True


def finish(
    lease: Lease, values: dict[str, Any], rows: list[tuple[str, dict[str, Any]]] | None = None
) -> bool:
    """Store the one result of a job with its last events; False when somebody else has the job now."""
    result = {**values, "state": DONE, "finished_at": now(), "lease_token": None, "lease_expires": None}
    if not _write(lease, result):
        db.session.rollback()
        return False
    _insert_events(lease, rows or [])
    if lease.kind is Submission and (result.get("verdict") == "IE" or result.get("counts") is False):
        quotas.give_back(db.session.get_one(Submission, lease.job_id))
    db.session.commit()
    bell().ring(lease.topic)
    if lease.kind is Submission:
        queue.announce_next_of(lease.job_id)  # it may begin now
    return True


def release(lease: Lease) -> bool:
    """Give a job back unfinished, as if it had never been begun."""
    given = _write(lease, _unheld() | {"starts": lease.kind.starts - 1})
    db.session.commit()
    bell().ring(queue.WORK)
    return given


def reclaim_dead() -> int:
    """Queue again what dead processes of this machine held; return how many jobs that were."""
    count = 0
    for kind in KINDS:
        query = select(kind.holder).where(kind.state == RUNNING, kind.holder.is_not(None)).distinct()
        for holder in db.session.scalars(query).all():
            if holder is not None and is_dead(holder):
                count += _requeue(kind, kind.holder == holder)
    return count


def sweep_expired() -> int:
    """Queue again what nobody has renewed in time; return how many jobs that were."""
    return sum(_requeue(kind, kind.lease_expires < now()) for kind in KINDS)


def waiting_before(submission: Submission) -> int:
    """How many submissions that wait for the same workers are served before this one."""
    query = (
        select(func.count())
        .select_from(Submission)
        .where(
            Submission.state == QUEUED,
            Submission.queue == submission.queue,
            Submission.id < submission.id,
        )
    )
    return db.session.scalar(query) or 0


def _requeue(kind: type[Job], which: Any) -> int:
    """Put running jobs back into the queue."""
    if not db.session.scalars(select(kind.id).where(kind.state == RUNNING, which)).all():
        db.session.rollback()
        return 0
    statement = update(kind).where(kind.state == RUNNING, which).values(_unheld())
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.commit()
    count = cast(CursorResult[Any], result).rowcount
    if count:
        log.warning("jobs queued again", extra={"kind": kind.__tablename__, "count": count})
        bell().ring(queue.WORK)
    return count


def _unheld() -> dict[str, Any]:
    """The columns of a job that waits."""
    return {
        "state": QUEUED,
        "lease_token": None,
        "lease_expires": None,
        "holder": None,
        "started_at": None,
        "sent_at": None,
    }


def _write(lease: Lease, values: dict[str, Any]) -> bool:
    """Change the job's row if the lease is current."""
    kind = lease.kind
    statement = update(kind).where(
        kind.id == lease.job_id, kind.state == RUNNING, kind.lease_token == lease.token
    )
    result = db.session.execute(statement.values(values).execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount == 1


def _insert_events(lease: Lease, rows: list[tuple[str, dict[str, Any]]]) -> None:
    """Add event rows in the current transaction."""
    if not rows or lease.kind not in EVENT_KEYS:
        return
    key = EVENT_KEYS[lease.kind].key
    moment = now()
    db.session.execute(
        insert(Event),
        [{key: lease.job_id, "kind": kind, "data": data, "created_at": moment} for kind, data in rows],
    )
