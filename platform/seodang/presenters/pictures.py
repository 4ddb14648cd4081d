"""What went in, was expected and came, drawn: boxes in one frame, maps beside each other, graphs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from .curves import short
from .diffs import ROOMY, Cell, GridView, signed_grid
from .figures.svg import lines, path, tag

WIDTH = 220.0
#: of a frame that is very flat or very tall
HEIGHTS = (60.0, 300.0)
#: classes beyond these have the colours of the first again; their numbers tell them apart
COLOURS = 8
ROLES = ("input", "expected", "got")
#: of a node of a graph
RADIUS = 13.0
#: a graph of more has circles that overlap; what draws a grading (graders.pictures) stays far below
NODES = 24


@dataclass(frozen=True)
class BoxesView:
    """The boxes of one role: drawn, and their corners in words."""

    role: str
    svg: Markup
    #: number, x1, y1, x2, y2
    rows: list[tuple[str, ...]]
    more: int


@dataclass(frozen=True)
class MapView:
    """One slice of an array."""

    role: str
    label: str
    pooled: bool
    roomy: bool
    grid: GridView


@dataclass(frozen=True)
class GraphView:
    """A graph: drawn, and in words."""

    svg: Markup
    edges: list[str]
    wrong: list[int]


@dataclass(frozen=True)
class PictureView:
    """Boxes or maps in the order input, expected, got, or a graph."""

    boxes: list[BoxesView]
    maps: list[MapView]
    marked: bool = False
    graph: GraphView | None = None


@dataclass(frozen=True)
class _Frame:
    """Where places of the plane stand in the drawing."""

    left: float
    top: float
    across: float
    down: float
    height: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point, kept near the drawing, where it is cut off."""
        parts = (x - self.left) / self.across, (y - self.top) / self.down
        right, below = (max(-20.0, min(20.0, part)) for part in parts)
        return right * WIDTH, below * self.height


def picture_view(picture: Any) -> PictureView | None:
    """The drawing of a check's `picture`; None where it holds nothing that can be drawn."""
    try:
        return _view(picture) if isinstance(picture, dict) else None
    except (KeyError, TypeError, ValueError, IndexError):  # the grader cell's word: its keys may be anything
        return None


def _view(picture: dict[str, Any]) -> PictureView | None:
    panels = [panel for role in ROLES for panel in picture["panels"] if panel["role"] == role]
    if not panels:
        return None
    if picture["kind"] == "boxes":
        frame = _frame(*map(float, picture["frame"]))
        wanted = [row for panel in panels if panel["role"] == "expected" for row in _corners(panel)]
        return PictureView([_boxes(panel, frame, wanted) for panel in panels], [])
    if picture["kind"] == "graph":
        return PictureView([], [], graph=_graph(panels[0]))
    labels = picture["kind"] == "labels"
    maps = [_map(panel, panels, labels) for panel in panels]
    return PictureView([], maps, marked=any(panel.get("marked") for panel in panels))


def _frame(left: float, top: float, right: float, bottom: float) -> _Frame:
    across, down = right - left, bottom - top
    if not 0 < across < float("inf") or not 0 < down < float("inf"):
        raise ValueError("a frame without an inside")
    return _Frame(left, top, across, down, min(max(WIDTH * down / across, HEIGHTS[0]), HEIGHTS[1]))


def _corners(panel: dict[str, Any]) -> list[list[float]]:
    return [[float(number) for number in row] for row in panel["boxes"]]


def _boxes(panel: dict[str, Any], frame: _Frame, wanted: list[list[float]]) -> BoxesView:
    """One role's boxes; what was expected shows through as a dashed line below what came."""
    role, rows = str(panel["role"]), _corners(panel)
    edge = [tag("rect", x=0, y=0, width=WIDTH, height=frame.height, class_="drawing__area")]
    ghosts = [_box(row, frame, "picture__ghost") for row in wanted] if role == "got" else []
    drawn = [_box(row, frame, f"picture__box picture__box--{role}") for row in rows]
    names = [_number(place, row, frame) for place, row in enumerate(rows)]
    svg = tag(
        "svg",
        *edge, *ghosts, *drawn, *names,
        class_="drawing picture__drawing",
        view_box=f"0 0 {WIDTH:g} {frame.height:.1f}",
        aria_hidden="true",
        focusable="false",
    )  # fmt: skip
    words = [(str(place), *(short(number) for number in row)) for place, row in enumerate(rows)]
    return BoxesView(role, svg, words, int(panel["more"]))


