"""Quizzes: issuing variants, and answering each once."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from graders.quiz import QuizResult, Variant, score
from graders.quiz.answers import MAX_ANSWER

from ..extensions import bell, db
from ..models import DONE, INSTRUCTOR, Enrolment, Exercise, QuizAnswer, QuizVariant, User, now
from . import assignments, catalogue, enrolments, mastery, practice, queue, worker_status
from .exceptions import ForbiddenError, LimitError, NotFoundError, UnavailableError
from .locks import lock

SEED_BITS = 62  # fits a signed column
HOUR = timedelta(hours=1)
HOURLY_VARIANTS = 240
MAX_NAME = 60
RECENT = 50


@dataclass(frozen=True)
class Answered:
    """One answered variant in a list."""

    id: int
    question: str
    correct: bool
    at: datetime


def issue(user: User, exercise: Exercise, patience_s: float = 0.0, question: str = "") -> QuizVariant:
    """Ask for another variant and wait a moment for it; an unanswered one is given again.

    Of a named question, or of the one that is to be learnt next. Variants are made by the worker, since the
    code that generates them is the author's and runs in a cell.
    """
    bundle = catalogue.current_bundle(exercise)
    if bundle.kind != "quiz" or exercise.current_id is None:
        raise NotFoundError(_l("There is no such quiz."))
    _require_opened(user, exercise)
    standing = mastery.of_user(user, exercise)
    # Of a name that the quiz does not have any is asked, or made-up names would draw until an easy one comes.
    question = question if question in {each.question for each in standing.questions} else ""
    open_one = unanswered(user, exercise, question) or _queue(user, exercise, question, standing)
    with bell().subscribe(queue.topic(QuizVariant, open_one.id)) as woken:
        queue.announce(open_one)
        deadline = time.monotonic() + patience_s
        while open_one.state != DONE and (left := deadline - time.monotonic()) > 0:
            db.session.rollback()  # hold no connection while waiting
            woken.wait(min(left, 0.25))
            woken.clear()
            db.session.refresh(open_one)
    return open_one


def for_user(user: User, variant_id: int) -> QuizVariant:
    """One's own variant, or one in a course one teaches; everything else does not exist."""
    teaches = select(Enrolment.course_id).where(Enrolment.user_id == user.id, Enrolment.role == INSTRUCTOR)
    query = select(QuizVariant).join(Exercise).where(QuizVariant.id == variant_id)
    if not user.is_admin:
        query = query.where(or_(QuizVariant.user_id == user.id, Exercise.course_id.in_(teaches)))
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(_l("There is no such question."))
    return found


def require_made(variant: QuizVariant) -> None:
    """Raise UnavailableError for a question that could not be made; asking again makes another."""
    if variant.state == DONE and variant.variant is None:
        raise UnavailableError(_l("This question could not be made. Go back and ask for another one."))


def answer(user: User, variant: QuizVariant, answers: Mapping[str, str]) -> QuizResult:
    """Score an answer and keep it, once; one with a malformed field is only explained and costs nothing."""
    if variant.user_id != user.id or variant.variant is None:
        raise NotFoundError(_l("There is no such question."))
    earlier = answer_to(variant)
    if earlier is not None:
        return result_of(earlier)
    issued = variant_of(variant)
    # What no field asks for is not kept; one character more than is allowed, so that too long stays too long.
    given = {field.name: answers.get(field.name, "")[: MAX_ANSWER + 1] for field in issued.fields}
    result = score(issued, given)
    if result.malformed:
        return result
    db.session.add(
        QuizAnswer(
            variant_id=variant.id,
            answers=given,
            result=msgspec.to_builtins(result),
            correct=result.correct,
            score=result.score,
        )
    )
    try:
        db.session.commit()
    except IntegrityError:  # answered twice at the same moment: the first one stands
        db.session.rollback()
        first = answer_to(variant)
        return result if first is None else result_of(first)
    practice.note_answer(variant, issued.question, result.correct)
    return result


