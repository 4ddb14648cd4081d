"""The data of a figure as a table, for those who read rather than see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from graders.quiz.figures import CurveFigure, Figure, GraphFigure, MatrixFigure, ScatterFigure, TreeFigure

from .matrix import number_text
from .plane import tick_text

#: rows a table of a curve has at most
MOST_ROWS = 41


@dataclass(frozen=True)
class TableView:
    """A table with a heading for each column; the first cell of a row is its heading."""

    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)


def table_of(figure: Figure, lang: str) -> TableView:
    """The same data in rows."""
    if isinstance(figure, CurveFigure):
        return _curves(figure, lang)
    if isinstance(figure, ScatterFigure):
        return _points(figure, lang)
    if isinstance(figure, TreeFigure):
        return _tree(figure, lang)
    if isinstance(figure, GraphFigure):
        return _graph(figure, lang)
    return _matrix(figure, lang)


def _curves(figure: CurveFigure, lang: str) -> TableView:
    """A row for each x at which a curve has a point, evenly thinned where there are many."""
    places = sorted({x for curve in figure.curves for x, _y in curve.points})
    if len(places) > MOST_ROWS:
        last = len(places) - 1
        places = [places[round(at * last / (MOST_ROWS - 1))] for at in range(MOST_ROWS)]
    values = [{x: y for x, y in curve.points if y is not None} for curve in figure.curves]
    names = [curve.label.in_(lang) or figure.y_label.in_(lang) for curve in figure.curves]
    rows = [[tick_text(x), *(tick_text(at[x]) if x in at else "–" for at in values)] for x in places]
    return TableView([figure.x_label.in_(lang), *names], rows)


def _points(figure: ScatterFigure, lang: str) -> TableView:
    rows = []
    for group in figure.groups:
        for at, point in enumerate(group.points, start=1):
            name = group.label.in_(lang) or _("Point")
            number = f" {at}" if len(group.points) > 1 else ""
            told = f"{name}: {point.label}" if point.label else f"{name}{number}"
            rows.append([told, number_text(point.x), number_text(point.y)])
    for line in figure.lines:
        places = [(x, y) for x, y in line.points if y is not None]
        name = line.label.in_(lang) or _("Point")
        rows += [
            [f"{name} {at}", number_text(x), number_text(y)] for at, (x, y) in enumerate(places, start=1)
        ]
    return TableView([_("Point"), figure.x_label.in_(lang), figure.y_label.in_(lang)], rows)


def _tree(figure: TreeFigure, lang: str) -> TableView:
    labels = {node.id: _flat(node.label.in_(lang)) for node in figure.nodes}
    above = {
        branch.to: (labels[node.id], _flat(branch.label.in_(lang)))
        for node in figure.nodes
        for branch in node.children
    }
    rows = [[labels[node.id], *above.get(node.id, ("–", "–"))] for node in figure.nodes]
    return TableView([_("Node"), _("Below"), _("Branch")], [[cell or "–" for cell in row] for row in rows])


def _graph(figure: GraphFigure, lang: str) -> TableView:
    labels = {node.id: _flat(node.label.in_(lang)) for node in figure.nodes}
    if not figure.edges:
        return TableView([_("Node")], [[label] for label in labels.values()])
    labelled = any(edge.label for edge in figure.edges)
    rows = [
        [labels[edge.start], labels[edge.end], *([_flat(edge.label.in_(lang)) or "–"] if labelled else [])]
        for edge in figure.edges
    ]
    ends = [_("From"), _("To")] if figure.directed else [_("One end"), _("Other end")]
    return TableView([*ends, *([_("Edge")] if labelled else [])], rows)


def _matrix(figure: MatrixFigure, lang: str) -> TableView:
    titles = [title.in_(lang) for title in (figure.row_title, figure.column_title)]
    corner = " \\ ".join(title for title in titles if title)
    rows = [
        [label.in_(lang), *map(number_text, row)]
        for label, row in zip(figure.row_labels, figure.values, strict=True)
    ]
    return TableView([corner or "–", *(label.in_(lang) for label in figure.column_labels)], rows)


def _flat(text: str) -> str:
    return text.replace("\n", ", ")
