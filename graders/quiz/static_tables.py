"""The tables of quiz.toml: the arguments of the constructors in `questions`, key for key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from graders.bilingual import Bilingual
from graders.quiz import figures
from graders.quiz.variant import Name

#: in both languages, or one text for both
Text = str | Bilingual
Options = dict[str, Text] | list[str]


class QuestionTable(msgspec.Struct, frozen=True):
    """`[[questions]]`."""

    id: Name
    #: Markdown
    prompt: Text
    #: the worked solution, Markdown
    worked: Text
    #: what is to be answered, each with its kind
    fields: list[Any]
    #: what students call it, where they see how far they are
    title: Text = ""
    figures: list[Any] = []
    worked_figures: list[Any] = []


class QuizFile(msgspec.Struct, frozen=True):
    """quiz.toml."""

    schema: Literal[1]
    questions: list[QuestionTable]


class NumberTable(msgspec.Struct, frozen=True):
    """A number."""

    name: Name
    label: Text
    answer: int | float
    tolerance: Annotated[float, Meta(ge=0)] = 0.0
    relative: Annotated[float, Meta(ge=0, le=1)] = 0.0
    unit: str = ""
    units: dict[str, float] | list[str] = []


class ChoiceTable(msgspec.Struct, frozen=True):
    """One of several options."""

    name: Name
    label: Text
    options: Options
    answer: str
    shuffle: bool = True


class SeveralTable(msgspec.Struct, frozen=True):
    """Any number of options."""

    name: Name
    label: Text
    options: Options
    answers: list[str]
    shuffle: bool = True


class TextTable(msgspec.Struct, frozen=True):
    """A short text."""

    name: Name
    label: Text
    answers: str | list[str]
    exact_case: bool = False


class OrderingTable(msgspec.Struct, frozen=True):
    """Options to be put in order."""

    name: Name
    label: Text
    options: Options
    answer: list[str]
    shuffle: bool = True


class MatchingTable(msgspec.Struct, frozen=True):
    """Items to be matched with options."""

    name: Name
    label: Text
    items: dict[str, Text]
    options: Options
    answers: dict[str, str]
    shuffle: bool = True


class FillTable(msgspec.Struct, frozen=True):
    """A table to be filled in; a cell is a text, a number to read, or a field with its kind."""

    name: Name
    label: Text
    columns: list[Text]
    rows: list[list[Any]]


FieldTable = NumberTable | ChoiceTable | SeveralTable | TextTable | OrderingTable | MatchingTable | FillTable
FIELDS: Mapping[str, type[FieldTable]] = {
    "number": NumberTable,
    "choice": ChoiceTable,
    "several": SeveralTable,
    "text": TextTable,
    "ordering": OrderingTable,
    "matching": MatchingTable,
    "table": FillTable,
}
FIGURES: Mapping[str, type[figures.Figure]] = {
    "curve": figures.CurveFigure,
    "scatter": figures.ScatterFigure,
    "tree": figures.TreeFigure,
    "graph": figures.GraphFigure,
    "matrix": figures.MatrixFigure,
}
_TEXTS = ("title", "description", "label", "x_label", "y_label", "row_title", "column_title")


def spread(table: Any) -> Any:
    """A figure's table with its abbreviations written out: texts, children, edges, markers."""
    if isinstance(table, list):
        return [spread(each) for each in table]
    if not isinstance(table, Mapping):
        return table
    made = {key: _both(value) if key in _TEXTS else spread(value) for key, value in table.items()}
    for key in ("row_labels", "column_labels"):
        if isinstance(made.get(key), list):
            made[key] = [_both(each) for each in made[key]]
    if isinstance(made.get("children"), list):
        made["children"] = [{"to": each} if isinstance(each, str) else each for each in made["children"]]
    if isinstance(made.get("edges"), list):
        made["edges"] = [_edge(each) for each in made["edges"]]
    if isinstance(made.get("points"), list):
        made["points"] = [
            [each[0], None] if isinstance(each, list) and len(each) == 1 else each for each in made["points"]
        ]
    if isinstance(made.get("groups"), list):
        made["groups"] = [_marked(each, index) for index, each in enumerate(made["groups"])]
    return made


def _both(value: Any) -> Any:
    return {"en": value, "ko": value} if isinstance(value, str) else value


def _point(value: Any) -> Any:
    return [value[0], None] if isinstance(value, list) and len(value) == 1 else value


def _edge(value: Any) -> Any:
    if isinstance(value, list) and len(value) == 2:
        return {"start": value[0], "end": value[1]}
    return value


def _marked(group: Any, index: int) -> Any:
    if isinstance(group, Mapping):
        return {"marker": figures.MARKERS[index % len(figures.MARKERS)], **group}
    return group
