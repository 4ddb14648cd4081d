"""Uploaded bundles and what validating them found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .course import Course
from .exercise_version import ExerciseVersion
from .lease import Leased
from .user import User


class ValidationRun(Leased, Base):
    """One uploaded bundle on its way to being published."""

    __tablename__ = "validation_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(64))  #: the exercise it would become
    version: Mapped[str] = mapped_column(String(64))  #: SHA-256 of the content
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  #: the packed files of the bundle
    ok: Mapped[bool | None] = mapped_column(default=None)  #: None until done
    problems: Mapped[list[dict[str, Any]] | None] = mapped_column(default=None)
    examples: Mapped[list[dict[str, Any]] | None] = mapped_column(default=None)
    gates: Mapped[list[dict[str, Any]] | None] = mapped_column(default=None)  #: what each gate found
    published_id: Mapped[int | None] = mapped_column(
        ForeignKey("exercise_version.id", ondelete="SET NULL"), default=None
    )  #: the version it became

    user: Mapped[User] = relationship()
    course: Mapped[Course] = relationship(lazy="joined")
    published: Mapped[ExerciseVersion | None] = relationship()
