"""Making and changing assignments: from a course's folder, and by its instructors on the site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from graders.course import Assignment as AssignmentFile

from ..extensions import db
from ..models import Assignment, AssignmentItem, Course, Exercise, User
from . import enrolments
from .exceptions import InputError, NotFoundError

MAX_ATTEMPTS = 1000
MAX_TITLE = 120
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Terms:
    """What an assignment says."""

    title: Mapping[str, str]
    exercises: Sequence[int]  #: ids
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    attempts: int | None = None


def make_new(into: Course, found: Sequence[AssignmentFile], published: Mapping[str, Exercise]) -> list[str]:
    """Make the assignments of a course.toml whose key is new; a line for each, and for what is left out.

    One that is known already stays as it is: what instructors change on the site wins over the folder.
    """
    known = set(db.session.scalars(select(Assignment.key).where(Assignment.course_id == into.id)))
    taken = assigned(into)
    lines = []
    for each in found:
        if each.key in known:
            continue
        free = [slug for slug in each.exercises if slug in published and published[slug].id not in taken]
        lines += [
            f"{into.slug}: assignment {each.key} goes without {slug}: "
            + ("it stands in another assignment" if slug in published else "it is not published yet")
            for slug in each.exercises
            if slug not in free
        ]
        ids = [published[slug].id for slug in free]
        taken.update(dict.fromkeys(ids, each.key))
        terms = Terms(msgspec.to_builtins(each.title), ids, each.opens, each.due, each.closes, each.attempts)
        _write(Assignment(course_id=into.id, key=each.key), terms)
        lines.append(f"{into.slug}: new assignment {each.key}")
    db.session.commit()
    return lines


def assigned(course: Course) -> dict[int, str]:
    """The key of the assignment each exercise of a course stands in, by exercise id."""
    query = select(AssignmentItem.exercise_id, Assignment.key).join(Assignment)
    return {row[0]: row[1] for row in db.session.execute(query.where(Assignment.course_id == course.id))}


def in_course(course: Course) -> Sequence[Assignment]:
    """The assignments of a course with their exercises, the nearest deadline first."""
    items = selectinload(Assignment.items).selectinload(AssignmentItem.exercise)
    query = select(Assignment).where(Assignment.course_id == course.id).options(items)
    return db.session.scalars(
        query.order_by(Assignment.due_at.is_(None), Assignment.due_at, Assignment.id)
    ).all()


def get(course: Course, key: str) -> Assignment:
    """The assignment of this key."""
    found = db.session.scalar(
        select(Assignment).where(Assignment.course_id == course.id, Assignment.key == key)
    )
    if found is None:
        raise NotFoundError(_l("There is no such assignment."))
    return found


def save(author: User, course: Course, row: Assignment | None, terms: Terms) -> Assignment:
    """Make or change an assignment; InputError names the field that cannot be used."""
    enrolments.require_instructor(author, course)
    _check(course, row, terms)
    target = row or Assignment(course_id=course.id, key=_free_key(course, terms.title["en"]))
    _write(target, terms)
    try:
        db.session.commit()
    except IntegrityError:  # somebody else put one of the exercises into an assignment just now
        db.session.rollback()
        raise InputError(_l("One of these exercises stands in another assignment."), "exercises") from None
    return target


def delete(author: User, course: Course, row: Assignment) -> None:
    """Take an assignment away; what was handed in stays."""
    enrolments.require_instructor(author, course)
    db.session.delete(row)
    db.session.commit()


def _check(course: Course, row: Assignment | None, terms: Terms) -> None:
    """Raise InputError for what does not fit together."""
    for lang, field in (("en", "title_en"), ("ko", "title_ko")):
        if not 1 <= len(terms.title.get(lang, "").strip()) <= MAX_TITLE:
            raise InputError(_l("Write a title of up to 120 characters."), field)
    if not terms.exercises:
        raise InputError(_l("Choose at least one exercise."), "exercises")
    own = row.key if row is not None else None
    elsewhere = {number for number, key in assigned(course).items() if key != own}
    known = set(db.session.scalars(select(Exercise.id).where(Exercise.course_id == course.id)))
    if not known.issuperset(terms.exercises):
        raise InputError(_l("One of these exercises is not in this course."), "exercises")
    if elsewhere.intersection(terms.exercises):
        raise InputError(_l("One of these exercises stands in another assignment."), "exercises")
    if terms.opens_at and terms.due_at and terms.due_at <= terms.opens_at:
        raise InputError(_l("The deadline must be later than the opening."), "due")
    latest = terms.due_at or terms.opens_at
    if terms.closes_at and latest and terms.closes_at < latest:
        raise InputError(_l("It cannot close before the deadline or the opening."), "closes")
    if terms.attempts is not None and not 1 <= terms.attempts <= MAX_ATTEMPTS:
        raise InputError(_l("Write a number from 1 to 1000, or leave it empty."), "attempts")


def _free_key(course: Course, title: str) -> str:
    """A key made of a title that no assignment of the course has."""
    known = set(db.session.scalars(select(Assignment.key).where(Assignment.course_id == course.id)))
    stem = _NOT_IN_KEYS.sub("-", title.lower()).strip("-")[:50].strip("-") or "assignment"
    return next(
        key for n in range(1, len(known) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in known
    )


def _write(row: Assignment, terms: Terms) -> None:
    """Make a row say this."""
    row.title = dict(terms.title)
    row.opens_at, row.due_at, row.closes_at = terms.opens_at, terms.due_at, terms.closes_at
    row.attempts = terms.attempts
    kept = [item for item in row.items if item.exercise_id in terms.exercises]
    present = {item.exercise_id for item in kept}
    row.items = [*kept, *(AssignmentItem(exercise_id=new) for new in terms.exercises if new not in present)]
    db.session.add(row)
