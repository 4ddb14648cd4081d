"""What an author writes for a figure; the data is checked with the rest of the variant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graders.bilingual import EMPTY
from graders.quiz.figures import (
    MARKERS,
    Branch,
    Curve,
    CurveFigure,
    Edge,
    GraphFigure,
    GraphNode,
    MatrixFigure,
    PointGroup,
    Range,
    ScatterFigure,
    ScatterPoint,
    TreeFigure,
    TreeNode,
)
from graders.quiz.labels import Label, bilingual

Span = Sequence[float]


def curve_figure(
    name: str,
    title: Label,
    curves: Sequence[Mapping[str, Any]],
    *,
    x_label: Label = "x",
    y_label: Label = "y",
    x_range: Span | None = None,
    y_range: Span | None = None,
    description: Label = EMPTY,
    data_table: bool = True,
) -> CurveFigure:
    """Curves: `[{"label": …, "points": [[x, y], …]}, …]`; a point `[x, None]` breaks the line."""
    return CurveFigure(
        name=name,
        title=bilingual(title),
        description=bilingual(description),
        data_table=data_table,
        x_label=bilingual(x_label),
        y_label=bilingual(y_label),
        x_range=_span(x_range),
        y_range=_span(y_range),
        curves=[_curve(curve) for curve in curves],
    )


def scatter_figure(
    name: str,
    title: Label,
    groups: Sequence[Mapping[str, Any]],
    *,
    lines: Sequence[Mapping[str, Any]] = (),
    x_label: Label = "x",
    y_label: Label = "y",
    x_range: Span | None = None,
    y_range: Span | None = None,
    description: Label = EMPTY,
    data_table: bool = True,
) -> ScatterFigure:
    """Points: `[{"label": …, "marker": "disc", "points": [[x, y], [x, y, "P1"], …]}, …]`.

    Markers are disc, ring, square, triangle, diamond, cross, plus and star; groups that name none differ.
    Lines are written as curves are, are drawn below the points and may go beyond the ranges.
    """
    return ScatterFigure(
        name=name,
        title=bilingual(title),
        description=bilingual(description),
        data_table=data_table,
        x_label=bilingual(x_label),
        y_label=bilingual(y_label),
        x_range=_span(x_range),
        y_range=_span(y_range),
        groups=[
            PointGroup(
                [ScatterPoint(*point) for point in group["points"]],
                bilingual(group.get("label", EMPTY)),
                group.get("marker", MARKERS[index % len(MARKERS)]),
            )
            for index, group in enumerate(groups)
        ],
        lines=[_curve(line) for line in lines],
    )


def tree_figure(
    name: str,
    title: Label,
    nodes: Sequence[Mapping[str, Any]],
    *,
    description: Label = EMPTY,
    data_table: bool = True,
) -> TreeFigure:
    """A tree, its root first: `[{"id", "label", "children": ["b", {"to": "c", "label": "yes"}]}, …]`."""
    return TreeFigure(
        name=name,
        title=bilingual(title),
        description=bilingual(description),
        data_table=data_table,
        nodes=[
            TreeNode(
                node["id"], bilingual(node["label"]), [_branch(child) for child in node.get("children", ())]
            )
            for node in nodes
        ],
    )


def graph_figure(
    name: str,
    title: Label,
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any] | Sequence[str]],
    *,
    directed: bool = False,
    description: Label = EMPTY,
    data_table: bool = True,
) -> GraphFigure:
    """A graph: nodes `[{"id", "label", "x", "y"}, …]`, edges `["a", "b"]` or `{"start", "end", "label"}`."""
    return GraphFigure(
        name=name,
        title=bilingual(title),
        description=bilingual(description),
        data_table=data_table,
        nodes=[GraphNode(node["id"], bilingual(node["label"]), node["x"], node["y"]) for node in nodes],
        edges=[_edge(edge) for edge in edges],
        directed=directed,
    )


def matrix_figure(
    name: str,
    title: Label,
    row_labels: Sequence[Label],
    column_labels: Sequence[Label],
    values: Sequence[Sequence[float | str]],
    *,
    row_title: Label = EMPTY,
    column_title: Label = EMPTY,
    shaded: bool = True,
    description: Label = EMPTY,
    data_table: bool = True,
) -> MatrixFigure:
    """A matrix with headings, such as a confusion matrix: a row of values for each row heading."""
    return MatrixFigure(
        name=name,
        title=bilingual(title),
        description=bilingual(description),
        data_table=data_table,
        row_labels=[bilingual(label) for label in row_labels],
        column_labels=[bilingual(label) for label in column_labels],
        values=[list(row) for row in values],
        row_title=bilingual(row_title),
        column_title=bilingual(column_title),
        shaded=shaded,
    )


def _curve(curve: Mapping[str, Any]) -> Curve:
    return Curve([(x, y) for x, y in curve["points"]], bilingual(curve.get("label", EMPTY)))


def _span(span: Span | None) -> Range | None:
    if span is None:
        return None
    low, high = span
    return low, high


def _branch(child: str | Mapping[str, Any]) -> Branch:
    if isinstance(child, str):
        return Branch(child)
    return Branch(child["to"], bilingual(child.get("label", EMPTY)))


def _edge(edge: Mapping[str, Any] | Sequence[str]) -> Edge:
    if isinstance(edge, Mapping):
        return Edge(edge["start"], edge["end"], bilingual(edge.get("label", EMPTY)))
    start, end = edge
    return Edge(start, end)
