"""How far somebody is with the questions of a quiz: mastered is what was right several times in a row."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from graders.bilingual import Bilingual
from graders.bundle import Bundle

from ..extensions import db
from ..models import Exercise, QuizAnswer, QuizVariant, User
from . import catalogue

#: right answers in a row that make a question mastered whose variants are generated
IN_A_ROW = 3
#: the same of a question that is always the same: a second time it would ask for memory
WRITTEN = 1
#: answers that are looked back at
RECENT = 2000


@dataclass(frozen=True)
class QuestionStanding:
    """One question of a quiz, and how somebody stands with it."""

    question: str
    title: Bilingual
    #: right answers in a row that are needed
    needed: int
    #: the newest right ones in a row, at most `needed`
    row: int = 0
    answers: int = 0

    @property
    def mastered(self) -> bool:
        """Right as often in a row as is needed?"""
        return self.row >= self.needed


@dataclass(frozen=True)
class Mastery:
    """How somebody stands with a quiz."""

    questions: list[QuestionStanding]
    #: whether these are all questions of the quiz, and not only those that were met
    complete: bool

    @property
    def mastered(self) -> bool:
        """Is every question mastered that is known of?"""
        return bool(self.questions) and all(each.mastered for each in self.questions)

    def next_question(self) -> str:
        """The question to be asked next: one of those not mastered that were asked least; empty: any."""
        rest = [each for each in self.questions if not each.mastered] or self.questions
        if not self.complete or not rest:
            return ""
        fewest = min(each.answers for each in rest)
        return secrets.choice([each.question for each in rest if each.answers == fewest])


def of_user(user: User, exercise: Exercise) -> Mastery:
    """Somebody's standing with each question of a quiz."""
    bundle = catalogue.current_bundle(exercise)
    query = (
        select(QuizVariant.variant["question"].as_string(), QuizAnswer.correct)
        .join(QuizAnswer, QuizAnswer.variant_id == QuizVariant.id)
        .where(QuizVariant.user_id == user.id, QuizVariant.exercise_id == exercise.id)
        .order_by(QuizAnswer.id.desc())
        .limit(RECENT)
    )
    return standing(bundle, [(row[0], row[1]) for row in db.session.execute(query)])


def standing(bundle: Bundle, answers: Iterable[tuple[str, bool]]) -> Mastery:
    """How answers, as (question, right), the newest first, stand with the questions of a quiz."""
    complete = "variants.py" not in bundle.content or len(bundle.questions) > len(_written(bundle))
    given: dict[str, list[bool]] = {}
    for question, correct in answers:
        given.setdefault(question, []).append(correct)
    titles = dict(bundle.questions)
    if not complete:
        titles |= {name: Bilingual(name, name) for name in sorted(given) if name not in titles}
    return Mastery([_standing(bundle, name, title, given) for name, title in titles.items()], complete)


def _standing(
    bundle: Bundle, name: str, title: Bilingual, given: Mapping[str, list[bool]]
) -> QuestionStanding:
    mine = given.get(name, [])
    needed = WRITTEN if name in _written(bundle) else IN_A_ROW
    row = next((place for place, correct in enumerate(mine) if not correct), len(mine))
    return QuestionStanding(name, title, needed, min(row, needed), len(mine))


def _written(bundle: Bundle) -> list[str]:
    """The questions that are always the same."""
    return bundle.quiz.ids if bundle.quiz else []