def _box(row: Sequence[float], frame: _Frame, name: str) -> Markup:
    """One rectangle; one whose corners are the wrong way round is drawn by its corners as well."""
    x1, y1 = frame.at(min(row[0], row[2]), min(row[1], row[3]))
    x2, y2 = frame.at(max(row[0], row[2]), max(row[1], row[3]))
    inverted = " picture__box--inverted" if row[0] > row[2] or row[1] > row[3] else ""
    return tag("rect", x=x1, y=y1, width=x2 - x1, height=y2 - y1, class_=name + inverted)


def _number(place: int, row: Sequence[float], frame: _Frame) -> Markup:
    """The number of a box, inside of its upper left corner as far as the frame has room."""
    x, y = frame.at(min(row[0], row[2]), min(row[1], row[3]))
    x, y = min(max(x, 0.0) + 3, WIDTH - 12), min(max(y, 0.0) + 10, frame.height - 7)
    return lines(str(place), x, y, anchor="start", class_="drawing__halo drawing__tick")


def _graph(panel: dict[str, Any]) -> GraphView:
    """Nodes on a circle, the first at the top, clockwise."""
    count, wrong = int(panel["nodes"]), [int(node) for node in panel["wrong"]]
    edges = [(int(one), int(other)) for one, other in panel["edges"]]
    arrows = {(int(one), int(other)) for one, other in panel["arrows"]}
    if not 0 < count <= NODES or any(not 0 <= node < count for edge in edges for node in edge):
        raise ValueError("a graph that cannot be drawn")
    middle, reach = WIDTH / 2, WIDTH / 2 - 30
    turns = [2 * math.pi * node / count for node in range(count)]
    if count == 1:
        reach = 0.0
    places = [(middle + reach * math.sin(turn), middle - reach * math.cos(turn)) for turn in turns]
    drawn = [_edge(places[one], places[other], (one, other) in arrows, middle) for one, other in edges]
    for node, (x, y) in enumerate(places):
        mark = " picture__node--wrong" if node in wrong else ""
        drawn.append(tag("circle", cx=x, cy=y, r=RADIUS, class_=f"picture__node{mark}"))
        drawn.append(lines(str(node), x, y))
    svg = tag("svg", *drawn, class_="drawing picture__drawing", view_box=f"0 0 {WIDTH:g} {WIDTH:g}",
              aria_hidden="true", focusable="false")  # fmt: skip
    words = [f"{one} {'→' if (one, other) in arrows else '–'} {other}" for one, other in edges]
    return GraphView(svg, words, wrong)


def _edge(one: tuple[float, float], other: tuple[float, float], arrow: bool, middle: float) -> Markup:
    """A line from the border of one node to that of another; from a node to itself, a loop outwards."""
    if one == other:
        away = math.atan2(one[1] - middle, one[0] - middle) if one != (middle, middle) else -math.pi / 2
        x, y = one[0] + 15 * math.cos(away), one[1] + 15 * math.sin(away)
        return tag("circle", cx=x, cy=y, r=10, class_="drawing__edge")
    long = math.dist(one, other)
    dx, dy = (other[0] - one[0]) / long, (other[1] - one[1]) / long
    start = (one[0] + dx * RADIUS, one[1] + dy * RADIUS)
    end = (other[0] - dx * RADIUS, other[1] - dy * RADIUS)
    line = path([start, end])
    if arrow:
        back = (end[0] - 8 * dx, end[1] - 8 * dy)
        line += path([(back[0] - 4 * dy, back[1] + 4 * dx), end, (back[0] + 4 * dy, back[1] - 4 * dx)])
    return tag("path", d=line, class_="drawing__edge")


def _map(panel: dict[str, Any], panels: Sequence[dict[str, Any]], labels: bool) -> MapView:
    """One slice; all of them share one scale, or the colours of the classes."""
    role = str(panel["role"])
    cells: list[list[float | None]] = panel["cells"]
    if labels:
        grid = GridView(role, [[_class(value) for value in row] for row in cells], [], "", "")
    else:
        same = [each for each in panels if (each["role"] == "input") == (role == "input")]
        known = [value for each in same for row in each["cells"] for value in row if value is not None]
        grid = signed_grid(role, cells, min(known, default=0.0), max(known, default=0.0))
    if marked := panel.get("marked"):
        rows = [
            [Cell(cell.text, cell.level, sign == "#") for cell, sign in zip(row, signs, strict=True)]
            for row, signs in zip(grid.rows, marked, strict=True)
        ]
        grid = GridView(role, rows, grid.levels, grid.low, grid.high)
    columns = len(cells[0]) if cells else 0
    return MapView(role, str(panel["label"]), bool(panel["pooled"]), columns <= ROOMY, grid)


def _class(value: float | None) -> Cell:
    """A cell of a map of classes."""
    return Cell("", "n") if value is None else Cell(short(value), f"c{int(value) % COLOURS + 1}")
