"""Versions of exercises: immutable, named by the hash of their content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, LargeBinary, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from .base import Base, now
from .exercise import Exercise


class ExerciseVersion(Base):
    """One published state of a bundle. Submissions keep pointing at the one they were graded by."""

    __tablename__ = "exercise_version"
    __table_args__ = (UniqueConstraint("exercise_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    version: Mapped[str] = mapped_column(String(64), index=True)  #: SHA-256 of the content
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  #: the packed files of the bundle
    origin: Mapped[str] = mapped_column(String(16))  #: folder or upload
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL"), default=None
    )
    created_at: Mapped[datetime] = mapped_column(default=now)

    exercise: Mapped[Exercise] = relationship(foreign_keys=[exercise_id])


@event.listens_for(ExerciseVersion, "before_update")
def _refuse_update(mapper: Mapper[ExerciseVersion], connection: Connection, target: ExerciseVersion) -> None:
    """A version never changes: publish another one."""
    raise RuntimeError(f"exercise version {target.version} is immutable")
