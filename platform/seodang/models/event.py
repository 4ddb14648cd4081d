"""What happened while a job ran, as rows that a stream can resume from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class Event(Base):
    """One thing worth telling whoever watches a submission or a validation; ids only grow."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("(submission_id IS NULL) <> (validation_id IS NULL)", name="one_subject"),
        Index("ix_event_submission", "submission_id", "id"),
        Index("ix_event_validation", "validation_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), default=None
    )
    validation_id: Mapped[int | None] = mapped_column(
        ForeignKey("validation_run.id", ondelete="CASCADE"), default=None
    )
    kind: Mapped[str] = mapped_column(String(16))  #: waiting, started, check, live or verdict
    data: Mapped[dict[str, Any]]  #: what a student may see, in both languages
    created_at: Mapped[datetime] = mapped_column(default=now)
