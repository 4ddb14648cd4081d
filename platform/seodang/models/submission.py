"""Submissions and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .exercise import Exercise
from .exercise_version import ExerciseVersion
from .lease import RUNNING, Leased
from .user import User

RUN, SUBMIT = "run", "submit"
_RUNNING = text(f"state = '{RUNNING}'")


class Submission(Leased, Base):
    """The files one student handed in, against one version, at one time."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("user_id", "token"),
        Index("ix_submission_queue", "state", "id"),
        Index("ix_submission_history", "user_id", "exercise_id", "id"),
        # A student has one running at a time, whoever claims at the same moment.
        Index(
            "ix_submission_one_running",
            "user_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("exercise_version.id", ondelete="CASCADE"))
    mode: Mapped[str] = mapped_column(String(8))  #: run (public checks, no attempt) or submit
    token: Mapped[str] = mapped_column(String(64))  #: fingerprint of the form; a double click sends it twice
    files: Mapped[dict[str, str]]  #: text by file name
    verdict: Mapped[str | None] = mapped_column(String(8), default=None)  #: None until done
    score: Mapped[float | None] = mapped_column(default=None)  #: 0 to 1
    points: Mapped[float | None] = mapped_column(default=None)
    max_points: Mapped[float | None] = mapped_column(default=None)
    stop_asked_at: Mapped[datetime | None] = mapped_column(default=None)  #: when its student wanted its end
    counts: Mapped[bool] = mapped_column(default=True)  #: False: stopped, and forgiven by its exercise
    automatic: Mapped[bool] = mapped_column(default=False)  #: a run made while typing paused
    after_due: Mapped[bool] = mapped_column(default=False)  #: with the checks that wait for the deadline
    report: Mapped[dict[str, Any] | None] = mapped_column(
        default=None, deferred=True
    )  #: whole; never shown as it is

    user: Mapped[User] = relationship()
    exercise: Mapped[Exercise] = relationship(lazy="joined")
    version: Mapped[ExerciseVersion] = relationship()
