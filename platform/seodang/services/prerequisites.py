"""What should be solved before an exercise, and is not yet. It is advice: nobody is kept from going on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, select

from ..extensions import db
from ..models import Exercise, QuizAnswer, QuizVariant, Submission, User
from . import catalogue, mastery
from .progress import SOLVED
from .submissions import counted


def missing(user: User, exercise: Exercise) -> Sequence[Exercise]:
    """The published exercises that come first and that somebody has not solved."""
    earlier = (exercise.course.requires or {}).get(exercise.slug, ())
    if not earlier:
        return []
    submitted = exists().where(
        Submission.user_id == user.id,
        Submission.exercise_id == Exercise.id,
        Submission.score >= SOLVED,
        *counted(),
    )
    # A quiz is solved by mastering its questions, so its answers come along, the newest first.
    query = (
        select(Exercise, QuizVariant.variant["question"].as_string(), QuizAnswer.correct)
        .outerjoin(QuizVariant, and_(QuizVariant.exercise_id == Exercise.id, QuizVariant.user_id == user.id))
        .outerjoin(QuizAnswer, QuizAnswer.variant_id == QuizVariant.id)
        .where(
            Exercise.course_id == exercise.course_id,
            Exercise.slug.in_(earlier),
            Exercise.current_id.is_not(None),
            ~submitted,
        )
        .order_by(QuizAnswer.id.desc())
        .limit(mastery.RECENT)
    )
    found: dict[str, tuple[Exercise, list[tuple[str, bool]]]] = {}
    for row, question, correct in db.session.execute(query):
        answers = found.setdefault(row.slug, (row, []))[1]
        if correct is not None:
            answers.append((question, correct))
    left = (found[slug] for slug in earlier if slug in found)
    return [row for row, answers in left if not _mastered(row, answers)]


def _mastered(row: Exercise, answers: Sequence[tuple[str, bool]]) -> bool:
    """Is this a quiz whose every question is mastered?"""
    if row.kind != "quiz" or not answers:
        return False
    return mastery.standing(catalogue.current_bundle(row), answers).mastered
