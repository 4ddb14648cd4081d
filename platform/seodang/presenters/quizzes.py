"""Quizzes as their pages show them: the key and the worked solution only after an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from graders.bilingual import Bilingual
from graders.quiz import QuizResult

from .. import markdown
from ..models import DONE, QuizAnswer, QuizVariant
from ..services import quizzes
from ..services.mastery import Mastery, QuestionStanding
from ..services.quizzes import Answered
from .answers import FieldView, GroupView, items
from .figures import FigureView, figure_views


@dataclass(frozen=True)
class StandingView:
    """How somebody stands with one question of a quiz."""

    question: str
    title: str
    row: int
    needed: int
    answers: int
    mastered: bool


@dataclass(frozen=True)
class VariantView:
    """A question; `result` without `answered` means that something could not be read; nothing was spent."""

    id: int
    state: str
    url: str
    own: bool = True
    question: str = ""
    prompt_html: Markup | None = None
    figures: list[FigureView] = field(default_factory=list)
    items: list[FieldView | GroupView] = field(default_factory=list)
    answered: bool = False
    result: QuizResult | None = None
    worked_html: Markup | None = None
    worked_figures: list[FigureView] = field(default_factory=list)

    @property
    def fields(self) -> list[FieldView]:
        """Every field, those of groups too."""
        return [
            field for each in self.items for field in (each.fields if isinstance(each, GroupView) else [each])
        ]

    @property
    def right(self) -> int:
        """How many fields are right."""
        return sum(each.correct for each in self.result.fields) if self.result else 0


@dataclass(frozen=True)
class AnsweredRow:
    """An answered question in the list of earlier ones."""

    id: int
    url: str
    title: str
    correct: bool
    at: datetime


@dataclass(frozen=True)
class FrontView:
    """A quiz as a whole, as one student stands with it."""

    questions: list[StandingView]
    #: whether these are all there are
    complete: bool
    mastered: bool
    history: list[AnsweredRow]

    @property
    def done(self) -> int:
        """How many questions are mastered."""
        return sum(each.mastered for each in self.questions)


def variant_view(
    row: QuizVariant,
    answer: QuizAnswer | None,
    lang: str,
    *,
    result: QuizResult | None = None,
    values: Mapping[str, str] | None = None,
    own: bool = True,
) -> VariantView:
    """A question with what was answered, or just tried."""
    url = url_for("quizzes.show", id=row.id)
    if row.state != DONE or row.variant is None:
        return VariantView(row.id, row.state if row.state != DONE else "failed", url)
    issued = quizzes.variant_of(row)
    if answer is not None:
        result, values = quizzes.result_of(answer), answer.answers
    # While nothing is spent, only what could not be read is told: right and wrong would be free answers.
    told = [part for part in result.fields if answer is not None or part.malformed] if result else []
    results = {part.name: part for part in told}
    return VariantView(
        id=row.id,
        state=row.state,
        url=url,
        own=own,
        question=issued.question,
        prompt_html=_html(issued.prompt, lang),
        figures=figure_views(issued.figures, lang),
        items=items(issued, lang, values or {}, results, answered=answer is not None),
        answered=answer is not None,
        result=result,
        worked_html=_html(issued.worked, lang) if answer is not None else None,
        worked_figures=figure_views(issued.worked_figures, lang) if answer is not None else [],
    )


def standing_view(standing: QuestionStanding, lang: str) -> StandingView:
    """One question's standing in the reader's language."""
    return StandingView(
        standing.question,
        standing.title.in_(lang),
        standing.row,
        standing.needed,
        standing.answers,
        standing.mastered,
    )


def front_view(standing: Mastery, history: Iterable[Answered], lang: str) -> FrontView:
    """A quiz as a whole, its answered questions the newest first."""
    titles = {each.question: each.title.in_(lang) for each in standing.questions}
    return FrontView(
        questions=[standing_view(each, lang) for each in standing.questions],
        complete=standing.complete,
        mastered=standing.mastered,
        history=[
            AnsweredRow(
                each.id,
                url_for("quizzes.show", id=each.id),
                titles.get(each.question, each.question),
                each.correct,
                each.at,
            )
            for each in history
        ],
    )


def _html(text: Bilingual, lang: str) -> Markup:
    """Markdown as safe HTML."""
    return Markup(markdown.render(text.in_(lang)))  # noqa: S704 - sanitised by markdown.render
