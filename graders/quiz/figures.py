"""Figures of a question, as data: curves, points, a tree, a graph, a matrix.

An author says what is to be seen; the site draws it. Nothing here is markup, so a figure that comes out of a
cell can be shown to anybody, in either language and theme, and be read aloud.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from graders.bilingual import EMPTY, Bilingual

Name = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,59}$")]
Coordinate = Annotated[int, Meta(ge=-(10**9), le=10**9)] | Annotated[float, Meta(ge=-1e9, le=1e9)]
#: x and y; a curve is broken where y is null
CurvePoint = tuple[Coordinate, Coordinate | None]
#: from, to
Range = tuple[Coordinate, Coordinate]
Marker = Literal["disc", "ring", "square", "triangle", "diamond", "cross", "plus", "star"]
MARKERS: tuple[Marker, ...] = ("disc", "cross", "square", "triangle", "diamond", "plus", "ring", "star")
MAX_LABEL = 120


class Drawing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every figure has."""

    name: Name
    title: Bilingual
    #: what is drawn, in words: what somebody needs who does not see it
    description: Bilingual = EMPTY
    #: whether the numbers are shown as a table too; not where they would give the answer away
    data_table: bool = True

    def texts(self) -> list[Bilingual]:
        """Every short text in the figure."""
        return [self.title]

    def own_faults(self) -> list[str]:
        """What makes a figure of this kind unusable."""
        return []

    def faults(self) -> list[str]:
        """What makes this figure unusable, in English, for its author."""
        found = self.own_faults()
        for lang in ("en", "ko"):
            if not self.title.in_(lang).strip():
                found.append(f"the title is empty in {lang}")
            if not self.data_table and not self.description.in_(lang).strip():
                found.append(f"without a table of its data it needs a description, which is empty in {lang}")
            found += [
                f"{text.in_(lang)[:40]!r} is too long"
                for text in self.texts()
                if len(text.in_(lang)) > MAX_LABEL
            ]
        return [f"figure {self.name}: {fault}" for fault in found]


class Axes(Drawing, frozen=True, kw_only=True):
    """A figure with two axes; without a range it shows what there is."""

    x_label: Bilingual = Bilingual("x", "x")
    y_label: Bilingual = Bilingual("y", "y")
    x_range: Range | None = None
    y_range: Range | None = None

    def own_faults(self) -> list[str]:
        """A range that holds nothing."""
        ranges = (("x_range", self.x_range), ("y_range", self.y_range))
        return [f"{name} has to grow" for name, found in ranges if found is not None and found[0] >= found[1]]


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line through its points in their order."""

    points: Annotated[list[CurvePoint], Meta(min_length=2, max_length=400)]
    label: Bilingual = EMPTY


class CurveFigure(Axes, frozen=True, kw_only=True, tag="curve"):
    """Curves over one axis."""

    curves: Annotated[list[Curve], Meta(min_length=1, max_length=8)]

    def own_faults(self) -> list[str]:
        """A range that holds nothing, or a curve that is broken everywhere."""
        bare = [curve for curve in self.curves if all(y is None for _, y in curve.points)]
        return super().own_faults() + ["a curve has no point" for _ in bare]

    def texts(self) -> list[Bilingual]:
        """Title, axes, and the curves' names."""
        return [self.title, self.x_label, self.y_label, *(curve.label for curve in self.curves)]


