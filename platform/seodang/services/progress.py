"""How far somebody has come in a course."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, or_, select, union_all

from ..extensions import db
from ..models import (
    DONE,
    Assignment,
    AssignmentItem,
    Course,
    Exercise,
    QuizAnswer,
    QuizVariant,
    Submission,
    User,
)
from .submissions import counted

SOLVED = 1.0


@dataclass(frozen=True)
class Standing:
    """What somebody has done in one exercise; the best attempt counts."""

    best: float | None = None
    attempts: int = 0
    touched: bool = False  #: a run, or an attempt of which we lost the result, is a start too

    @property
    def solved(self) -> bool:
        """Full marks?"""
        return self.best is not None and self.best >= SOLVED


def of_user(user: User, *courses: Course) -> dict[int, Standing]:
    """Somebody's standing in each exercise of these courses they have touched, by exercise id."""
    found = _standings([course.id for course in courses], user)
    return {key[1]: standing for key, standing in found.items()}


def of_course(course: Course) -> dict[tuple[int, int], Standing]:
    """Everybody's standings in a course, by user id and exercise id."""
    return _standings([course.id], None)


def _standings(courses: Collection[int], user: User | None) -> dict[tuple[int, int], Standing]:
    """Standings by user id and exercise id, of everybody or of one, in one query."""
    rows = db.session.execute(union_all(_submitted(courses, user), _answered(courses, user)))
    return {(row[0], row[1]): Standing(row[2], row[3], touched=True) for row in rows}


def _submitted(courses: Collection[int], user: User | None) -> Select[int, int, float | None, int]:
    """Best score and number of attempts of submissions; what does not count is a start all the same."""
    counts = and_(*counted())
    query = (
        select(
            Submission.user_id,
            Submission.exercise_id,
            func.max(case((counts, Submission.score))),
            func.sum(case((counts, 1), else_=0)),
        )
        .join(Exercise)
        .where(Exercise.course_id.in_(courses))
        .group_by(Submission.user_id, Submission.exercise_id)
    )
    return query.where(Submission.user_id == user.id) if user else query


def _answered(courses: Collection[int], user: User | None) -> Select[int, int, float | None, int]:
    """Best score and number of answers to quizzes; those given after the close are practice."""
    counts = or_(Assignment.closes_at.is_(None), QuizAnswer.created_at < Assignment.closes_at)
    query = (
        select(
            QuizVariant.user_id,
            QuizVariant.exercise_id,
            func.max(case((counts, QuizAnswer.score))),
            func.sum(case((counts, 1), else_=0)),
        )
        .join(QuizVariant, QuizVariant.id == QuizAnswer.variant_id)
        .join(Exercise, Exercise.id == QuizVariant.exercise_id)
        .outerjoin(AssignmentItem, AssignmentItem.exercise_id == Exercise.id)
        .outerjoin(Assignment, Assignment.id == AssignmentItem.assignment_id)
        .where(Exercise.course_id.in_(courses), QuizVariant.state == DONE)
        .group_by(QuizVariant.user_id, QuizVariant.exercise_id)
    )
    return query.where(QuizVariant.user_id == user.id) if user else query
