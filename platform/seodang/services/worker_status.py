"""Whether submissions can be graded right now, as the workers tell it through the database."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import delete, or_, select

from ..extensions import db, memory
from ..models import WorkerStatus, now
from .holders import is_dead, me

WARMING, READY, OFF = "warming", "ready", "off"
SILENCE = timedelta(seconds=10)  # after this a worker counts as gone
#: for so long the reason why a worker refused to work stays readable; it tries again sooner than that
LINGER = timedelta(minutes=15)
FORGET = timedelta(hours=1)
RECENT_S = 1.0
_RANK = (READY, OFF, WARMING)


@dataclass(frozen=True)
class Status:
    """The state of grading; `reason` and `cure` say why it is off, empty where nobody answers."""

    state: str
    reason: str = ""
    cure: str = ""
    layers: list[dict[str, Any]] = field(default_factory=list)
    sandbox: str = ""  #: the kind of wall that submissions run behind


def publish(state: str, **detail: Any) -> None:
    """Say what this process's worker is doing."""
    db.session.merge(WorkerStatus(holder=me(), state=state, detail=detail, at=now()))
    db.session.execute(delete(WorkerStatus).where(WorkerStatus.at < now() - FORGET))
    db.session.commit()
    memory().pop(__name__, None)


def withdraw() -> None:
    """Say that this process's worker is going."""
    db.session.execute(delete(WorkerStatus).where(WorkerStatus.holder == me()))
    db.session.commit()
    memory().pop(__name__, None)


def forget_unfit() -> None:
    """Drop what workers that are gone said about being unfit, now that one here is fit."""
    silent = WorkerStatus.at < now() - SILENCE
    gone = [row.holder for row in db.session.scalars(select(WorkerStatus)) if is_dead(row.holder)]
    unfit = delete(WorkerStatus).where(WorkerStatus.state == OFF, or_(silent, WorkerStatus.holder.in_(gone)))
    db.session.execute(unfit.execution_options(synchronize_session=False))
    db.session.commit()


def serves(queue: str) -> bool:
    """Whether a living worker that is ready takes jobs of this queue."""
    query = select(WorkerStatus).where(WorkerStatus.at > now() - SILENCE, WorkerStatus.state == READY)
    return any(
        queue in row.detail.get("queues", []) and not is_dead(row.holder) for row in db.session.scalars(query)
    )


def current() -> Status:
    """The best that any living worker says, or why the last one refused to work."""
    moment = now()
    rows = db.session.scalars(select(WorkerStatus).where(WorkerStatus.at > moment - LINGER))
    speaking = [
        row for row in rows if row.state == OFF or (row.at > moment - SILENCE and not is_dead(row.holder))
    ]
    if not speaking:
        return Status(OFF)
    best = min(speaking, key=lambda row: (_RANK.index(row.state), moment - row.at))
    detail = best.detail
    return Status(
        best.state,
        detail.get("reason", ""),
        detail.get("cure", ""),
        detail.get("layers", []),
        detail.get("sandbox", ""),
    )


def recent() -> Status:
    """The same, as it was within the last second: every page tells it, and none needs it fresher."""
    moment = time.monotonic()
    asked_at, status = memory().get(__name__, (-RECENT_S, None))
    if status is None or moment - asked_at >= RECENT_S:
        status = current()
        memory()[__name__] = moment, status
    return cast(Status, status)
