"""Variants of quiz questions, stored whole when issued."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .exercise import Exercise
from .exercise_version import ExerciseVersion
from .lease import Leased
from .user import User


class QuizVariant(Leased, Base):
    """One concrete question for one student; later edits of the exercise never change it."""

    __tablename__ = "quiz_variant"
    __table_args__ = (Index("ix_quiz_variant_history", "user_id", "exercise_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("exercise_version.id", ondelete="CASCADE"))
    seed: Mapped[int] = mapped_column(BigInteger)  #: what the variant was generated from; stays on the server
    of_question: Mapped[str | None] = mapped_column(
        String(60), default=None
    )  #: which question of the quiz was asked for; None: any
    variant: Mapped[dict[str, Any] | None] = mapped_column(default=None)  #: question, key, worked solution

    user: Mapped[User] = relationship()
    exercise: Mapped[Exercise] = relationship(lazy="joined")
    version: Mapped[ExerciseVersion] = relationship()
