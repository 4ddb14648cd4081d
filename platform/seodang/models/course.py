"""Courses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class Course(Base):
    """A course: a title and an outline of chapters that name exercises in order."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)  #: its folder under exercises/
    title: Mapped[dict[str, str]]  #: by language
    description: Mapped[dict[str, str]]  #: by language; empty texts where there is none
    outline: Mapped[list[dict[str, Any]]]  #: chapters: id, title by language, slugs of exercises, sections
    requires: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  #: slugs that should be solved first, by slug
    concepts: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  #: what students call the concepts of its exercises: names by language and `lesson`, by concept
    first_hour: Mapped[list[str]] = mapped_column(default=list)  #: slugs that somebody new begins with
    created_at: Mapped[datetime] = mapped_column(default=now)
