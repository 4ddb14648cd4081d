"""Questions, drawings and standings of the style guide, made like any author's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

from graders.quiz import (
    Figure,
    Question,
    choice,
    curve_figure,
    graph_figure,
    matching,
    matrix_figure,
    number,
    ordering,
    scatter_figure,
    score,
    several,
    table,
    text,
    tree_figure,
)
from graders.quiz.questions import Part

from .answers import FieldView, GroupView, items
from .figures import FigureView, figure_views
from .quizzes import StandingView

_STEPS = ["forward pass", "loss", "backward pass"]
_OPEN = [
    number("number", "Number, with its unit", 4, unit="px"),
    text("text", "Short text", "relu"),
    choice("choice", "Choice", {"relu": "ReLU", "formula": r"$\max(0, x)$"}, "relu"),
    several("several", "Several", ["precision", "recall"], ["recall"]),
    ordering("ordering", "Ordering", _STEPS, _STEPS),
    matching("matching", "Matching", {"p1": "P1", "p2": "P2"}, ["A", "B"], {"p1": "A", "p2": "B"}),
    table("table", "Table to fill in", ["Layer", "Side"], [["C1", number("side", "C1: side", 28)]]),
]
_REFUSED = [number("refused", "A number that was refused", 0.5)]
_ANSWERED = [number("right", "Answered right", 4), number("wrong", r"Answered wrong: $\frac{1}{2}$", 0.5)]
_FIGURES: list[Figure] = [
    curve_figure("curve", "A curve", [{"label": "f", "points": [[-2, 0], [0, 0], [2, 2]]}]),
    scatter_figure(
        "points",
        "Points",
        [
            {"label": "points", "marker": "disc", "points": [[1, 1, "P1"], [3, 2, "P2"]]},
            {"label": "centres", "marker": "cross", "points": [[2, 1.5, "A"]]},
        ],
    ),
    tree_figure(
        "tree",
        "A tree",
        [
            {"id": "root", "label": "x ≤ 2", "children": [{"to": "a", "label": "yes"}, "b"]},
            {"id": "a", "label": "A"},
            {"id": "b", "label": "B"},
        ],
    ),
    graph_figure(
        "graph",
        "A graph",
        [{"id": "a", "label": "a", "x": 0, "y": 0}, {"id": "b", "label": "b", "x": 1, "y": 0}],
        [["a", "b"]],
        directed=True,
    ),
    matrix_figure(
        "matrix",
        "A matrix",
        ["cat", "dog"],
        ["cat", "dog"],
        [[7, 1], [2, 10]],
        row_title="true class",
        column_title="predicted class",
    ),
]


def question(*, answered: bool) -> SimpleNamespace:
    """Every kind of answer to be given and one that could not be read; or a right answer and a wrong one."""
    if answered:
        shown = _items(_ANSWERED, {"right": "4", "wrong": "3/4"}, answered=True)
    else:
        shown = [*_items(_OPEN, {}), *_items(_REFUSED, {"refused": "0,5"})]
    return SimpleNamespace(items=shown, answered=answered)


def figures() -> list[FigureView]:
    """A drawing of each kind."""
    return figure_views(_FIGURES, "en", "sample")


def standings() -> list[StandingView]:
    """A question that is begun, one that never changes, and one that is mastered."""
    return [
        StandingView("begun", "A question that changes", 1, 3, 4, mastered=False),
        StandingView("fixed", "A question that never changes", 0, 1, 0, mastered=False),
        StandingView("done", "A mastered question", 3, 3, 5, mastered=True),
    ]


def _items(
    parts: list[Part], given: Mapping[str, str], *, answered: bool = False
) -> list[FieldView | GroupView]:
    """Fields as a question's page gets them, none of which takes the focus."""
    variant = Question("sample", "?", parts, "!").to_variant()
    results = {each.name: each for each in score(variant, given).fields} if given else {}
    shown = items(variant, "en", given, results, answered=answered)
    return [replace(each, first=False) if isinstance(each, FieldView) else each for each in shown]
