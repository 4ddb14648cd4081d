"""The practice queue as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import format_timedelta

from ..models import now
from ..services import catalogue, practice
from .concepts import Tag, tag_of
from .texts import pick


@dataclass(frozen=True)
class CardView:
    """One thing to try again."""

    id: int
    #: what is asked: a question of a quiz, or an exercise
    title: str
    #: the quiz of a question with a title of its own
    quiz: str
    url: str
    #: what the failed check was about; None where a question was missed
    concept: Tag | None
    missed_at: datetime
    due_at: datetime
    #: how far away that is, in words
    distance: str
    #: within a day, so that the hour matters
    soon: bool


@dataclass(frozen=True)
class PracticeView:
    """Everything to try again: now, and later."""

    due: Sequence[CardView]
    later: Sequence[CardView]

    @property
    def next_up(self) -> CardView | None:
        """What to practise next."""
        return self.due[0] if self.due else None

    @property
    def next_later(self) -> CardView | None:
        """What comes next when nothing is due."""
        return self.later[0] if self.later else None


def practice_view(entries: Sequence[practice.Entry], lang: str) -> PracticeView:
    """The queue, cut at this moment."""
    moment = now()
    views = [_card_view(entry, lang, moment) for entry in entries]
    return PracticeView(
        [each for each in views if each.due_at <= moment], [each for each in views if each.due_at > moment]
    )


def _card_view(entry: practice.Entry, lang: str, moment: datetime) -> CardView:
    """One card in the reader's language."""
    card, exercise = entry.card, entry.card.exercise
    whole = pick(exercise.title, lang)
    title = ""
    if card.question and exercise.current_id is not None:
        found = catalogue.bundle(exercise.current_id).questions.get(card.question)
        title = found.in_(lang) if found else ""  # a quiz that lists no questions speaks for them
    return CardView(
        id=card.id,
        title=title or whole,
        quiz=whole if title else "",
        url=url_for("exercises.show", course=exercise.course.slug, slug=exercise.slug),
        concept=tag_of(exercise.course, card.concept, lang) if card.concept else None,
        missed_at=entry.missed_at,
        due_at=card.due_at,
        distance=format_timedelta(card.due_at - moment, add_direction=True, threshold=1.2),
        soon=card.due_at - moment < timedelta(days=1),
    )
