"""Courses as somebody stands in them: what is solved, what comes first, what is due, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..models import Assignment, Course, Exercise, User, now
from . import assignments, catalogue, progress
from .progress import Standing

NOTHING = Standing()


@dataclass(frozen=True)
class Place:
    """Where an exercise stands in its course, and how somebody stands in it."""

    slug: str
    chapter: str
    section: str  #: empty for an exercise of the chapter itself
    exercise: Exercise | None  #: None while it is announced only
    standing: Standing = NOTHING
    assignment: Assignment | None = None
    missing: tuple[str, ...] = ()  #: published exercises that should be solved first and are not

    @property
    def due(self) -> datetime | None:
        """Its deadline."""
        return assignments.deadline(self.assignment) if self.assignment else None

    def is_open(self, moment: datetime) -> bool:
        """Can it be handed in at this moment?"""
        if self.exercise is None:
            return False
        found = self.assignment
        return found is None or (
            assignments.has_opened(found, moment) and not assignments.has_closed(found, moment)
        )


@dataclass(frozen=True)
class Outline:
    """A course with every place in it."""

    course: Course
    places: tuple[Place, ...]

    @property
    def published(self) -> list[Place]:
        """Places whose exercise is there."""
        return [place for place in self.places if place.exercise is not None]

    @property
    def solved(self) -> int:
        """How many exercises are solved."""
        return sum(place.standing.solved for place in self.places)

    @property
    def first_hour(self) -> list[Place]:
        """What somebody new begins with, until all of it is solved; then nothing."""
        places = {place.slug: place for place in self.published}
        first = [places[slug] for slug in self.course.first_hour or () if slug in places]
        return [] if all(place.standing.solved for place in first) else first

    def next_up(self, moment: datetime | None = None) -> Place | None:
        """What to do next: open, unsolved, with what comes first solved.

        The nearest deadline wins, then the first hour, then the order of the course.
        """
        at = moment or now()
        left = [place for place in self.places if place.is_open(at) and not place.standing.solved]
        ready = [place for place in left if not place.missing] or left
        beginning = {place.slug: number for number, place in enumerate(self.first_hour)}
        return min(
            ready,
            key=lambda place: (*_urgency(place, at), beginning.get(place.slug, len(beginning))),
            default=None,
        )


def of_courses(user: User | None, courses: Sequence[Course]) -> list[Outline]:
    """These courses as somebody stands in them, with one query for each kind of thing."""
    exercises: dict[int, dict[str, Exercise]] = {course.id: {} for course in courses}
    for row in catalogue.published(*courses):
        exercises[row.course_id][row.slug] = row
    standings = progress.of_user(user, *courses) if user is not None else {}
    due = assignments.of_courses(*courses) if user is not None else {}
    return [
        Outline(course, tuple(_places(course, exercises[course.id], standings, due))) for course in courses
    ]


def of(user: User | None, course: Course) -> Outline:
    """A course as somebody stands in it."""
    return of_courses(user, [course])[0]


def _places(
    course: Course,
    published: dict[str, Exercise],
    standings: dict[int, Standing],
    due: dict[int, Assignment],
) -> Iterable[Place]:
    """The places of a course in order; in a chapter its own exercises first, then those of its sections."""
    solved = {slug for slug, row in published.items() if standings.get(row.id, NOTHING).solved}
    for chapter in course.outline:
        for section, slug in _slugs(chapter):
            row = published.get(slug)
            if row is None:
                yield Place(slug, chapter["id"], section, None)
                continue
            earlier = (course.requires or {}).get(slug, ())
            missing = tuple(name for name in earlier if name in published and name not in solved)
            standing = standings.get(row.id, NOTHING)
            yield Place(slug, chapter["id"], section, row, standing, due.get(row.id), missing)


def _slugs(chapter: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The exercises of a chapter, each after the id of its section."""
    sections = chapter.get("sections") or []
    inside = {slug: str(section["id"]) for section in sections for slug in section["exercises"]}

    own = [("", slug) for slug in chapter["exercises"] if slug not in inside]
    return [*own, *((section, slug) for slug, section in inside.items())]


def _urgency(place: Place, moment: datetime) -> tuple[bool, float]:
    """Deadlines that are still to come first, the nearest of them before all."""
    due = place.due
    if due is None or due <= moment:
        return True, 0.0
    return False, due.timestamp()
