"""Quiz variants as their pages show them: the key and the worked solution only after an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from markupsafe import Markup

from graders.quiz import QuizResult, student_view as question_view

from .. import markdown
from ..models import DONE, QuizAnswer, QuizVariant
from ..services import quizzes
from .texts import localise, pick


@dataclass(frozen=True)
class FieldResult:
    """What the scoring said about one field."""

    correct: bool
    malformed: bool
    message: str


@dataclass(frozen=True)
class Option:
    """One of the things to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """One thing to fill in."""

    name: str
    kind: str
    label: str
    unit: str
    options: list[Option]
    value: str
    result: FieldResult | None
    group: str = ""  #: the table, ordering or matching it belongs to


@dataclass(frozen=True)
class VariantView:
    """A question; `result` without `answered` means that something could not be read; nothing was spent."""

    id: int
    state: str
    prompt_html: Markup
    fields: list[FieldView]
    answered: bool
    result: QuizResult | None
    worked_html: Markup | None
    url: str
    groups: list[dict[str, Any]] = field(default_factory=list)  #: tables and the like, by name


@dataclass(frozen=True)
class AnsweredRow:
    """An answered question in the list of earlier ones."""

    id: int
    url: str
    correct: bool


def variant_view(
    row: QuizVariant,
    answer: QuizAnswer | None,
    lang: str,
    *,
    result: QuizResult | None = None,
    values: Mapping[str, str] | None = None,
) -> VariantView:
    """A question with what was answered, or just tried."""
    url = url_for("quizzes.show", id=row.id)
    if row.state != DONE or row.variant is None:
        return VariantView(
            row.id, row.state if row.state != DONE else "failed", Markup(""), [], False, None, None, url
        )
    issued = quizzes.variant_of(row)
    shown: dict[str, Any] = localise(question_view(issued), lang)
    if answer is not None:
        result, values = quizzes.result_of(answer), answer.answers
    # While nothing is spent, only what could not be read is told: right and wrong would be free answers.
    told = [part for part in result.fields if answer is not None or part.malformed] if result else []
    results = {part.name: part for part in told}
    fields = [
        _field(field, (values or {}).get(field["name"], ""), results.get(field["name"]), lang)
        for field in shown["fields"]
    ]
    worked = _html(issued.worked.in_(lang)) if answer is not None else None
    return VariantView(
        row.id,
        row.state,
        _html(shown["prompt"]),
        fields,
        answer is not None,
        result,
        worked,
        url,
        shown["groups"],
    )


def answered_row(row: QuizVariant, answer: QuizAnswer) -> AnsweredRow:
    """An answered question in one line."""
    return AnsweredRow(row.id, url_for("quizzes.show", id=row.id), answer.correct)


def _field(field: dict[str, Any], value: str, result: Any, lang: str) -> FieldView:
    """One field in the reader's language."""
    told = None
    if result is not None:
        told = FieldResult(result.correct, result.malformed, result.message.in_(lang))
    options = [
        Option(str(option["value"]), str(option["label"]))
        if isinstance(option, dict)
        else Option(str(option), str(option))
        for option in field.get("options") or ()
    ]
    return FieldView(
        field["name"],
        field["kind"],
        _label(field),
        field.get("unit") or "",
        options,
        value,
        told,
        field.get("group") or "",
    )


def _label(field: dict[str, Any]) -> str:
    """What to call a field."""
    label = field.get("label") or field["name"]
    return label if isinstance(label, str) else pick(label, "en")


def _html(text: str) -> Markup:
    """Markdown as safe HTML."""
    return Markup(markdown.render(text))  # noqa: S704 - sanitised by markdown.render
