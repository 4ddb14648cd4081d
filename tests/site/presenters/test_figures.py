from __future__ import annotations

import math
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask

from graders.quiz import (
    Figure,
    curve_figure,
    graph_figure,
    matrix_figure,
    scatter_figure,
    tree_figure,
)
from seodang.presenters.figures import FigureView, figure_view

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script>"&'
WAVE = [{"label": "sin", "points": [[at / 10, math.sin(at / 10)] for at in range(100)]}]
NODES: list[dict[str, Any]] = [
    {
        "id": "r",
        "label": {"en": "x ≤ 2\ngini 0.5", "ko": "x ≤ 2\n지니 0.5"},
        "children": ["a", {"to": "b", "label": "no"}],
    },
    {"id": "a", "label": "A"},
    {"id": "b", "label": "B"},
]
FIGURES: dict[str, Figure] = {
    "curve": curve_figure("f", {"en": "A wave", "ko": "물결"}, WAVE, x_label="t", y_range=(-1, 1)),
    "scatter": scatter_figure(
        "f",
        {"en": "Points", "ko": "점"},
        [{"label": "p", "points": [[0, 0, "P1"], [3, 2]]}, {"label": "c", "points": [[1, 1]]}],
    ),
    "tree": tree_figure("f", {"en": "A tree", "ko": "나무"}, NODES),
    "graph": graph_figure(
        "f",
        {"en": "A graph", "ko": "그래프"},
        [{"id": "a", "label": "A", "x": 0, "y": 0}, {"id": "b", "label": "B", "x": 5, "y": 1}],
        [{"start": "a", "end": "b", "label": "3"}, {"start": "b", "end": "a"}, {"start": "a", "end": "a"}],
        directed=True,
    ),
    "matrix": matrix_figure(
        "f",
        {"en": "A matrix", "ko": "행렬"},
        ["cat", "dog"],
        ["cat", "dog"],
        [[5, -1], [0.5, "?"]],
        row_title="true",
    ),
}


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    """Headings of tables are told in the reader's language."""
    with app.test_request_context():
        yield


