"""Exercises, each pointing at its published version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .course import Course

if TYPE_CHECKING:
    from .exercise_version import ExerciseVersion


class Exercise(Base):
    """Something to solve; what it says and checks lies in its versions."""

    __tablename__ = "exercise"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(64))  #: its folder inside the course
    kind: Mapped[str] = mapped_column(String(16))  #: code, train, tune, debug, app or quiz
    title: Mapped[dict[str, str]]  #: by language, of the published version
    difficulty: Mapped[int | None] = mapped_column(default=None)  #: 1 to 5, of the published version
    minutes: Mapped[int | None] = mapped_column(default=None)  #: what it takes, of the published version
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("exercise_version.id", use_alter=True, ondelete="SET NULL"), default=None
    )  #: the published version

    course: Mapped[Course] = relationship(lazy="joined")
    current: Mapped[ExerciseVersion | None] = relationship(foreign_keys=[current_id], post_update=True)
