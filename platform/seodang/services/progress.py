"""How far somebody has come in a course.

Code is solved by an attempt with full marks, a quiz by mastering each of its questions.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)

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
from . import catalogue, mastery
from .submissions import counted

SOLVED = 1.0


@dataclass(frozen=True)
class Standing:
    """What somebody has done in one exercise; the best attempt counts."""

    best: float | None = None
    attempts: int = 0
    touched: bool = False  #: a run, or an attempt of which we lost the result, is a start too
    mastered: bool | None = None  #: of a quiz; `best` is the share of its questions then

    @property
    def solved(self) -> bool:
        """Full marks, or every question mastered?"""
        return self.mastered if self.mastered is not None else self.best is not None and self.best >= SOLVED


def of_user(user: User, *courses: Course) -> dict[int, Standing]:
    """Somebody's standing in each exercise of these courses they have touched, by exercise id."""
    rows = _rows(courses, user)
    standings = {row[1]: Standing(row[2], row[3], touched=True) for row in rows}
    for exercise_id, known in _masteries(user, [row[1] for row in rows if row[4]]).items():
        share = sum(each.mastered for each in known.questions) / max(1, len(known.questions))
        standings[exercise_id] = replace(standings[exercise_id], best=share, mastered=known.mastered)
    return standings


def of_course(course: Course) -> dict[tuple[int, int], Standing]:
    """Everybody's standings in a course, by user id and exercise id."""
    return {(row[0], row[1]): Standing(row[2], row[3], touched=True) for row in _rows([course], None)}


def _rows(courses: Sequence[Course], user: User | None) -> Sequence[Row[int, int, float | None, int, bool]]:
    """User, exercise, best score, number of attempts and whether it is a quiz, of everybody or of one."""
    known: dict[str, Any] = {"courses": [course.id for course in courses]}
    if user is not None:
        known["user"] = user.id
    return db.session.execute(_query(user is not None), known).all()


@cache
def _query(of_one: bool) -> CompoundSelect[int, int, float | None, int, bool]:
    """The query for those rows, put together once: every outline asks it."""
    submitted, answered = _submitted(), _answered()
    if of_one:
        submitted = submitted.where(Submission.user_id == bindparam("user"))
        answered = answered.where(QuizVariant.user_id == bindparam("user"))
    return union_all(submitted, answered)


def _submitted() -> Select[int, int, float | None, int, bool]:
    """Best score and number of attempts of submissions; what does not count is a start all the same."""
    counts = and_(*counted())
    return (
        select(
            Submission.user_id,
            Submission.exercise_id,
            func.max(case((counts, Submission.score))),
            func.sum(case((counts, 1), else_=0)),
            false(),
        )
        .join(Exercise)
        .where(Exercise.course_id.in_(bindparam("courses", expanding=True)))
        .group_by(Submission.user_id, Submission.exercise_id)
    )


def _answered() -> Select[int, int, float | None, int, bool]:
    """Best score and number of answers to quizzes; those given after the close are practice."""
    counts = _in_time()
    return (
        select(
            QuizVariant.user_id,
            QuizVariant.exercise_id,
            func.max(case((counts, QuizAnswer.score))),
            func.sum(case((counts, 1), else_=0)),
            true(),
        )
        .join(QuizVariant, QuizVariant.id == QuizAnswer.variant_id)
        .join(Exercise, Exercise.id == QuizVariant.exercise_id)
        .outerjoin(AssignmentItem, AssignmentItem.exercise_id == Exercise.id)
        .outerjoin(Assignment, Assignment.id == AssignmentItem.assignment_id)
        .where(Exercise.course_id.in_(bindparam("courses", expanding=True)), QuizVariant.state == DONE)
        .group_by(QuizVariant.user_id, QuizVariant.exercise_id)
    )


def _masteries(user: User, touched: Collection[int]) -> dict[int, mastery.Mastery]:
    """How somebody stands with each quiz they have answered in time, by exercise id."""
    if not touched:
        return {}
    query = (
        select(
            Exercise.id,
            Exercise.current_id,
            QuizVariant.variant["question"].as_string(),
            QuizAnswer.correct,
        )
        .join(QuizVariant, QuizVariant.id == QuizAnswer.variant_id)
        .join(Exercise, Exercise.id == QuizVariant.exercise_id)
        .outerjoin(AssignmentItem, AssignmentItem.exercise_id == Exercise.id)
        .outerjoin(Assignment, Assignment.id == AssignmentItem.assignment_id)
        .where(QuizVariant.user_id == user.id, Exercise.id.in_(touched), Exercise.kind == "quiz", _in_time())
        .where(Exercise.current_id.is_not(None))
        .order_by(QuizAnswer.id.desc())
        .limit(mastery.RECENT)
    )
    answers: dict[tuple[int, int], list[tuple[str, bool]]] = {}
    for exercise_id, version_id, question, correct in db.session.execute(query):
        answers.setdefault((exercise_id, version_id), []).append((question, correct))
    return {
        exercise_id: mastery.standing(catalogue.bundle(version_id), given)
        for (exercise_id, version_id), given in answers.items()
    }


def _in_time() -> ColumnElement[bool]:
    """Answers given after the close are practice."""
    return or_(Assignment.closes_at.is_(None), QuizAnswer.created_at < Assignment.closes_at)
