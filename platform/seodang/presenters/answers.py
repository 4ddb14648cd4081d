"""The fields of a question as a page shows them: to be filled in, with what could not be read, or judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from graders.bilingual import Bilingual
from graders.quiz import Field, FieldResult, Group, Variant
from graders.quiz.answers import chosen
from graders.quiz.variant import Key, NumberKey, SeveralKey, TextKey

from .. import markdown


@dataclass(frozen=True)
class OptionView:
    """One of the things to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Judged:
    """What was answered, whether it is right, and what is; all of it in the words of the question."""

    correct: bool
    given: Markup
    right: Markup


@dataclass(frozen=True)
class FieldView:
    """One thing to fill in."""

    name: str
    id: str  #: of its control, or of the first of them; a field's own name might be taken on the page
    kind: str
    label: str
    #: the ordering or matching it belongs to, without which its label says little
    of: str
    unit: str
    options: list[OptionView]
    value: str
    #: why it cannot be read as an answer; empty where it can, or nobody has tried
    malformed: str = ""
    #: whether this is the first that cannot be read, where the reader is taken
    first: bool = False
    judged: Judged | None = None


@dataclass(frozen=True)
class CellView:
    """One cell of a table: a text, or a field."""

    text: str
    field: FieldView | None = None


@dataclass(frozen=True)
class GroupView:
    """Fields that are shown together: an ordering, a matching, a table."""

    name: str
    kind: str
    label: str
    fields: list[FieldView]
    columns: list[str]
    rows: list[list[CellView]]


def items(
    variant: Variant,
    lang: str,
    values: Mapping[str, str],
    results: Mapping[str, FieldResult],
    *,
    answered: bool,
) -> list[FieldView | GroupView]:
    """The fields in their author's order, those of a group together where its first one stands."""
    first = next((name for name, result in results.items() if result.malformed), "")
    lines = {group.name: group.label.in_(lang) for group in variant.groups if group.kind != "table"}
    views: dict[str, FieldView] = {}
    for field in variant.fields:
        value, result = values.get(field.name, ""), results.get(field.name)
        views[field.name] = FieldView(
            name=field.name,
            id=f"answer-{field.name}",
            kind=field.kind,
            label=field.label.in_(lang),
            of=lines.get(field.group, ""),
            unit=field.unit,
            options=_options(field, value, lang),
            value=value,
            malformed=result.message.in_(lang) if result and result.malformed else "",
            first=field.name == first,
            judged=_judged(field, variant.keys[field.name], value, result, lang)
            if answered and result
            else None,
        )
    return _arranged(variant, views, lang)


def _arranged(variant: Variant, views: Mapping[str, FieldView], lang: str) -> list[FieldView | GroupView]:
    groups = {group.name: group for group in variant.groups}
    found: list[FieldView | GroupView] = []
    for field in variant.fields:
        if not field.group:
            found.append(views[field.name])
        elif field.group in groups:
            group = groups.pop(field.group)
            inner = [views[each.name] for each in variant.fields if each.group == group.name]
            found.append(_group(group, inner, lang))
    return found


def _group(group: Group, fields: list[FieldView], lang: str) -> GroupView:
    by_name = {field.name: field for field in fields}
    rows = [[_cell(cell, by_name, lang) for cell in row] for row in group.rows]
    columns = [column.in_(lang) for column in group.columns]
    return GroupView(group.name, group.kind, group.label.in_(lang), fields, columns, rows)


def _cell(cell: Bilingual, fields: Mapping[str, FieldView], lang: str) -> CellView:
    """A text, or the field whose name stands in its place."""
    field = fields.get(cell.en[1:]) if cell.en.startswith("@") else None
    return CellView("" if field else cell.in_(lang), field)


def _options(field: Field, value: str, lang: str) -> list[OptionView]:
    picked = chosen(value) if field.kind == "several" else [value]
    return [OptionView(each.value, each.label.in_(lang), each.value in picked) for each in field.options]


def _judged(field: Field, key: Key, value: str, result: FieldResult, lang: str) -> Judged:
    return Judged(result.correct, _given(field, value, lang), _right(field, key, lang))


def _given(field: Field, value: str, lang: str) -> Markup:
    """What was answered: the words of the options, or the text as it was typed."""
    if field.kind in ("number", "text"):
        return escape(value)
    return _labels(field, chosen(value), lang)


def _right(field: Field, key: Key, lang: str) -> Markup:
    """The right answer as a student would read it out, with its unit and how far off it may be."""
    if isinstance(key, NumberKey):
        slack = f" ± {_number(key.tolerance)}" if key.tolerance else ""
        slack += f" (± {_number(100 * key.relative)} %)" if key.relative else ""
        return escape(f"{_number(key.value)}{slack} {key.unit}".strip())
    if isinstance(key, TextKey):
        return escape(key.accepted[0])
    return _labels(field, key.values if isinstance(key, SeveralKey) else [key.value], lang)


def _labels(field: Field, values: list[str], lang: str) -> Markup:
    labels = {option.value: option.label.in_(lang) for option in field.options}
    return Markup(", ").join(markdown.short_html(labels.get(value, value)) for value in values)


def _number(value: float) -> str:
    return (str(value) if isinstance(value, int) else f"{value:.6g}").replace("-", "\N{MINUS SIGN}")
