"""Whether submissions can be graded right now, as the workers tell it through the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from ..extensions import db
from ..models import WorkerStatus, now
from .holders import is_dead, me

WARMING, READY, OFF = "warming", "ready", "off"
SILENCE = timedelta(seconds=10)  # after this a worker counts as gone
FORGET = timedelta(hours=1)
_RANK = (READY, WARMING, OFF)


@dataclass(frozen=True)
class Status:
    """The state of grading; `reason` and `cure` say why it is off, empty where nobody answers."""

    state: str
    reason: str = ""
    cure: str = ""
    layers: list[dict[str, Any]] = field(default_factory=list)


def publish(state: str, **detail: Any) -> None:
    """Say what this process's worker is doing."""
    db.session.merge(WorkerStatus(holder=me(), state=state, detail=detail, at=now()))
    db.session.execute(delete(WorkerStatus).where(WorkerStatus.at < now() - FORGET))
    db.session.commit()


def withdraw() -> None:
    """Say that this process's worker is going."""
    db.session.execute(delete(WorkerStatus).where(WorkerStatus.holder == me()))
    db.session.commit()


def current() -> Status:
    """The best that any living worker says."""
    query = select(WorkerStatus).where(WorkerStatus.at > now() - SILENCE)
    living = [row for row in db.session.scalars(query) if not is_dead(row.holder)]
    if not living:
        return Status(OFF)
    best = min(living, key=lambda row: _RANK.index(row.state))
    detail = best.detail
    return Status(best.state, detail.get("reason", ""), detail.get("cure", ""), detail.get("layers", []))
