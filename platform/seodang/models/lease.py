"""Columns of a row that a worker takes, works on and gives back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from config import CPU

from .base import now

QUEUED, RUNNING, DONE = "queued", "running", "done"


class Leased:
    """A job: queued, running under one lease at a time, done exactly once."""

    state: Mapped[str] = mapped_column(String(8), default=QUEUED, index=True)  #: queued, running or done
    lease_token: Mapped[str | None] = mapped_column(String(32), default=None)  #: whoever writes must hold it
    lease_expires: Mapped[datetime | None] = mapped_column(
        default=None
    )  #: after this anybody may take the job
    holder: Mapped[str | None] = mapped_column(
        String(255), default=None
    )  #: host, boot and process of the worker
    starts: Mapped[int] = mapped_column(default=0)  #: how often a worker began it
    queue: Mapped[str] = mapped_column(String(8), default=CPU)  #: which workers may take it: cpu or gpu
    sent_at: Mapped[datetime | None] = mapped_column(
        default=now
    )  #: when its id last went to the broker; None: it must go again
    created_at: Mapped[datetime] = mapped_column(default=now)  #: when it was handed in
    started_at: Mapped[datetime | None] = mapped_column(default=None)  #: when a worker last began it
    finished_at: Mapped[datetime | None] = mapped_column(default=None)  #: when its one result was stored
