"""How somebody stands in one exercise: deadline, attempts, what to solve and to read first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from ..models import Exercise, User
from ..services import assignments, prerequisites
from .courses import Link, lesson_url
from .deadlines import DueView, due_view
from .texts import pick


@dataclass(frozen=True)
class StandingView:
    """What stands beside the task."""

    due: DueView | None
    attempts: int | None  #: how many there are; None without a bound
    attempt: int  #: which one the next would be
    first: list[Link]
    lesson: Link | None

    @property
    def used_up(self) -> bool:
        """Are there no attempts left?"""
        return self.attempts is not None and self.attempt > self.attempts

    @property
    def left(self) -> int:
        """How many attempts are left, where they are bounded."""
        return max(0, (self.attempts or 0) - self.attempt + 1)


def standing_view(user: User, exercise: Exercise, lang: str) -> StandingView:
    """How somebody stands in an exercise."""
    found, used = assignments.standing(user, exercise)
    bounded = found.attempts if found is not None and exercise.kind != "quiz" else None
    return StandingView(
        due_view(found, lang) if found is not None else None,
        bounded,
        used + 1,
        [_link(row, lang) for row in prerequisites.missing(user, exercise)],
        _lesson(exercise, lang),
    )


def _link(row: Exercise, lang: str) -> Link:
    return Link(pick(row.title, lang), url_for("exercises.show", course=row.course.slug, slug=row.slug))


def _lesson(exercise: Exercise, lang: str) -> Link | None:
    """The lesson of the exercise's section."""
    for chapter in exercise.course.outline:
        for section in chapter.get("sections") or ():
            if exercise.slug in section["exercises"] and section.get("lesson"):
                return Link(pick(section["title"], lang), lesson_url(exercise.course, section["id"]))
    return None
