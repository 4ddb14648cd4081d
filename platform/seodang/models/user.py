"""People."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import String, cast, column, func, select, table
from sqlalchemy.orm import Mapped, column_property, mapped_column

from .base import Base, now

_enrolment = table("enrolment", column("user_id"), column("course_id"), column("role"))


class User(UserMixin, Base):
    """Somebody with an account; what they may do in a course is in their enrolment."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))  #: as shown
    name_key: Mapped[str] = mapped_column(String(64), unique=True)  #: the name in one form, to sign in with
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True, default=None)  #: in lower case
    password_hash: Mapped[str] = mapped_column(String(255))  #: argon2id
    locale: Mapped[str | None] = mapped_column(String(8), default=None)  #: None while never chosen
    timezone: Mapped[str | None] = mapped_column(
        String(64), default=None
    )  #: IANA name; None: the browser's or UTC
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)  #: how the editor is set up
    is_enabled: Mapped[bool] = mapped_column(default=True)  #: False ends every session at once
    is_admin: Mapped[bool] = mapped_column(default=False)  #: may act as instructor of every course
    demo_role: Mapped[str | None] = mapped_column(
        String(16), default=None
    )  #: student or instructor of the demo
    created_at: Mapped[datetime] = mapped_column(default=now)
    taught: Mapped[str | None] = column_property(
        select(func.aggregate_strings(cast(_enrolment.c.course_id, String), ","))
        .where(_enrolment.c.user_id == id, _enrolment.c.role == "instructor")  # noqa: A003 - the column above
        .scalar_subquery()
    )  #: ids of the courses this person teaches; comes with the row, since every page asks

    @property
    def taught_ids(self) -> frozenset[int]:
        """The courses this person is enrolled in as an instructor."""
        return frozenset(map(int, self.taught.split(","))) if self.taught else frozenset()

    @property
    def is_active(self) -> bool:
        """May this account sign in?"""
        return self.is_enabled
