"""Who may do what in a course."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..models import INSTRUCTOR, STUDENT, Course, Enrolment, User
from .exceptions import ForbiddenError, NotFoundError


def enrol(user: User, course: Course, role: str = STUDENT) -> None:
    """Make somebody part of a course; an instructor stays one."""
    found = _find(user, course)
    if found is not None and (found.role == role or role == STUDENT):
        return
    if found is None:
        db.session.add(Enrolment(user_id=user.id, course_id=course.id, role=role))
    else:
        found.role = role
    try:
        db.session.commit()
    except IntegrityError:  # the same person, twice at the same moment
        db.session.rollback()


def enrol_everywhere(user: User, role: str = STUDENT) -> None:
    """Make somebody part of every course there is."""
    for course in db.session.scalars(select(Course).order_by(Course.id)).all():
        enrol(user, course, role)


def is_instructor(user: User, course: Course) -> bool:
    """May this person teach the course?"""
    return user.is_admin or course.id in user.taught_ids


def require_instructor(user: User, course: Course) -> None:
    """Raise ForbiddenError for everybody who may not teach the course."""
    if not is_instructor(user, course):
        raise ForbiddenError(_l("Only instructors of this course may do that."))


def taught_by(user: User) -> Sequence[Course]:
    """The courses somebody may teach."""
    query = select(Course).order_by(Course.id)
    if not user.is_admin:
        query = query.join(Enrolment).where(Enrolment.user_id == user.id, Enrolment.role == INSTRUCTOR)
    return db.session.scalars(query).all()


def teaches_anything(user: User) -> bool:
    """Does this person teach some course?"""
    return user.is_admin or bool(user.taught_ids)


def students(course: Course) -> Sequence[User]:
    """The students of a course, by name."""
    query = (
        select(User)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.course_id == course.id, Enrolment.role == STUDENT)
    )
    return db.session.scalars(query.order_by(User.name_key)).all()


def visible_course(user: User, course: Course) -> Course:
    """The course, for those who may see its teaching side; for others it is as if there were none."""
    if not is_instructor(user, course):
        raise NotFoundError(_l("There is no such course."))
    return course


def _find(user: User, course: Course) -> Enrolment | None:
    """Somebody's part in a course."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.user_id == user.id, Enrolment.course_id == course.id)
    )
