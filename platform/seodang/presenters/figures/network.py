"""Trees and graphs: boxes with labels, and the lines between them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from graders.quiz.figures import GraphFigure, GraphNode, TreeFigure, TreeNode

from .drawn import Drawn
from .svg import height_of, lines, path, tag, width_of

LEAST = 360.0
EDGE = 10.0
GAP, LEVEL = 18.0, 46.0
TALLEST = 240.0
ARROW = 8.0
#: how far two arrows between the same nodes bend away from each other
BEND = 16.0


@dataclass(frozen=True)
class _Box:
    """A node: its middle and its size."""

    x: float
    y: float
    width: float
    height: float

    def border(self, x: float, y: float) -> tuple[float, float]:
        """Where a line from the middle towards this point leaves the box."""
        dx, dy = x - self.x, y - self.y
        if not dx and not dy:
            return self.x, self.y
        reach = min(
            self.width / 2 / abs(dx) if dx else math.inf, self.height / 2 / abs(dy) if dy else math.inf
        )
        return self.x + dx * reach, self.y + dy * reach


def draw_tree(figure: TreeFigure, lang: str, prefix: str) -> Drawn:
    """A tree from its root at the top to its leaves."""
    nodes = {node.id: node for node in figure.nodes}
    sizes = {name: _size(node.label.in_(lang)) for name, node in nodes.items()}
    places: dict[str, _Box] = {}
    root = figure.nodes[0].id
    width = _place(root, nodes, sizes, places, 0.0, EDGE, lang)
    shift = max(0.0, (LEAST - 2 * EDGE - width) / 2) + EDGE
    boxes = {name: _Box(box.x + shift, box.y, box.width, box.height) for name, box in places.items()}
    drawn, named = [], []
    for node in figure.nodes:
        for branch in node.children:
            above, below = boxes[node.id], boxes[branch.to]
            start, end = (above.x, above.y + above.height / 2), (below.x, below.y - below.height / 2)
            drawn.append(tag("path", d=path([start, end]), class_="drawing__edge"))
            if branch.label:
                middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
                named.append(lines(branch.label.in_(lang), *middle, class_="drawing__halo"))
    drawn += [_node(node.label.in_(lang), boxes[node.id]) for node in figure.nodes]
    bottom = max(box.y + box.height / 2 for box in boxes.values())
    said = f"{nodes[root].label.in_(lang)} → " + ", ".join(
        nodes[branch.to].label.in_(lang) for branch in nodes[root].children
    )
    return Drawn(max(LEAST, width + 2 * EDGE), bottom + EDGE, [*drawn, *named], said.replace("\n", ", "))


def draw_graph(figure: GraphFigure, lang: str, prefix: str) -> Drawn:
    """Nodes where their author put them, with lines or arrows between."""
    sizes = {node.id: _size(node.label.in_(lang)) for node in figure.nodes}
    boxes, width, height = _spread(figure.nodes, sizes)
    pairs = {(edge.start, edge.end) for edge in figure.edges}
    drawn, named = [], []
    for edge in figure.edges:
        start, end = boxes[edge.start], boxes[edge.end]
        bent = BEND if figure.directed and (edge.end, edge.start) in pairs else 0.0
        line, middle = _loop(start) if edge.start == edge.end else _line(start, end, bent)
        drawn.append(tag("path", d=line, class_="drawing__edge"))
        if figure.directed and edge.start != edge.end:
            drawn.append(_arrow(start, end, bent))
        if edge.label:
            named.append(lines(edge.label.in_(lang), *middle, class_="drawing__halo"))
    drawn += [_node(node.label.in_(lang), boxes[node.id]) for node in figure.nodes]
    labels = {node.id: node.label.in_(lang).replace("\n", " ") for node in figure.nodes}
    sign = "→" if figure.directed else "–"
    said = ", ".join(f"{labels[edge.start]} {sign} {labels[edge.end]}" for edge in figure.edges)
    return Drawn(width, height, [*drawn, *named], said or ", ".join(labels.values()))


def _size(label: str) -> tuple[float, float]:
    return max(34.0, width_of(label) + 18), height_of(label) + 13


def _node(label: str, box: _Box) -> Markup:
    """A box with its label."""
    rect = tag(
        "rect",
        x=box.x - box.width / 2,
        y=box.y - box.height / 2,
        width=box.width,
        height=box.height,
        rx=min(15.0, box.height / 2),
        class_="drawing__node",
    )
    return rect + lines(label, box.x, box.y)


def _place(
    name: str,
    nodes: Mapping[str, TreeNode],
    sizes: Mapping[str, tuple[float, float]],
    places: dict[str, _Box],
    left: float,
    top: float,
    lang: str,
) -> float:
    """Place a node and all below it from `left` on, and return how wide they are together."""
    width, height = sizes[name]
    below = top + height + LEVEL
    used = 0.0
    for branch in nodes[name].children:
        start = left + used + (GAP if used else 0.0)
        taken = _place(branch.to, nodes, sizes, places, start, below, lang)
        # Labels stand half way, where branches are half as far from each other as their nodes.
        slot = max(taken, 2 * width_of(branch.label.in_(lang)) if branch.label else 0.0)
        _shift([branch.to], nodes, places, (slot - taken) / 2)
        used = start + slot - left
    whole = max(width, used)
    if used < width:  # a wide node over narrow ones: these come under its middle
        _shift([branch.to for branch in nodes[name].children], nodes, places, (width - used) / 2)
    children = [places[branch.to].x for branch in nodes[name].children]
    x = (children[0] + children[-1]) / 2 if children else left + whole / 2
    x = max(left + width / 2, min(left + whole - width / 2, x))
    places[name] = _Box(x, top + height / 2, width, height)
    return whole


def _shift(names: list[str], nodes: Mapping[str, TreeNode], places: dict[str, _Box], by: float) -> None:
    for name in names:
        box = places[name]
        places[name] = _Box(box.x + by, box.y, box.width, box.height)
        _shift([branch.to for branch in nodes[name].children], nodes, places, by)


def _spread(
    nodes: list[GraphNode], sizes: Mapping[str, tuple[float, float]]
) -> tuple[dict[str, _Box], float, float]:
    """The boxes of a graph's nodes, and the size of the drawing that holds them."""
    xs, ys = [node.x for node in nodes], [node.y for node in nodes]
    widest, highest = (max(size[axis] for size in sizes.values()) for axis in (0, 1))
    columns, rows = len(set(xs)), len(set(ys))
    width = max(LEAST, min(columns * (widest + 34), 900.0))
    across, up = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    inner = width - 2 * EDGE - widest
    least = (rows - 1) * (highest + 22)
    height = max(least, min(inner * up / across, TALLEST)) if rows > 1 else 0.0
    boxes = {
        node.id: _Box(
            EDGE + widest / 2 + (inner * (node.x - min(xs)) / across if columns > 1 else inner / 2),
            EDGE + BEND + highest / 2 + height * (max(ys) - node.y) / up,
            *sizes[node.id],
        )
        for node in nodes
    }
    return boxes, width, height + highest + 2 * (EDGE + BEND)


