"""Assignments as their instructors see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from ..models import Assignment, Course, Exercise
from .texts import pick


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in the list."""

    title: str
    url: str
    exercises: list[str]
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    attempts: int | None


@dataclass(frozen=True)
class Choice:
    """An exercise that can be chosen; `elsewhere` names the assignment it stands in already."""

    id: int
    title: str
    elsewhere: str


@dataclass(frozen=True)
class ChoiceGroup:
    """The exercises of one chapter."""

    title: str
    choices: list[Choice]


def assignment_rows(course: Course, rows: Sequence[Assignment], lang: str) -> list[AssignmentRow]:
    """The list."""
    return [
        AssignmentRow(
            pick(row.title, lang),
            url_for("teaching.assignment", course=course.slug, key=row.key),
            [pick(item.exercise.title, lang) for item in row.items],
            row.opens_at,
            row.due_at,
            row.closes_at,
            row.attempts,
        )
        for row in rows
    ]


def choices(
    course: Course, exercises: Sequence[Exercise], taken: Mapping[int, str], row: Assignment | None, lang: str
) -> list[ChoiceGroup]:
    """The exercises of a course by chapter, in the order of its outline."""
    known = {exercise.slug: exercise for exercise in exercises}
    elsewhere = {number: key for number, key in taken.items() if row is None or key != row.key}
    groups = []
    for chapter in course.outline:
        found = [known[slug] for slug in chapter["exercises"] if slug in known]
        offered = [Choice(each.id, pick(each.title, lang), elsewhere.get(each.id, "")) for each in found]
        if offered:
            groups.append(ChoiceGroup(pick(chapter["title"], lang), offered))
    return groups
