"""Demo accounts of a first start on one's own machine."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import islice

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from graders.bilingual import Bilingual
from graders.course import Assignment

from ..extensions import db, settings
from ..models import INSTRUCTOR, STUDENT, User, now
from . import accounts, assigning, catalogue, enrolments
from .exceptions import NotFoundError

ROLES = (STUDENT, INSTRUCTOR)
PASSWORD_BYTES = 9
DUE_IN = timedelta(days=14)
DUE_AT = time(14, 59)  #: the last minute of a day in Korea
ATTEMPTS = 20
CHAPTERS = 2  #: of the first assignment, where a course has no first hour


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


def assign() -> None:
    """Give the first course one assignment, its first hour or two chapters, so that deadlines are seen.

    To be called when the demo accounts have just been made, and never again: what was changed or removed
    since stays so.
    """
    course = next(iter(catalogue.courses()), None)
    if course is None or assigning.assigned(course):
        return
    published = catalogue.exercises(course)
    chapters = ([slug for slug in c["exercises"] if slug in published] for c in course.outline)
    early = [slug for slugs in islice(filter(None, chapters), CHAPTERS) for slug in slugs]
    exercises = [slug for slug in course.first_hour or () if slug in published] or early
    if exercises:
        due = (now() + DUE_IN).replace(hour=DUE_AT.hour, minute=DUE_AT.minute, second=0, microsecond=0)
        title = Bilingual("First steps", "첫걸음")
        terms = Assignment("first-steps", title, exercises, due=due, attempts=ATTEMPTS)
        assigning.make_new(course, [terms], published)


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
