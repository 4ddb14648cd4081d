"""What is left of somebody's tries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class QuotaBucket(Base):
    """A token bucket: a grading takes one token, and tokens come back as time passes."""

    __tablename__ = "quota_bucket"
    __table_args__ = (UniqueConstraint("user_id", "exercise_id", "mode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    mode: Mapped[str] = mapped_column(String(8))  #: run, submit, or auto for runs made while typing paused
    tokens: Mapped[float]  #: how many there were at `filled_at`
    filled_at: Mapped[datetime] = mapped_column(default=now)
