"""A course: its title, and its exercises in chapters and order, from course.toml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from graders.bilingual import EMPTY, Bilingual
from graders.bundle import SLUG
from graders.decoding import decode_table, read_toml
from graders.problems import BundleError, Problem

OUTLINE = "course.toml"


class Chapter(msgspec.Struct, frozen=True):
    """One chapter, and the slugs of its exercises in order."""

    id: str
    title: Bilingual
    exercises: list[str] = []


class CourseFile(msgspec.Struct, frozen=True):
    """course.toml."""

    schema: Literal[1]
    title: Bilingual
    description: Bilingual = EMPTY
    chapters: list[Chapter] = []


class Course(msgspec.Struct, frozen=True):
    """A course outline; an exercise it names need not be written yet."""

    slug: str
    title: Bilingual
    description: Bilingual
    chapters: list[Chapter]

    @property
    def exercises(self) -> list[str]:
        """Every exercise of the course in order."""
        return [slug for chapter in self.chapters for slug in chapter.exercises]


def load_course(path: str | os.PathLike[str]) -> Course:
    """The course in this folder (or in this course.toml); raises BundleError with every problem found."""
    folder = Path(path).resolve()
    folder = folder.parent if folder.name == OUTLINE else folder
    file = folder / OUTLINE
    if not file.is_file():
        raise BundleError([Problem.of(str(file), "", "missing_course")])
    return course_from_text(file.read_bytes(), folder.name)


def course_from_text(data: bytes, slug: str) -> Course:
    """The course this course.toml describes; raises BundleError with every problem found."""
    problems: list[Problem] = []
    table = read_toml(data, OUTLINE, problems)
    found = None if problems else decode_table(table, CourseFile, OUTLINE, "", problems)
    if not SLUG.fullmatch(slug):
        problems.append(Problem.of(slug, "slug", "not_kebab", name=slug))
    if found is not None:
        _check_outline(found, problems)
    if found is None or problems:
        raise BundleError(problems)
    return Course(slug=slug, title=found.title, description=found.description, chapters=found.chapters)


def _check_outline(found: CourseFile, problems: list[Problem]) -> None:
    """Chapters have different ids, exercises proper slugs, and none is listed twice."""
    chapters: set[str] = set()
    seen: set[str] = set()
    for index, chapter in enumerate(found.chapters):
        if chapter.id in chapters:
            problems.append(
                Problem.of(OUTLINE, f"chapters[{index}].id", "duplicate_chapter", name=chapter.id)
            )
        chapters.add(chapter.id)
        for place, slug in enumerate(chapter.exercises):
            key = f"chapters[{index}].exercises[{place}]"
            if not SLUG.fullmatch(slug):
                problems.append(Problem.of(OUTLINE, key, "not_kebab", name=slug))
            if slug in seen:
                problems.append(Problem.of(OUTLINE, key, "duplicate_exercise", name=slug))
            seen.add(slug)
