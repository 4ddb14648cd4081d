"""Quizzes: questions as authors write them, variants as they are issued, answers as they are scored.

Loaded by name at first use, because a grader cell needs the constructors only and the host only the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.quiz.answers import FieldResult, QuizResult, right_answers, score
    from graders.quiz.drawing import (
        curve_figure,
        graph_figure,
        matrix_figure,
        scatter_figure,
        tree_figure,
    )
    from graders.quiz.figures import Figure
    from graders.quiz.issuing import VariantError, issue
    from graders.quiz.layers import Layer, Stack, count_formula, layer_lines, layer_table, side_formula
    from graders.quiz.questions import (
        Question,
        choice,
        matching,
        number,
        ordering,
        several,
        table,
        text,
    )
    from graders.quiz.variant import Field, Group, Option, Variant, student_view
    from graders.quiz.wording import both, decimal, equals, exact, grouped, spell, tex

__all__ = [
    "Field",
    "FieldResult",
    "Figure",
    "Group",
    "Layer",
    "Option",
    "Question",
    "QuizResult",
    "Stack",
    "Variant",
    "VariantError",
    "both",
    "choice",
    "count_formula",
    "curve_figure",
    "decimal",
    "equals",
    "exact",
    "graph_figure",
    "grouped",
    "issue",
    "layer_lines",
    "layer_table",
    "matching",
    "matrix_figure",
    "number",
    "ordering",
    "right_answers",
    "scatter_figure",
    "score",
    "several",
    "side_formula",
    "spell",
    "student_view",
    "table",
    "tex",
    "text",
    "tree_figure",
]

_HOMES = {
    "answers": ("FieldResult", "QuizResult", "right_answers", "score"),
    "drawing": ("curve_figure", "graph_figure", "matrix_figure", "scatter_figure", "tree_figure"),
    "figures": ("Figure",),
    "issuing": ("VariantError", "issue"),
    "layers": ("Layer", "Stack", "count_formula", "layer_lines", "layer_table", "side_formula"),
    "questions": ("Question", "choice", "matching", "number", "ordering", "several", "table", "text"),
    "variant": ("Field", "Group", "Option", "Variant", "student_view"),
    "wording": ("both", "decimal", "equals", "exact", "grouped", "spell", "tex"),
}
_HOME_OF = {name: f"graders.quiz.{home}" for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load an exported name from its module at first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'graders.quiz' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value