def answer_to(variant: QuizVariant) -> QuizAnswer | None:
    """The stored answer to a variant."""
    return db.session.scalar(select(QuizAnswer).where(QuizAnswer.variant_id == variant.id))


def variant_of(row: QuizVariant) -> Variant:
    """The question of a row, with its key."""
    if row.variant is None:
        raise NotFoundError(_l("This question is not ready yet."))
    return msgspec.convert(row.variant, Variant)


def unanswered(user: User, exercise: Exercise, question: str = "") -> QuizVariant | None:
    """The variant somebody has been issued of the current version, of this question, and not answered yet."""
    query = select(QuizVariant).where(
        QuizVariant.user_id == user.id,
        QuizVariant.exercise_id == exercise.id,
        QuizVariant.version_id == exercise.current_id,
        QuizVariant.id.not_in(select(QuizAnswer.variant_id)),
        or_(QuizVariant.state != DONE, QuizVariant.variant.is_not(None)),
    )
    if question:
        asked = QuizVariant.variant["question"].as_string() == question
        query = query.where(or_(QuizVariant.of_question == question, asked))
    return db.session.scalar(query.order_by(QuizVariant.id.desc()).limit(1))


def history(user: User, exercise: Exercise) -> Sequence[Answered]:
    """Somebody's answered variants, newest first; of each only what a list needs."""
    query = (
        select(
            QuizVariant.id,
            QuizVariant.variant["question"].as_string(),
            QuizAnswer.correct,
            QuizAnswer.created_at,
        )
        .join(QuizAnswer, QuizAnswer.variant_id == QuizVariant.id)
        .where(QuizVariant.user_id == user.id, QuizVariant.exercise_id == exercise.id)
    )
    rows = db.session.execute(query.order_by(QuizVariant.id.desc()).limit(RECENT))
    return [Answered(*row) for row in rows]


def _require_opened(user: User, exercise: Exercise) -> None:
    """Raise ForbiddenError before the quiz's assignment opens; afterwards it may always be practised."""
    found = assignments.of_exercise(exercise)
    if found is None or found.opens_at is None or assignments.has_opened(found):
        return
    if not enrolments.is_instructor(user, exercise.course):
        raise ForbiddenError(_l("This opens on %(when)s.", when=assignments.told(found.opens_at, user)))


def _queue(user: User, exercise: Exercise, question: str, standing: mastery.Mastery) -> QuizVariant:
    """Queue a new variant for the worker, unless another request has done so by now."""
    status = worker_status.current()
    if status.state == "off" and status.reason:
        raise UnavailableError(_l("Grading is off at the moment, so no question can be made."))
    enrolments.enrol(user, exercise.course)
    if exercise.current_id is None:
        raise NotFoundError(_l("There is no such quiz."))
    lock(user)
    meanwhile = unanswered(user, exercise, question)
    if meanwhile is not None:
        db.session.rollback()
        return meanwhile
    _require_bound(user)
    wanted = question or standing.next_question()
    variant = QuizVariant(
        user_id=user.id,
        exercise_id=exercise.id,
        version_id=exercise.current_id,
        seed=secrets.randbits(SEED_BITS),
        of_question=wanted[:MAX_NAME] or None,
    )
    db.session.add(variant)
    db.session.commit()
    return variant


def _require_bound(user: User) -> None:
    """Raise LimitError where somebody had as many variants as an hour may have."""
    recent = (
        select(func.count())
        .select_from(QuizVariant)
        .where(QuizVariant.user_id == user.id, QuizVariant.created_at > now() - HOUR)
    )
    if (db.session.scalar(recent) or 0) >= HOURLY_VARIANTS:
        db.session.rollback()
        raise LimitError(_l("You have had many questions in this hour. Come back a little later."), 600)


def result_of(answer: QuizAnswer) -> QuizResult:
    """What the scoring said about a stored answer."""
    return msgspec.convert(answer.result, QuizResult)
