"""A course: its title, and its exercises in chapters, sections and order, from course.toml."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from graders.bilingual import EMPTY, Bilingual
from graders.bundle import SLUG
from graders.course_rules import (
    check_assignments,
    check_concepts,
    check_first_hour,
    check_outline,
    check_requires,
)
from graders.decoding import decode_table, read_toml
from graders.lessons import Lesson, read_lessons
from graders.problems import BundleError, Problem

OUTLINE = "course.toml"


class Section(msgspec.Struct, frozen=True):
    """One section of a chapter, named as in the notes (`5-1`), and the slugs of its exercises in order."""

    id: Annotated[str, Meta(max_length=32)]
    title: Bilingual
    exercises: list[str] = []


class Chapter(msgspec.Struct, frozen=True):
    """One chapter: exercises of its own, then its sections."""

    id: Annotated[str, Meta(max_length=32)]
    title: Bilingual
    exercises: list[str] = []
    sections: list[Section] = []

    @property
    def all_exercises(self) -> list[str]:
        """The slugs of its own exercises and of those of its sections."""
        return [*self.exercises, *(slug for section in self.sections for slug in section.exercises)]


class Concept(Bilingual, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What students call a concept, and the section whose lesson explains it."""

    #: id of a section; empty where no lesson does
    lesson: Annotated[str, Meta(max_length=32)] = ""


class Assignment(msgspec.Struct, frozen=True):
    """Exercises that are to be done by a certain time; a time that is not given sets no bound."""

    key: Annotated[str, Meta(max_length=64)]
    title: Bilingual
    exercises: Annotated[list[str], Meta(min_length=1)]
    #: nothing is taken before
    opens: datetime | None = None
    #: the deadline
    due: datetime | None = None
    #: nothing is taken from here on
    closes: datetime | None = None
    #: for each exercise
    attempts: Annotated[int, Meta(ge=1, le=1000)] | None = None


class CourseFile(msgspec.Struct, frozen=True):
    """course.toml."""

    schema: Literal[1]
    title: Bilingual
    description: Bilingual = EMPTY
    chapters: list[Chapter] = []
    #: slugs that should be solved first, by slug
    requires: dict[str, list[str]] = {}
    assignments: list[Assignment] = []
    #: what students call the concepts of its exercises, by the names those use
    concepts: dict[str, Concept] = {}
    #: slugs that somebody new begins with, in this order
    first_hour: list[str] = []


class Course(msgspec.Struct, frozen=True):
    """A course outline; an exercise it names need not be written yet."""

    slug: str
    title: Bilingual
    description: Bilingual
    chapters: list[Chapter]
    requires: dict[str, list[str]] = {}
    assignments: list[Assignment] = []
    concepts: dict[str, Concept] = {}
    first_hour: list[str] = []
    #: the reading that lies beside it, in the order of the sections
    lessons: list[Lesson] = []

    @property
    def exercises(self) -> list[str]:
        """Every exercise of the course in order."""
        return [slug for chapter in self.chapters for slug in chapter.all_exercises]

    @property
    def sections(self) -> list[Section]:
        """Every section of the course in order."""
        return [section for chapter in self.chapters for section in chapter.sections]


def load_course(path: str | os.PathLike[str]) -> Course:
    """The course in this folder (or in this course.toml); raises BundleError with every problem found."""
    folder = Path(path).resolve()
    folder = folder.parent if folder.name == OUTLINE else folder
    file = folder / OUTLINE
    if not file.is_file():
        raise BundleError([Problem.of(str(file), "", "missing_course")])
    found = course_from_text(file.read_bytes(), folder.name)
    problems: list[Problem] = []
    lessons = read_lessons(folder, [section.id for section in found.sections], problems)
    if problems:
        raise BundleError(problems)
    return msgspec.structs.replace(found, lessons=lessons)


def course_from_text(data: bytes, slug: str) -> Course:
    """The course this course.toml describes; raises BundleError with every problem found."""
    problems: list[Problem] = []
    table = read_toml(data, OUTLINE, problems)
    found = None if problems else decode_table(table, CourseFile, OUTLINE, "", problems)
    if not SLUG.fullmatch(slug):
        problems.append(Problem.of(slug, "slug", "not_kebab", name=slug))
    if found is not None:
        listed = check_outline(found, problems)
        check_requires(found.requires, listed, problems)
        check_assignments(found.assignments, listed, problems)
        check_concepts(found, problems)
        check_first_hour(found, listed, problems)
    if found is None or problems:
        raise BundleError(problems)
    return Course(
        slug=slug,
        title=found.title,
        description=found.description,
        chapters=found.chapters,
        requires=found.requires,
        assignments=found.assignments,
        concepts=found.concepts,
        first_hour=found.first_hour,
    )
