"""Lessons: the reading that goes with a section of a course."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class Lesson(Base):
    """One short page, as its folder last said it."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    section: Mapped[str] = mapped_column(String(32))  #: such as 5-1
    position: Mapped[int]  #: its place in the course
    title: Mapped[dict[str, str]]  #: by language
    body: Mapped[dict[str, str]]  #: Markdown by language
    figures: Mapped[dict[str, str]] = mapped_column(default=dict)  #: SVG by file name
    version: Mapped[str] = mapped_column(String(64))  #: SHA-256 of all that
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
