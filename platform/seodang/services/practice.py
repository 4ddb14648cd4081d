"""What somebody should try again, and when: cards made by misses, rated by the next answers.

A missed question of a quiz makes a card. So does a submission with a failed check that names a concept: for
each question of the course's quizzes that practise this concept, or for the exercise itself where there is no
such quiz. A new card is due at once. Every later answer to its question rates it, wherever it was given.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from graders.report import Report
from graders.verdicts import Verdict

from ..extensions import db
from ..models import SUBMIT, Exercise, PracticeCard, PracticeReview, QuizVariant, Submission, User, now
from . import catalogue, repetition
from .exceptions import NotFoundError

log = logging.getLogger(__name__)
#: cards that a page shows
SHOWN = 200
WHOLE = ""  #: in place of a question: the exercise itself, or any question of a quiz that lists none


@dataclass(frozen=True)
class Entry:
    """A card in the queue."""

    card: PracticeCard
    #: when the question was missed last, or the check failed
    missed_at: datetime


@dataclass(frozen=True)
class Count:
    """How many cards somebody has."""

    due: int
    cards: int


def entries(user: User) -> list[Entry]:
    """Somebody's cards that can still be practised, those that are due first."""
    query = (
        select(PracticeCard)
        .where(PracticeCard.user_id == user.id)
        .options(joinedload(PracticeCard.exercise).joinedload(Exercise.course))
    )
    cards = db.session.scalars(query.order_by(PracticeCard.due_at, PracticeCard.id).limit(SHOWN)).all()
    missed = _misses([card.id for card in cards])
    return [Entry(card, missed.get(card.id, card.created_at)) for card in cards if _is_there(card)]


def count(user: User) -> Count:
    """How many cards are due, and how many there are."""
    due = func.sum(case((PracticeCard.due_at <= now(), 1), else_=0))
    query = select(due, func.count()).where(PracticeCard.user_id == user.id)
    waiting, cards = db.session.execute(query).one()
    return Count(waiting or 0, cards)


def for_user(user: User, card_id: int) -> PracticeCard:
    """One's own card; everybody else's does not exist."""
    query = select(PracticeCard).where(PracticeCard.id == card_id, PracticeCard.user_id == user.id)
    found = db.session.scalar(query)
    if found is None or not _is_there(found):
        raise NotFoundError(_l("This is not in your practice any more."))
    return found


def remove(user: User, card_id: int) -> None:
    """Take a card out of the queue; another miss makes a new one."""
    query = select(PracticeCard).where(PracticeCard.id == card_id, PracticeCard.user_id == user.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(_l("This is not in your practice any more."))
    db.session.delete(found)
    db.session.commit()


def note_answer(variant: QuizVariant, question: str, correct: bool) -> None:
    """Rate the card of an answered question; a miss of one without a card makes it. Never raises."""
    try:
        bundle = catalogue.bundle(variant.version_id)
        name = question if question in bundle.questions or not bundle.questions else WHOLE
        card = _card(variant.user_id, variant.exercise_id, name)
        whole = _card(variant.user_id, variant.exercise_id, WHOLE) if name != WHOLE else None
        for known in (card, whole):
            if known is not None:
                _rate(known, correct)
        if card is None and not correct:
            _add(variant.user_id, variant.exercise_id, name)
        db.session.commit()
    except Exception:  # the edge around practice: an answer is stored whatever becomes of its card
        log.exception("practice not noted", extra={"variant": variant.id})
        db.session.rollback()


def note_submission(submission_id: int) -> None:
    """Rate the card of a graded exercise, and make cards for the concepts it failed in. Never raises."""
    try:
        row = db.session.get(Submission, submission_id)
        if row is not None and row.mode == SUBMIT and row.report and row.verdict not in _NOTHING:
            _note_report(row, msgspec.convert(row.report, Report))
        db.session.commit()
    except Exception:  # the edge around practice: a grading is stored whatever becomes of its cards
        log.exception("practice not noted", extra={"submission": submission_id})
        db.session.rollback()


#: verdicts that say nothing about what somebody knows
_NOTHING = (Verdict.IE.value, Verdict.ST.value)


def _note_report(row: Submission, report: Report) -> None:
    """Rate and feed after one submission."""
    own = _card(row.user_id, row.exercise_id, WHOLE)
    if own is not None:
        _rate(own, row.verdict == Verdict.AC.value)
    failed = {check.test for check in report.checks if check.outcome in ("failed", "error")}
    specs = catalogue.bundle(row.version_id).checks
    for concept in sorted({spec.concept for spec in specs if spec.concept and spec.test in failed}):
        targets = _questions_about(concept, row.exercise) or [(row.exercise_id, WHOLE)]
        for exercise_id, question in targets:
            if _card(row.user_id, exercise_id, question) is None:
                _add(row.user_id, exercise_id, question, concept)


def _questions_about(concept: str, exercise: Exercise) -> list[tuple[int, str]]:
    """Exercise and name of each question in this course's quizzes that practises a concept."""
    found: list[tuple[int, str]] = []
    query = select(Exercise.id, Exercise.current_id).where(
        Exercise.course_id == exercise.course_id, Exercise.kind == "quiz", Exercise.current_id.is_not(None)
    )
    for quiz_id, version_id in db.session.execute(query.order_by(Exercise.id)).all():
        bundle = catalogue.bundle(version_id)
        if concept.casefold() in {each.casefold() for each in bundle.concepts}:
            found += [(quiz_id, question) for question in bundle.questions or [WHOLE]]
    return found


def _rate(card: PracticeCard, correct: bool) -> None:
    """Move a card: right answers are good ones, misses come again.

    A card that waits for its next try after a miss is not made worse by further ones: somebody who hands in
    five wrong solutions within ten minutes has not forgotten the same thing five times.
    """
    moment = now()
    if not correct and card.due_at > moment and repetition.waits_after_miss(card.state):
        return
    rating = repetition.GOOD if correct else repetition.AGAIN
    card.state, card.due_at = repetition.review(card.state, rating, moment)
    db.session.add(PracticeReview(card_id=card.id, rating=rating, created_at=moment))


def _card(user_id: int, exercise_id: int, question: str) -> PracticeCard | None:
    """Somebody's card of a question."""
    return db.session.scalar(
        select(PracticeCard).where(
            PracticeCard.user_id == user_id,
            PracticeCard.exercise_id == exercise_id,
            PracticeCard.question == question,
        )
    )


def _add(user_id: int, exercise_id: int, question: str, concept: str = "") -> None:
    """Make a card that is due at once."""
    card = PracticeCard(user_id=user_id, exercise_id=exercise_id, question=question, concept=concept[:64])
    card.state = repetition.begin()
    db.session.add(card)


def _misses(card_ids: Sequence[int]) -> dict[int, datetime]:
    """When each card was missed last."""
    query = (
        select(PracticeReview.card_id, func.max(PracticeReview.created_at))
        .where(PracticeReview.card_id.in_(card_ids), PracticeReview.rating == repetition.AGAIN)
        .group_by(PracticeReview.card_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query).all()} if card_ids else {}


def _is_there(card: PracticeCard) -> bool:
    """Is there still something to practise: a published exercise, and in it the question?"""
    if card.exercise.current_id is None:
        return False
    bundle: Any = catalogue.bundle(card.exercise.current_id)
    return card.question == WHOLE or not bundle.questions or card.question in bundle.questions
