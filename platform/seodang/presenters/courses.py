"""Courses as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from ..models import Course, Exercise
from ..services.progress import Standing
from .texts import pick


@dataclass(frozen=True)
class CourseView:
    """A course on the front page."""

    slug: str
    title: str
    description: str
    total: int
    solved: int


@dataclass(frozen=True)
class ExerciseRow:
    """An exercise in the outline; `state` is new, tried, solved or missing."""

    slug: str
    title: str
    kind: str
    state: str
    best_score: float | None
    attempts: int
    url: str


@dataclass(frozen=True)
class ChapterView:
    """A chapter of the outline."""

    id: str
    title: str
    exercises: list[ExerciseRow]


@dataclass(frozen=True)
class Progress:
    """How much of a course is solved."""

    solved: int
    total: int


@dataclass(frozen=True)
class OutlineView:
    """A course with its outline."""

    slug: str
    title: str
    description: str
    chapters: list[ChapterView]
    progress: Progress


def course_view(
    course: Course, published: dict[str, Exercise], standings: dict[int, Standing], lang: str
) -> CourseView:
    """A course in one line."""
    solved = sum(standing.solved for standing in standings.values())
    return CourseView(
        course.slug, pick(course.title, lang), pick(course.description, lang), len(published), solved
    )


def outline(
    course: Course, published: dict[str, Exercise], standings: dict[int, Standing], lang: str
) -> tuple[OutlineView, ExerciseRow | None]:
    """The outline, and the first exercise that is not solved."""
    chapters = [
        ChapterView(
            chapter["id"],
            pick(chapter["title"], lang),
            [_row(course, slug, published.get(slug), standings, lang) for slug in chapter["exercises"]],
        )
        for chapter in course.outline
    ]
    rows = [row for chapter in chapters for row in chapter.exercises if row.state != "missing"]
    progress = Progress(sum(row.state == "solved" for row in rows), len(rows))
    next_up = next((row for row in rows if row.state != "solved"), None)
    return OutlineView(
        course.slug, pick(course.title, lang), pick(course.description, lang), chapters, progress
    ), next_up


def _row(
    course: Course, slug: str, exercise: Exercise | None, standings: dict[int, Standing], lang: str
) -> ExerciseRow:
    """One exercise of the outline; one that is announced but not published is missing."""
    if exercise is None:
        return ExerciseRow(slug, slug.replace("-", " "), "", "missing", None, 0, "")
    standing = standings.get(exercise.id, Standing())
    state = "solved" if standing.solved else "tried" if standing.touched else "new"
    url = url_for("exercises.show", course=course.slug, slug=slug)
    return ExerciseRow(
        slug, pick(exercise.title, lang), exercise.kind, state, standing.best, standing.attempts, url
    )
