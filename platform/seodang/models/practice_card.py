"""What somebody should practise again, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, now
from .exercise import Exercise


class PracticeCard(Base):
    """One question of a quiz, or one exercise, in somebody's practice queue."""

    __tablename__ = "practice_card"
    __table_args__ = (
        UniqueConstraint("user_id", "exercise_id", "question"),
        Index("ix_practice_card_queue", "user_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(60), default="")  #: of a quiz; empty: the whole exercise
    concept: Mapped[str] = mapped_column(String(64), default="")  #: what the failed check was about
    state: Mapped[dict[str, Any]]  #: the scheduler's memory of it (FSRS: stability, difficulty, step)
    due_at: Mapped[datetime] = mapped_column(default=now)  #: when to practise it next
    created_at: Mapped[datetime] = mapped_column(default=now)

    exercise: Mapped[Exercise] = relationship(lazy="joined")


class PracticeReview(Base):
    """One time a card was practised."""

    __tablename__ = "practice_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("practice_card.id", ondelete="CASCADE"), index=True)
    rating: Mapped[int]  #: 1 again, 2 hard, 3 good, 4 easy
    created_at: Mapped[datetime] = mapped_column(default=now)
