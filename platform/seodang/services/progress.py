"""How far somebody has come in a course."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from ..extensions import db
from ..models import DONE, Course, Exercise, QuizAnswer, QuizVariant, Submission, User
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


def of_user(user: User, course: Course) -> dict[int, Standing]:
    """Somebody's standing in each exercise of a course they have touched, by exercise id."""
    return {key[1]: standing for key, standing in of_course(course, user).items()}


def of_course(course: Course, user: User | None = None) -> dict[tuple[int, int], Standing]:
    """Standings by user id and exercise id, of everybody or of one."""
    found: dict[tuple[int, int], Standing] = {}
    for user_id, exercise_id in db.session.execute(_touched(course, user)).all():
        found[user_id, exercise_id] = Standing(touched=True)
    for query in (_submitted(course, user), _answered(course, user)):
        for user_id, exercise_id, best, count in db.session.execute(query).all():
            found[user_id, exercise_id] = Standing(best, count, touched=True)
    return found


def _touched(course: Course, user: User | None) -> Select[int, int]:
    """Who has run or handed in something where."""
    query = (
        select(Submission.user_id, Submission.exercise_id)
        .join(Exercise)
        .where(Exercise.course_id == course.id)
    )
    return (query.where(Submission.user_id == user.id) if user else query).distinct()


def _submitted(course: Course, user: User | None) -> Select[int, int, float | None, int]:
    """Best score and number of attempts of submissions."""
    query = (
        select(Submission.user_id, Submission.exercise_id, func.max(Submission.score), func.count())
        .join(Exercise)
        .where(Exercise.course_id == course.id, *counted())
        .group_by(Submission.user_id, Submission.exercise_id)
    )
    return query.where(Submission.user_id == user.id) if user else query


def _answered(course: Course, user: User | None) -> Select[int, int, float | None, int]:
    """Best score and number of answers to quizzes."""
    query = (
        select(QuizVariant.user_id, QuizVariant.exercise_id, func.max(QuizAnswer.score), func.count())
        .join(QuizVariant, QuizVariant.id == QuizAnswer.variant_id)
        .join(Exercise)
        .where(Exercise.course_id == course.id, QuizVariant.state == DONE)
        .group_by(QuizVariant.user_id, QuizVariant.exercise_id)
    )
    return query.where(QuizVariant.user_id == user.id) if user else query
