"""Answers to quiz variants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, now
from .quiz_variant import QuizVariant


class QuizAnswer(Base):
    """The one scored answer to a variant; malformed ones are never stored."""

    __tablename__ = "quiz_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("quiz_variant.id", ondelete="CASCADE"), unique=True)
    answers: Mapped[dict[str, str]]  #: what was typed, by field
    result: Mapped[dict[str, Any]]  #: what the scoring said, field by field
    correct: Mapped[bool]
    score: Mapped[float]  #: 0 to 1
    created_at: Mapped[datetime] = mapped_column(default=now)

    variant: Mapped[QuizVariant] = relationship()
