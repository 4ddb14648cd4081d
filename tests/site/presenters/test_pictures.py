"""Pictures of a comparison: boxes in one frame, maps with regions, and data that is not what it should be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graders import pictures
from graders.sanitise import clean_value
from seodang.presenters.details import detail_view
from seodang.presenters.pictures import WIDTH, PictureView, picture_view


def view(picture: pictures.Picture, got: Any, expected: Any) -> PictureView:
    """A picture as a grader cell sends it and the page takes it."""
    found = picture_view(clean_value(picture.data(np.asarray(got), np.asarray(expected))))
    assert found is not None
    return found


def test_boxes_stand_in_one_frame_in_the_order_of_the_roles() -> None:
    """Input, expected, got; what was expected shows through below what came."""
    frame = pictures.boxes(np.array([[0, 0, 10, 5]]), frame=(0, 0, 20, 10))

    found = view(frame, [[10, 5, 20, 10]], [[0, 0, 20, 10]])

    assert [panel.role for panel in found.boxes] == ["input", "expected", "got"]
    given, expected, got = (str(panel.svg) for panel in found.boxes)
    assert f'viewBox="0 0 {WIDTH:g} 110.0"' in given
    assert '<rect x="0" y="0" width="110" height="55" class="picture__box picture__box--input"' in given
    assert '<rect x="110" y="55" width="110" height="55" class="picture__box picture__box--got"' in got
    assert ("picture__ghost" in got, "picture__ghost" in expected) == (True, False)
    assert found.boxes[2].rows == [("0", "10", "5", "20", "10")]


def test_a_box_with_swapped_corners_is_drawn_and_marked() -> None:
    """A mistake in the order of corners can be seen, not only missed."""
    found = view(pictures.boxes(frame=(0, 0, 10, 10)), [[8, 2, 2, 6]], [[2, 2, 8, 6]])

    assert "picture__box--inverted" in str(found.boxes[1].svg)
    assert "picture__box--inverted" not in str(found.boxes[0].svg)


def test_cells_of_a_region_are_marked() -> None:
    """The input's map says which cells a region takes."""
    found = view(pictures.maps(np.arange(4.0).reshape(2, 2), boxes=[[0, 0, 1, 2]]), 1.0, 2.0)

    assert found.marked
    assert [[cell.marked for cell in row] for row in found.maps[0].grid.rows] == [
        [True, False],
        [True, False],
    ]
    assert [cell.text for cell in found.maps[0].grid.rows[1]] == ["2", "3"]


def test_results_share_a_scale_of_their_own() -> None:
    """The input may be a hundred times as large; expected and got are still told apart."""
    found = view(pictures.maps(np.full((2, 2), 100.0)), [[1.0]], [[1.0, 2.0]])

    levels = {each.role: [cell.level for cell in each.grid.rows[0]] for each in found.maps}
    assert levels == {"input": ["p6", "p6"], "expected": ["p3", "p6"], "got": ["p3"]}


def test_classes_have_colours_and_numbers() -> None:
    """Class 8 has the colour of class 0 again; its number tells them apart."""
    labels = np.array([[0, 1], [8, 2]])

    found = view(pictures.maps(labels, labels=True), labels, labels)

    cells = [cell for row in found.maps[0].grid.rows for cell in row]
    assert [(cell.text, cell.level) for cell in cells] == [("0", "c1"), ("1", "c2"), ("8", "c1"), ("2", "c3")]
    assert found.maps[0].grid.levels == []


def test_a_graph_is_drawn_and_told() -> None:
    """Nodes in a circle, arrows where an edge leads one way, loops, and marks where rows are wrong."""
    adjacency = np.array([[1, 1, 0], [1, 0, 1], [0, 0, 0]])
    found = view(pictures.graph(adjacency), np.eye(3), np.diag([1, 1, 2])).graph

    assert found is not None
    assert (found.edges, found.wrong) == (["0 – 0", "0 – 1", "1 → 2"], [2])
    svg = str(found.svg)
    assert svg.count('r="13"') == 3
    assert svg.count("picture__node--wrong") == 1
    assert svg.count("drawing__edge") == 3


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "boxes",
        {},
        {"kind": "boxes", "panels": []},
        {"kind": "boxes", "frame": [0, 0, 0, 1], "panels": [{"role": "got", "boxes": [], "more": 0}]},
        {"kind": "boxes", "frame": [0, 0, 1], "panels": [{"role": "got", "boxes": [], "more": 0}]},
        {"kind": "boxes", "frame": [0, 0, 1, 1], "panels": [{"role": "got", "boxes": [[1]], "more": 0}]},
        {
            "kind": "graph",
            "panels": [{"role": "input", "nodes": 2, "edges": [[0, 5]], "arrows": [], "wrong": []}],
        },
        {
            "kind": "graph",
            "panels": [{"role": "input", "nodes": 900, "edges": [], "arrows": [], "wrong": []}],
        },
        {"kind": "maps", "panels": [{"role": "got", "label": "", "pooled": False, "cells": 3}]},
    ],
)
def test_odd_data_is_left_out(odd: Any) -> None:
    """What a page cannot draw is no reason to show no page."""
    assert picture_view(odd) is None
    shown = detail_view({"picture": odd})
    assert shown is not None
    assert shown.picture is None
