"""Courses as their pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..models import Course, now
from ..paths import path_to
from ..services.outlines import Outline, Place
from .deadlines import DueView, due_view
from .texts import pick


@dataclass(frozen=True)
class Link:
    """Something to go to."""

    title: str
    url: str


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
    first: tuple[Link, ...]  #: what should be solved first and is not
    due: DueView | None
    difficulty: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class SectionView:
    """A section of a chapter, or what a chapter holds by itself."""

    id: str
    title: str
    exercises: list[ExerciseRow]
    lesson_url: str


@dataclass(frozen=True)
class ChapterView:
    """A chapter of the outline."""

    id: str
    title: str
    sections: list[SectionView]
    solved: int
    total: int

    @property
    def done(self) -> bool:
        """Is all of it solved?"""
        return self.total > 0 and self.solved == self.total


@dataclass(frozen=True)
class Progress:
    """How much of a course is solved."""

    solved: int
    total: int

    @property
    def done(self) -> bool:
        """Is all of it solved?"""
        return self.total > 0 and self.solved == self.total


@dataclass(frozen=True)
class Deadline:
    """An assignment beside how much of it is solved."""

    due: DueView
    solved: int
    total: int


@dataclass(frozen=True)
class NextUp:
    """What to do next, and the lesson that goes with it."""

    row: ExerciseRow
    lesson: Link | None


@dataclass(frozen=True)
class FirstHour:
    """What somebody new begins with: each exercise beside the lesson that goes with it."""

    steps: list[NextUp]
    minutes: int


@dataclass(frozen=True)
class CourseView:
    """A course on the front page."""

    slug: str
    title: str
    description: str
    progress: Progress
    next_up: NextUp | None
    url: str


@dataclass(frozen=True)
class OutlineView:
    """A course with its outline."""

    slug: str
    title: str
    description: str
    chapters: list[ChapterView]
    progress: Progress
    next_up: NextUp | None
    deadlines: list[Deadline]
    first_hour: FirstHour | None


def course_view(found: Outline, lang: str) -> CourseView:
    """A course in one card."""
    course = found.course
    return CourseView(
        course.slug,
        pick(course.title, lang),
        pick(course.description, lang),
        Progress(found.solved, len(found.published)),
        _next_up(found, lang, now()),
        path_to("courses.show", course=course.slug),
    )


def outline_view(found: Outline, lang: str) -> OutlineView:
    """The outline of a course."""
    course, moment = found.course, now()
    titles = titles_of(found, lang)
    return OutlineView(
        course.slug,
        pick(course.title, lang),
        pick(course.description, lang),
        [_chapter(found, chapter, titles, lang, moment) for chapter in course.outline],
        Progress(found.solved, len(found.published)),
        _next_up(found, lang, moment),
        _deadlines(found, lang, moment),
        _first_hour(found, titles, lang, moment),
    )


def section_rows(found: Outline, section: str, lang: str) -> list[ExerciseRow]:
    """The exercises of one section."""
    titles, moment = titles_of(found, lang), now()
    return [
        row_view(found.course, place, titles, lang, moment)
        for place in found.places
        if place.section == section
    ]


def row_view(
    course: Course, place: Place, titles: Mapping[str, str], lang: str, moment: datetime
) -> ExerciseRow:
    """One exercise of the outline; one that is announced but not published is missing."""
    if place.exercise is None:
        return ExerciseRow(place.slug, place.slug.replace("-", " "), "", "missing", None, 0, "", (), None)
    standing = place.standing
    state = "solved" if standing.solved else "tried" if standing.touched else "new"
    return ExerciseRow(
        place.slug,
        titles[place.slug],
        place.exercise.kind,
        state,
        standing.best,
        standing.attempts,
        _url(course, place.slug),
        () if standing.solved else tuple(Link(titles[slug], _url(course, slug)) for slug in place.missing),
        due_view(place.assignment, lang, moment) if place.assignment else None,
        place.exercise.difficulty,
        place.exercise.minutes,
    )


def lesson_url(course: Course, section: str) -> str:
    """Where the lesson of a section is read."""
    return path_to("lessons.show", course=course.slug, section=section)


def _chapter(
    found: Outline, chapter: dict[str, Any], titles: Mapping[str, str], lang: str, moment: datetime
) -> ChapterView:
    """One chapter, its own exercises before its sections."""
    places = [place for place in found.places if place.chapter == chapter["id"]]

    def rows(section: str) -> list[ExerciseRow]:
        own = (place for place in places if place.section == section)
        return [row_view(found.course, place, titles, lang, moment) for place in own]

    unsorted = rows("")
    sections = [SectionView("", "", unsorted, "")] if unsorted else []
    for section in chapter.get("sections") or ():
        url = lesson_url(found.course, section["id"]) if section.get("lesson") else ""
        sections.append(SectionView(section["id"], pick(section["title"], lang), rows(section["id"]), url))
    there = [place for place in places if place.exercise is not None]
    return ChapterView(
        chapter["id"],
        pick(chapter["title"], lang),
        sections,
        sum(place.standing.solved for place in there),
        len(there),
    )


def _next_up(found: Outline, lang: str, moment: datetime) -> NextUp | None:
    """What to do next."""
    place = found.next_up(moment)
    if place is None:
        return None
    row = row_view(found.course, place, titles_of(found, lang), lang, moment)
    return NextUp(row, next(_lesson_of(found, place.section, lang), None))


def _first_hour(found: Outline, titles: Mapping[str, str], lang: str, moment: datetime) -> FirstHour | None:
    """The first hour, while it is not over; a lesson that two of its exercises share is read once."""
    steps: list[NextUp] = []
    read: set[str] = set()
    for place in found.first_hour:
        row = row_view(found.course, place, titles, lang, moment)
        lesson = next(_lesson_of(found, place.section, lang), None) if place.section not in read else None
        read.add(place.section)
        steps.append(NextUp(row, lesson))
    minutes = sum(step.row.minutes or 0 for step in steps)
    return FirstHour(steps, minutes) if steps else None


def _lesson_of(found: Outline, section: str, lang: str) -> Iterator[Link]:
    """The lesson of a section, where there is one."""
    for chapter in found.course.outline:
        for each in chapter.get("sections") or ():
            if each["id"] == section and each.get("lesson"):
                yield Link(pick(each["title"], lang), lesson_url(found.course, section))


def _deadlines(found: Outline, lang: str, moment: datetime) -> list[Deadline]:
    """The assignments that are open or still to come, the nearest first."""
    places: dict[int, list[Place]] = {}
    for place in found.published:
        if place.assignment is not None:
            places.setdefault(place.assignment.id, []).append(place)
    views = []
    for group in places.values():
        assert group[0].assignment is not None
        due = due_view(group[0].assignment, lang, moment)
        if due.stage != "closed":
            views.append(Deadline(due, sum(place.standing.solved for place in group), len(group)))
    return sorted(views, key=lambda each: (each.due.moment is None, each.due.moment or moment))


def titles_of(found: Outline, lang: str) -> dict[str, str]:
    """The titles of what is published, by slug."""
    return {place.slug: pick(place.exercise.title, lang) for place in found.published if place.exercise}


def _url(course: Course, slug: str) -> str:
    return path_to("exercises.show", course=course.slug, slug=slug)
