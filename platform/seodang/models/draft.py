"""Work that is not handed in yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class Draft(Base):
    """What a student last typed into an exercise."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "exercise_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    files: Mapped[dict[str, str]]  #: text by file name; under `~` and a name, what a reset took away
    updated_at: Mapped[datetime] = mapped_column(default=now)  #: also the revision of the draft