class ScatterPoint(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One point, `[x, y]`, with its name where it has one, `[x, y, name]`."""

    x: Coordinate
    y: Coordinate
    label: Annotated[str, Meta(max_length=20)] = ""


class PointGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points that are marked alike."""

    points: Annotated[list[ScatterPoint], Meta(min_length=1, max_length=200)]
    label: Bilingual = EMPTY
    marker: Marker = "disc"


class ScatterFigure(Axes, frozen=True, kw_only=True, tag="scatter"):
    """Groups of points in a plane, and lines among them, such as a border between two classes."""

    groups: Annotated[list[PointGroup], Meta(min_length=1, max_length=8)]
    lines: Annotated[list[Curve], Meta(max_length=4)] = []

    def own_faults(self) -> list[str]:
        """A range that holds nothing, or a line that is broken everywhere."""
        bare = [line for line in self.lines if all(y is None for _, y in line.points)]
        return super().own_faults() + ["a line has no point" for _ in bare]

    def texts(self) -> list[Bilingual]:
        """Title, axes, and the names of groups and lines."""
        lines = [line.label for line in self.lines]
        return [self.title, self.x_label, self.y_label, *(group.label for group in self.groups), *lines]


class Branch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The way from a node of a tree to one below it."""

    to: Name
    label: Bilingual = EMPTY


class TreeNode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node of a tree; a line break in its label is one in the drawing."""

    id: Name
    label: Bilingual
    children: Annotated[list[Branch], Meta(max_length=8)] = []


class TreeFigure(Drawing, frozen=True, kw_only=True, tag="tree"):
    """A rooted tree, drawn from the top; its first node is the root."""

    nodes: Annotated[list[TreeNode], Meta(min_length=1, max_length=40)]

    def texts(self) -> list[Bilingual]:
        """Title, nodes and branches."""
        branches = [branch.label for node in self.nodes for branch in node.children]
        return [self.title, *(node.label for node in self.nodes), *branches]

    def own_faults(self) -> list[str]:
        """Every node but the first hangs below exactly one other, and all hang together."""
        names = [node.id for node in self.nodes]
        found = _twice(names)
        below = [branch.to for node in self.nodes for branch in node.children]
        found += [f"a branch goes to {name}, which is no node" for name in below if name not in names]
        found += [f"{name} hangs below two nodes" for name in sorted(set(below)) if below.count(name) > 1]
        if found:
            return found
        children = {node.id: [branch.to for branch in node.children] for node in self.nodes}
        seen, open_ones = {names[0]}, [names[0]]
        while open_ones:
            new = [name for name in children[open_ones.pop()] if name not in seen]
            seen.update(new)
            open_ones += new
        if names[0] in below:
            found.append(f"{names[0]} is the root and hangs below another node")
        return found + [f"{name} cannot be reached from the root" for name in names if name not in seen]


class GraphNode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node of a graph and where it stands; y grows upwards."""

    id: Name
    label: Bilingual
    x: Coordinate
    y: Coordinate


class Edge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line between two nodes, or an arrow."""

    start: Name
    end: Name
    label: Bilingual = EMPTY


class GraphFigure(Drawing, frozen=True, kw_only=True, tag="graph"):
    """Nodes and the edges between them."""

    nodes: Annotated[list[GraphNode], Meta(min_length=1, max_length=40)]
    edges: Annotated[list[Edge], Meta(max_length=120)] = []
    directed: bool = False

    def texts(self) -> list[Bilingual]:
        """Title, nodes and edges."""
        return [self.title, *(node.label for node in self.nodes), *(edge.label for edge in self.edges)]

    def own_faults(self) -> list[str]:
        """Edges lie between nodes there are, and no two nodes in one place."""
        names = [node.id for node in self.nodes]
        ends = [name for edge in self.edges for name in (edge.start, edge.end)]
        found = _twice(names) + [
            f"an edge ends at {name}, which is no node" for name in ends if name not in names
        ]
        places = [(node.x, node.y) for node in self.nodes]
        if len(set(places)) != len(places):
            found.append("two nodes are in one place")
        return found


class MatrixFigure(Drawing, frozen=True, kw_only=True, tag="matrix"):
    """Numbers in rows and columns with headings, such as a confusion matrix."""

    row_labels: Annotated[list[Bilingual], Meta(min_length=1, max_length=20)]
    column_labels: Annotated[list[Bilingual], Meta(min_length=1, max_length=20)]
    values: list[list[Coordinate | Annotated[str, Meta(max_length=20)]]]
    #: what the rows are, and the columns, such as "true class" and "predicted class"
    row_title: Bilingual = EMPTY
    column_title: Bilingual = EMPTY
    #: whether larger numbers have a darker ground
    shaded: bool = True

    def texts(self) -> list[Bilingual]:
        """Title and headings."""
        return [self.title, self.row_title, self.column_title, *self.row_labels, *self.column_labels]

    def own_faults(self) -> list[str]:
        """As many values as there are headings."""
        if len(self.values) != len(self.row_labels):
            return [f"{len(self.values)} rows of values, {len(self.row_labels)} headings of rows"]
        width = len(self.column_labels)
        return [
            f"a row of {len(row)} values under {width} headings" for row in self.values if len(row) != width
        ]


Figure = CurveFigure | ScatterFigure | TreeFigure | GraphFigure | MatrixFigure


def _twice(names: list[str]) -> list[str]:
    return [f"node {name} is there twice" for name in sorted(set(names)) if names.count(name) > 1]
