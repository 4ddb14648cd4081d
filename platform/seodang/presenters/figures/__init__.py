"""Figures of questions as accessible SVG, drawn here from the variant's data and never from markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from graders.quiz.figures import (
    CurveFigure,
    Drawing,
    Figure,
    GraphFigure,
    MatrixFigure,
    ScatterFigure,
    TreeFigure,
)

from ...markdown import plain
from .drawn import Drawn
from .matrix import draw_matrix
from .network import draw_graph, draw_tree
from .plane import draw_curves, draw_points
from .svg import tag
from .tables import TableView, table_of

__all__ = ["FigureView", "TableView", "figure_view", "figure_views"]

#: a drawing wider than this keeps its size and is scrolled, so that its text stays readable on a phone
FLUID = 380.0
MOST_SAID = 600

_DRAW: dict[type[Drawing], Callable[[Any, str, str], Drawn]] = {
    CurveFigure: draw_curves,
    ScatterFigure: draw_points,
    TreeFigure: draw_tree,
    GraphFigure: draw_graph,
    MatrixFigure: draw_matrix,
}


@dataclass(frozen=True)
class FigureView:
    """A figure: its drawing, and the same in words and numbers."""

    id: str
    title: str
    description: str
    svg: Markup
    wide: bool
    table: TableView | None


def figure_views(figures: Iterable[Figure], lang: str, prefix: str = "figure") -> list[FigureView]:
    """Figures in the reader's language; `prefix` keeps ids of several questions apart."""
    return [figure_view(figure, lang, prefix) for figure in figures]


def figure_view(figure: Figure, lang: str, prefix: str = "figure") -> FigureView:
    """One figure in the reader's language."""
    ident = f"{prefix}-{figure.name}"
    drawn = _DRAW[type(figure)](figure, lang, ident)
    title, description = figure.title.in_(lang), figure.description.in_(lang)
    wide = drawn.width > FLUID
    # Where a table would give the answer away, the author's words are all that may be said.
    said = description or (_cut(drawn.said) if figure.data_table else title)
    svg = tag(
        "svg",
        tag("title", plain(title), id=f"{ident}-title"),
        tag("desc", plain(said), id=f"{ident}-desc"),
        *drawn.body,
        class_="drawing",
        view_box=f"0 0 {drawn.width:.0f} {drawn.height:.0f}",
        width=f"{drawn.width:.0f}" if wide else None,
        height=f"{drawn.height:.0f}" if wide else None,
        role="img",
        aria_labelledby=f"{ident}-title",
        aria_describedby=f"{ident}-desc",
        focusable="false",
    )
    table = table_of(figure, lang) if figure.data_table else None
    return FigureView(ident, title, description, svg, wide, table)


def _cut(said: str) -> str:
    """A few words, where the table says the rest."""
    return said if len(said) <= MOST_SAID else said[: MOST_SAID - 2] + " …"
