"""Lessons: the short reading of a section, loaded from the course's folder."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import load_only

from graders.course import Section
from graders.lessons import Lesson as LessonFile

from ..extensions import db
from ..models import Course, Lesson
from .exceptions import NotFoundError


def get(course: Course, section: str) -> Lesson:
    """The lesson of a section."""
    found = db.session.scalar(select(Lesson).where(Lesson.course_id == course.id, Lesson.section == section))
    if found is None:
        raise NotFoundError(_l("There is no such lesson."))
    return found


def listed(course: Course) -> Sequence[Lesson]:
    """The lessons of a course in order, without their texts."""
    query = select(Lesson).where(Lesson.course_id == course.id).order_by(Lesson.position)
    return db.session.scalars(query.options(load_only(Lesson.section, Lesson.position, Lesson.title))).all()


def sections(course: Course) -> set[str]:
    """The sections of a course that have a lesson."""
    return set(db.session.scalars(select(Lesson.section).where(Lesson.course_id == course.id)))


def store(
    into: Course, sections: Sequence[Section], found: Sequence[LessonFile], keep: set[str]
) -> list[str]:
    """Bring the lessons of a folder into the database; return a line for each that changed.

    A lesson that is no longer in the folder goes, but for those in `keep`, whose files have a problem.
    """
    known = {
        row.section: row for row in db.session.scalars(select(Lesson).where(Lesson.course_id == into.id))
    }
    titles = {section.id: msgspec.to_builtins(section.title) for section in sections}
    order = {section.id: place for place, section in enumerate(sections)}
    lines = []
    for lesson in found:
        title = titles[lesson.section]
        row = known.get(lesson.section)
        if row is None:
            row = Lesson(course_id=into.id, section=lesson.section, version="")
            db.session.add(row)
        if row.version != lesson.version:
            row.body, row.figures = msgspec.to_builtins(lesson.body), dict(lesson.figures)
            row.version = lesson.version
            lines.append(f"{into.slug}: loaded lesson {lesson.section}")
        if (row.title, row.position) != (title, order[lesson.section]):
            row.title, row.position = title, order[lesson.section]
    gone = known.keys() - {lesson.section for lesson in found} - keep
    if gone:
        db.session.execute(delete(Lesson).where(Lesson.course_id == into.id, Lesson.section.in_(gone)))
        lines += [f"{into.slug}: removed lesson {section}" for section in sorted(gone)]
    db.session.commit()
    return lines
