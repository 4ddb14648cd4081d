"""Demo accounts of a first start on one's own machine."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ..extensions import db, settings
from ..models import INSTRUCTOR, STUDENT, User
from . import accounts, enrolments
from .exceptions import NotFoundError

ROLES = (STUDENT, INSTRUCTOR)
PASSWORD_BYTES = 9


@dataclass(frozen=True)
class Credentials:
    """What is printed once and stored nowhere."""

    name: str
    password: str


def create() -> list[Credentials]:
    """Make one account per role where there is no account yet, and enrol both in every course."""
    if db.session.scalar(select(func.count()).select_from(User)):
        return []
    made = []
    for role in ROLES:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        user = accounts.register(f"demo-{role}", password)
        user.demo_role = role
        db.session.commit()
        made.append(Credentials(user.name, password))
    return made


def enrol() -> None:
    """Let the demo accounts take part in every course there is."""
    for user in db.session.scalars(select(User).where(User.demo_role.is_not(None))).all():
        enrolments.enrol_everywhere(user, user.demo_role or STUDENT)


def account(role: str) -> User:
    """The demo account of a role, where it may be entered without a password."""
    query = select(User).where(User.demo_role == role, User.is_enabled)
    found: User | None = db.session.scalar(query) if settings().one_click and role in ROLES else None
    if found is None:
        raise NotFoundError(_l("There is no such page, or it is not yours."))
    return found


def roles() -> list[str]:
    """The roles that can be entered with one click."""
    if not settings().one_click:
        return []
    found = set(
        db.session.scalars(select(User.demo_role).where(User.demo_role.is_not(None), User.is_enabled))
    )
    return [role for role in ROLES if role in found]