def _line(start: _Box, end: _Box, bent: float) -> tuple[str, tuple[float, float]]:
    """A line between two boxes, bent to its side or straight, and where its label stands."""
    bow = _bow(start, end, bent)
    (x1, y1), (x2, y2) = start.border(*bow), end.border(*bow)
    if not bent:
        return path([(x1, y1), (x2, y2)]), ((x1 + x2) / 2, (y1 + y2) / 2)
    control = 2 * bow[0] - (x1 + x2) / 2, 2 * bow[1] - (y1 + y2) / 2
    return f"M{x1:.1f} {y1:.1f}Q{control[0]:.1f} {control[1]:.1f} {x2:.1f} {y2:.1f}", bow


def _bow(start: _Box, end: _Box, bent: float) -> tuple[float, float]:
    """The middle of a line, moved to the left of its direction."""
    dx, dy = end.x - start.x, end.y - start.y
    length = math.hypot(dx, dy) or 1.0
    return (start.x + end.x) / 2 + dy / length * bent, (start.y + end.y) / 2 - dx / length * bent


def _arrow(start: _Box, end: _Box, bent: float) -> Markup:
    """The head of an arrow at the border of the box it goes to."""
    bow = _bow(start, end, bent)
    x, y = end.border(*bow)
    turn = math.atan2(y - bow[1], x - bow[0])
    sides = [(x - ARROW * math.cos(turn + side), y - ARROW * math.sin(turn + side)) for side in (0.42, -0.42)]
    return tag("path", d=path([(x, y), *sides]) + "Z", class_="drawing__head")


def _loop(box: _Box) -> tuple[str, tuple[float, float]]:
    """A line from a box to itself, above it."""
    x, y = box.x, box.y - box.height / 2
    return (
        f"M{x - 9:.1f} {y:.1f}C{x - 16:.1f} {y - 24:.1f} {x + 16:.1f} {y - 24:.1f} {x + 9:.1f} {y:.1f}",
        (x, y - 20),
    )
