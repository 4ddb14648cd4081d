"""What should be solved before an exercise, and is not yet. It is advice: nobody is kept from going on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from ..extensions import db
from ..models import Exercise, QuizAnswer, QuizVariant, Submission, User
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
    answered = (
        exists(select(QuizAnswer.id).join(QuizVariant, QuizVariant.id == QuizAnswer.variant_id))
        .where(
            QuizVariant.user_id == user.id,
            QuizVariant.exercise_id == Exercise.id,
            QuizAnswer.score >= SOLVED,
        )
        .correlate(Exercise)
    )
    query = select(Exercise).where(
        Exercise.course_id == exercise.course_id,
        Exercise.slug.in_(earlier),
        Exercise.current_id.is_not(None),
        ~or_(submitted, answered),
    )
    found = {row.slug: row for row in db.session.scalars(query)}
    return [found[slug] for slug in earlier if slug in found]
