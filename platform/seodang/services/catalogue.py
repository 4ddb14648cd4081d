"""Courses, exercises and their versions: finding them, loading folders, publishing."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from graders.bundle import Bundle, BundleError, bundle_from_files, load_bundle
from graders.course import OUTLINE, Chapter, Course as CourseFile, course_from_text
from graders.lessons import read_lessons
from graders.problems import Problem

from ..extensions import db
from ..models import Course, Exercise, ExerciseVersion, User
from . import assigning, lessons
from .exceptions import NotFoundError
from .packing import pack, unpack

log = logging.getLogger(__name__)


def courses() -> Sequence[Course]:
    """Every course, in the order they were made."""
    return db.session.scalars(select(Course).order_by(Course.id)).all()


def course(slug: str) -> Course:
    """The course of this slug."""
    found = db.session.scalar(select(Course).where(Course.slug == slug))
    if found is None:
        raise NotFoundError(_l("There is no such course."))
    return found


def exercises(of: Course) -> dict[str, Exercise]:
    """The published exercises of a course, by slug."""
    return {row.slug: row for row in published(of)}


def published(*of: Course) -> Sequence[Exercise]:
    """The published exercises of these courses, in the order they were first published."""
    query = select(Exercise).where(
        Exercise.course_id.in_([course.id for course in of]), Exercise.current_id.is_not(None)
    )
    # The courses are here already; joined, each row would bring its course's whole outline again.
    return db.session.scalars(query.options(lazyload(Exercise.course)).order_by(Exercise.id)).all()


def exercise(course_slug: str, slug: str) -> Exercise:
    """The published exercise of this slug."""
    query = select(Exercise).join(Course).where(Course.slug == course_slug, Exercise.slug == slug)
    found = db.session.scalar(query)
    if found is None or found.current_id is None:
        raise NotFoundError(_l("There is no such exercise."))
    return found


def versions(of: Course) -> dict[Exercise, list[ExerciseVersion]]:
    """The published exercises of a course, each with all its versions, newest first."""
    found: dict[int, list[ExerciseVersion]] = defaultdict(list)
    query = select(ExerciseVersion).join(Exercise, Exercise.id == ExerciseVersion.exercise_id)
    query = query.where(Exercise.course_id == of.id).order_by(ExerciseVersion.id.desc())
    for row in db.session.scalars(query):
        found[row.exercise_id].append(row)
    return {exercise: found[exercise.id] for exercise in published(of)}


def current_bundle(of: Exercise) -> Bundle:
    """What an exercise says and checks now."""
    if of.current_id is None:
        raise NotFoundError(_l("There is no such exercise."))
    return bundle(of.current_id)


@lru_cache(maxsize=128)
def bundle(version_id: int) -> Bundle:
    """The bundle of a version; versions never change, so it is read once."""
    row = db.session.execute(
        select(ExerciseVersion.content, Exercise.slug, Course.slug)
        .join(Exercise, Exercise.id == ExerciseVersion.exercise_id)
        .join(Course, Course.id == Exercise.course_id)
        .where(ExerciseVersion.id == version_id)
    ).one()
    return bundle_from_files(unpack(row[0]), slug=row[1], course=row[2])


def publish(into: Course, found: Bundle, origin: str, author: User | None = None) -> ExerciseVersion:
    """Make this bundle the current version of its exercise; content already known is not stored twice."""
    target = db.session.scalar(
        select(Exercise).where(Exercise.course_id == into.id, Exercise.slug == found.slug)
    )
    if target is None:
        target = Exercise(
            course_id=into.id, slug=found.slug, kind=found.kind, title=msgspec.to_builtins(found.title)
        )
        db.session.add(target)
        db.session.flush()
    query = select(ExerciseVersion).where(
        ExerciseVersion.exercise_id == target.id, ExerciseVersion.version == found.version
    )
    version = db.session.scalar(query)
    if version is None:
        version = ExerciseVersion(
            exercise_id=target.id,
            version=found.version,
            content=pack(found.content),
            origin=origin,
            author_id=author.id if author else None,
        )
        db.session.add(version)
        db.session.flush()
    target.current_id, target.kind, target.title = version.id, found.kind, msgspec.to_builtins(found.title)
    target.difficulty, target.minutes = found.difficulty, found.minutes
    db.session.commit()
    return version


def load_folder(folder: Path) -> list[str]:
    """Bring every course folder into the database; return a line for each change or problem."""
    lines = []
    found = sorted(folder.glob(f"*/{OUTLINE}"))
    if not found:
        lines.append(f"no course in {folder}: expected folders with a course.toml")
    for path in found:
        try:
            lines += _load_course(course_from_text(path.read_bytes(), path.parent.name), path.parent)
        except BundleError as error:
            lines += [f"{path.parent.name}: {problem}" for problem in str(error).splitlines()]
    return lines


def _load_course(source: CourseFile, folder: Path) -> list[str]:
    """Bring one course folder into the database: its outline, lessons, exercises and new assignments."""
    outline = [_chapter(chapter) for chapter in source.chapters]
    title, description = msgspec.to_builtins(source.title), msgspec.to_builtins(source.description)
    target = db.session.scalar(select(Course).where(Course.slug == source.slug))
    lines = []
    if target is None:
        target = Course(slug=source.slug, title=title, description=description, outline=outline)
        db.session.add(target)
        lines.append(f"{source.slug}: new course")
    target.title, target.description = title, description
    target.requires = {slug: list(earlier) for slug, earlier in source.requires.items()}
    target.concepts = msgspec.to_builtins(source.concepts)
    target.first_hour = list(source.first_hour)
    db.session.commit()
    lines += _load_lessons(target, source, folder)
    target.outline = _with_uploads(target, _with_lessons(outline, lessons.sections(target)))
    db.session.commit()
    for manifest in sorted(folder.glob("*/exercise.toml")):
        lines += _load_exercise(target, manifest.parent)
    return lines + assigning.make_new(target, source.assignments, exercises(target))


def _chapter(chapter: Chapter) -> dict[str, Any]:
    """A chapter as the database keeps it; its exercises are those of its sections too."""
    return {**msgspec.to_builtins(chapter), "exercises": chapter.all_exercises}


def _with_lessons(outline: list[dict[str, Any]], written: set[str]) -> list[dict[str, Any]]:
    """The outline, saying of each section whether it has a lesson, so that pages need not ask."""
    for chapter in outline:
        for section in chapter["sections"]:
            section["lesson"] = section["id"] in written
    return outline


def _load_lessons(into: Course, source: CourseFile, folder: Path) -> list[str]:
    """Bring the lessons beside a course.toml into the database; one with a problem stays as it was."""
    problems: list[Problem] = []
    found = read_lessons(folder, [section.id for section in source.sections], problems)
    spoilt = {section.id for section in source.sections} - {lesson.section for lesson in found}
    lines = lessons.store(into, source.sections, found, spoilt if problems else set())
    return [*(f"{into.slug}: {problem.line()}" for problem in problems), *lines]


def _with_uploads(known: Course, outline: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The folder's outline, with exercises that came by upload still at its end."""
    listed = {slug for chapter in outline for slug in chapter["exercises"]}
    uploaded = [
        slug
        for chapter in known.outline
        for slug in chapter["exercises"]
        if slug not in listed and slug in exercises(known)
    ]
    if not uploaded or not outline:
        return outline
    return [*outline[:-1], {**outline[-1], "exercises": [*outline[-1]["exercises"], *uploaded]}]


def _load_exercise(into: Course, folder: Path) -> list[str]:
    """Publish one exercise folder where its content is new.

    A folder that was loaded before and has not changed stays as it is, so that a version an instructor has
    published since is not taken back at the next start.
    """
    try:
        found = load_bundle(folder)
    except BundleError as error:
        return [f"{into.slug}/{folder.name}: {problem}" for problem in str(error).splitlines()]
    known = db.session.scalar(
        select(ExerciseVersion.id)
        .join(Exercise, Exercise.id == ExerciseVersion.exercise_id)
        .where(
            Exercise.course_id == into.id,
            Exercise.slug == found.slug,
            ExerciseVersion.version == found.version,
        )
    )
    if known is not None:
        return []
    publish(into, found, "folder")
    return [f"{into.slug}/{found.slug}: loaded version {found.version[:12]}"]
