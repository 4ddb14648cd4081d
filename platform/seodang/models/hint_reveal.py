"""Which hints somebody has asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class HintReveal(Base):
    """One step of an exercise's hints, opened by one student."""

    __tablename__ = "hint_reveal"
    __table_args__ = (UniqueConstraint("user_id", "exercise_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]  #: 1 is the first step
    created_at: Mapped[datetime] = mapped_column(default=now)
