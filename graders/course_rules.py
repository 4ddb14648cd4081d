"""What an outline must hold besides keys of the right type: names that agree, times in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from graders.problems import Problem

if TYPE_CHECKING:
    from graders.course import Assignment, CourseFile

_FILE = "course.toml"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TIMES = ("opens", "due", "closes")


def check_outline(found: CourseFile, problems: list[Problem]) -> set[str]:
    """Chapters and sections have different ids, exercises proper slugs, none is listed twice; all slugs."""
    chapters: set[str] = set()
    sections: set[str] = set()
    seen: set[str] = set()
    for index, chapter in enumerate(found.chapters):
        key = f"chapters[{index}]"
        if chapter.id in chapters:
            problems.append(Problem.of(_FILE, f"{key}.id", "duplicate_chapter", name=chapter.id))
        chapters.add(chapter.id)
        _check_slugs(chapter.exercises, key, seen, problems)
        for place, section in enumerate(chapter.sections):
            below = f"{key}.sections[{place}]"
            if not _ID.fullmatch(section.id):
                problems.append(Problem.of(_FILE, f"{below}.id", "bad_section", name=section.id))
            if section.id in sections:
                problems.append(Problem.of(_FILE, f"{below}.id", "duplicate_section", name=section.id))
            sections.add(section.id)
            _check_slugs(section.exercises, below, seen, problems)
    return seen


def check_requires(
    requires: Mapping[str, Sequence[str]], listed: Collection[str], problems: list[Problem]
) -> None:
    """Both sides are exercises of the course, and nothing has to be solved before itself."""
    for slug, earlier in requires.items():
        for name in (slug, *earlier):
            if name not in listed:
                problems.append(Problem.of(_FILE, f"requires.{slug}", "not_listed", name=name))
        if slug in all_before(slug, requires):
            problems.append(Problem.of(_FILE, f"requires.{slug}", "circular", name=slug))


def check_assignments(found: Sequence[Assignment], listed: Collection[str], problems: list[Problem]) -> None:
    """Keys differ, an exercise stands in one assignment, and times have a zone and an order."""
    keys: set[str] = set()
    taken: set[str] = set()
    for index, assignment in enumerate(found):
        key = f"assignments[{index}]"
        if not _ID.fullmatch(assignment.key):
            problems.append(Problem.of(_FILE, f"{key}.key", "not_kebab", name=assignment.key))
        if assignment.key in keys:
            problems.append(Problem.of(_FILE, f"{key}.key", "duplicate_assignment", name=assignment.key))
        keys.add(assignment.key)
        for place, slug in enumerate(assignment.exercises):
            where = f"{key}.exercises[{place}]"
            if slug not in listed:
                problems.append(Problem.of(_FILE, where, "not_listed", name=slug))
            if slug in taken:
                problems.append(Problem.of(_FILE, where, "assigned_twice", name=slug))
            taken.add(slug)
        _check_times(assignment, key, problems)


def check_concepts(found: CourseFile, problems: list[Problem]) -> None:
    """The lesson that explains a concept belongs to a section of the course."""
    sections = {section.id for chapter in found.chapters for section in chapter.sections}
    for name, concept in found.concepts.items():
        if concept.lesson and concept.lesson not in sections:
            where = f"concepts.{name}.lesson"
            problems.append(Problem.of(_FILE, where, "no_such_section", name=concept.lesson))


def check_first_hour(found: CourseFile, listed: Collection[str], problems: list[Problem]) -> None:
    """Nobody new is asked for what they have not been shown: what comes first is in it, and comes first."""
    for place, slug in enumerate(found.first_hour):
        where = f"first_hour[{place}]"
        before = found.first_hour[:place]
        if slug not in listed:
            problems.append(Problem.of(_FILE, where, "not_listed", name=slug))
        if slug in before:
            problems.append(Problem.of(_FILE, where, "duplicate_exercise", name=slug))
        for name in found.requires.get(slug, ()):
            if name not in before:
                problems.append(Problem.of(_FILE, where, "not_yet_solved", name=slug, earlier=name))


def _check_slugs(slugs: Sequence[str], key: str, seen: set[str], problems: list[Problem]) -> None:
    for place, slug in enumerate(slugs):
        where = f"{key}.exercises[{place}]"
        if not _ID.fullmatch(slug):
            problems.append(Problem.of(_FILE, where, "not_kebab", name=slug))
        if slug in seen:
            problems.append(Problem.of(_FILE, where, "duplicate_exercise", name=slug))
        seen.add(slug)


def all_before(slug: str, requires: Mapping[str, Sequence[str]]) -> set[str]:
    """Everything that has to be solved before this, directly or not."""
    found: set[str] = set()
    waiting = list(requires.get(slug, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += requires.get(name, ())
    return found


def _check_times(assignment: Assignment, key: str, problems: list[Problem]) -> None:
    """Each time names its zone; it opens before it is due, and closes then or later."""
    given: list[tuple[str, datetime]] = []
    for name in _TIMES:
        moment = getattr(assignment, name)
        if moment is not None and moment.tzinfo is None:
            problems.append(Problem.of(_FILE, f"{key}.{name}", "time_without_zone"))
        elif moment is not None:
            given.append((name, moment))
    for (earlier, first), (later, second) in pairwise(given):
        if second < first or (earlier == "opens" and second == first):
            problems.append(Problem.of(_FILE, f"{key}.{later}", "times_out_of_order", earlier=earlier))
