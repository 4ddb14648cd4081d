"""Assignments: when the exercises of a course are open, due and closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, now
from .exercise import Exercise


class Assignment(Base):
    """Exercises that are to be done by a certain time; a time that is None sets no bound."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))  #: its short name inside the course
    title: Mapped[dict[str, str]]  #: by language
    opens_at: Mapped[datetime | None] = mapped_column(default=None)  #: nothing is taken before
    due_at: Mapped[datetime | None] = mapped_column(default=None)  #: the deadline
    closes_at: Mapped[datetime | None] = mapped_column(default=None)  #: nothing is taken from here on
    attempts: Mapped[int | None] = mapped_column(default=None)  #: for each exercise; None: any number
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    items: Mapped[list[AssignmentItem]] = relationship(
        back_populates="assignment", cascade="all, delete-orphan", order_by="AssignmentItem.id"
    )


class AssignmentItem(Base):
    """One exercise of an assignment; an exercise stands in one assignment at most."""

    __tablename__ = "assignment_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"), index=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), unique=True)

    assignment: Mapped[Assignment] = relationship(back_populates="items")
    exercise: Mapped[Exercise] = relationship()