def parsed(view: FigureView) -> ElementTree.Element:
    """The drawing as XML; a drawing that is no XML fails here."""
    return ElementTree.fromstring(
        str(view.svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_drawing_names_and_describes_itself(kind: str, lang: str) -> None:
    """A drawing is one image with a title and a description, and without any style of its own."""
    figure = FIGURES[kind]
    view = figure_view(figure, lang)
    root = parsed(view)

    assert figure.faults() == []
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == figure.title.in_(lang)
    assert root.findtext(f"{SVG}desc")
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} == {"figure-f-title", "figure-f-desc"}
    assert "style" not in {name for each in root.iter() for name in each.keys()}  # noqa: SIM118
    assert not {each.tag for each in root.iter()} & {f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}a"}


@pytest.mark.parametrize("kind", FIGURES)
def test_drawing_lies_within_its_frame(kind: str) -> None:
    """Every number is finite, and every text stands inside the picture."""
    root = parsed(figure_view(FIGURES[kind], "en"))
    width, height = map(float, root.get("viewBox", "").split()[2:])

    assert "nan" not in ElementTree.tostring(root, "unicode")
    for text in root.iter(f"{SVG}tspan"):
        assert 0 <= float(text.get("x", "")) <= width
        assert 0 <= float(text.get("y", "")) <= height


def test_texts_are_escaped() -> None:
    """Whatever an author, or a cell that turned against us, writes stays text."""
    for figure in (
        tree_figure("f", HOSTILE, [{"id": "a", "label": HOSTILE}], description=HOSTILE),
        matrix_figure("f", HOSTILE, [HOSTILE], [HOSTILE], [["<b>"]], row_title=HOSTILE, column_title=HOSTILE),
        curve_figure("f", HOSTILE, [{"label": HOSTILE, "points": [[0, 0], [1, 1]]}], x_label=HOSTILE),
    ):
        view = figure_view(figure, "en")
        assert "<script" not in view.svg
        assert parsed(view).findtext(f"{SVG}title") == HOSTILE


def test_broken_curve_is_drawn_in_two_pieces() -> None:
    """A point without y lifts the pen."""
    points = [[0, 0], [1, 0], [1, None], [1, 1], [2, 1]]
    svg = figure_view(curve_figure("f", "Step", [{"points": points}]), "en").svg
    paths = re.findall(r'<path d="([^"]*)" class="drawing__line', svg)

    assert [each.count("M") for each in paths] == [2]


def test_groups_are_told_apart_without_colour() -> None:
    """Each curve has dashes of its own, each group of points a marker of its own."""
    curves = [{"label": name, "points": [[0, 0], [1, at]]} for at, name in enumerate("ABC")]
    dashes = [
        each.get("stroke-dasharray")
        for each in parsed(figure_view(curve_figure("f", "F", curves), "en")).iter(f"{SVG}path")
        if "drawing__line" in each.get("class", "")
    ]
    points = parsed(figure_view(FIGURES["scatter"], "en"))

    assert len(set(dashes[:3])) == 3
    assert [each.get("class", "").split()[0] for each in points.iter(f"{SVG}circle")].count(
        "drawing__disc"
    ) == 3
    assert any("drawing__stroke" in each.get("class", "") for each in points.iter(f"{SVG}path"))


def test_lines_among_points_end_where_the_drawing_does() -> None:
    """A border between two classes is drawn below the points, named, cut off, and read by its ends."""
    border: list[dict[str, Any]] = [
        {"label": "border", "points": [[-50, 50], [50, -50]]},
        {"label": "edges", "points": [[0, 1], [1, 0], [1, None], [2, 3], [3, 2]]},
    ]
    figure = scatter_figure("f", "F", [{"label": "p", "points": [[0, 0], [3, 2]]}], lines=border)
    view = figure_view(figure, "en")
    group = next(each for each in parsed(view).iter(f"{SVG}g") if each.get("clip-path"))

    assert [(each.get("stroke-dasharray"), each.get("d", "").count("M")) for each in group] == [
        (None, 1),
        ("7 4", 2),
    ]
    assert "p, border, edges" in (parsed(view).findtext(f"{SVG}desc") or "")
    assert view.table is not None
    assert view.table.rows[2:4] == [["border 1", "−50", "50"], ["border 2", "50", "−50"]]


def test_data_is_a_table_too() -> None:
    """What is drawn can be read: a row for each point, node, edge or class."""
    tables = {kind: figure_view(figure, "en").table for kind, figure in FIGURES.items()}

    assert tables["curve"] is not None
    assert len(tables["curve"].rows) == 41
    assert tables["curve"].columns == ["t", "sin"]
    assert tables["scatter"] is not None
    assert tables["scatter"].rows[0] == ["p: P1", "0", "0"]
    assert tables["tree"] is not None
    assert tables["tree"].rows[2] == ["B", "x ≤ 2, gini 0.5", "no"]
    assert tables["graph"] is not None
    assert tables["graph"].rows[0] == ["A", "B", "3"]
    assert tables["matrix"] is not None
    assert tables["matrix"].rows[0] == ["cat", "5", "−1"]


def test_table_that_would_answer_stays_away() -> None:
    """Where its author says so, neither table nor description gives the numbers away."""
    figure = curve_figure("f", "Which?", WAVE, description="It goes up and down.", data_table=False)
    view = figure_view(figure, "en")

    assert view.table is None
    assert parsed(view).findtext(f"{SVG}desc") == "It goes up and down."


@pytest.mark.parametrize("points", [[[0, 5], [1, 5]], [[0, 0], [1e-9, 1e-9]], [[-1e9, -1e9], [1e9, 1e9]]])
def test_any_range_has_axes(points: list[list[float]]) -> None:
    """Flat, tiny and huge curves are drawn as well."""
    for figure in (
        curve_figure("f", "F", [{"points": points}]),
        scatter_figure("f", "F", [{"points": points}]),
    ):
        assert "drawing__tick" in figure_view(figure, "en").svg


def test_one_point_and_one_node_are_enough() -> None:
    """The smallest figures are figures."""
    one = [{"id": "a", "label": "A", "x": 3, "y": 3}]
    for figure in (
        scatter_figure("f", "F", [{"points": [[2, 2]]}]),
        graph_figure("f", "F", one, []),
        tree_figure("f", "F", [{"id": "a", "label": "A"}]),
    ):
        assert parsed(figure_view(figure, "ko")).get("viewBox")


def test_wide_drawing_keeps_its_size() -> None:
    """A tree wider than a phone is scrolled, so that its text can be read."""
    leaves = [{"id": f"n{at}", "label": f"leaf number {at}"} for at in range(9)]
    root = {"id": "r", "label": "root", "children": [leaf["id"] for leaf in leaves]}
    view = figure_view(tree_figure("f", "F", [root, *leaves]), "en")

    assert view.wide
    assert float(parsed(view).get("width", "0")) > 900
    assert not figure_view(FIGURES["tree"], "en").wide


def test_marks_of_formulas_are_left_out() -> None:
    """A drawing has no formulas; what an author writes between dollars is drawn as it reads."""
    figure = matrix_figure("f", "About $x_1$", ["$x_1$"], ["`code`"], [[1]])
    root = parsed(figure_view(figure, "en"))

    assert root.findtext(f"{SVG}title") == "About x1"
    assert {each.text for each in root.iter(f"{SVG}tspan")} == {"x1", "code", "1"}
