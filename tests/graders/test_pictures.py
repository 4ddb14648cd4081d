"""Pictures of a failed comparison are small data that show input, expected and got."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import torch

from graders import assert_close, pictures
from graders.errors import Mismatch
from graders.incell import context
from graders.pictures import Picture
from graders.sanitise import MAX_NODES, clean_value


def picture_of(got: Any, expected: Any, picture: Picture) -> Any:
    """The detail's picture of a failed comparison, as the ledger lets it pass."""
    with pytest.raises(Mismatch) as caught:
        assert_close(got, expected, picture=picture)
    detail: dict[str, Any] = clean_value(caught.value.explained().detail)
    return detail.get("picture")


def test_boxes_of_the_input_and_of_both_results_share_a_frame() -> None:
    """Three panels, each with its boxes in their order; the frame holds them all."""
    anchors = torch.tensor([[0.0, 0.0, 4.0, 2.0]])

    found = picture_of(anchors + 2, anchors + 1, pictures.boxes(anchors))

    assert found["kind"] == "boxes"
    assert [(panel["role"], panel["boxes"]) for panel in found["panels"]] == [
        ("input", [[0.0, 0.0, 4.0, 2.0]]),
        ("expected", [[1.0, 1.0, 5.0, 3.0]]),
        ("got", [[2.0, 2.0, 6.0, 4.0]]),
    ]
    left, top, right, bottom = found["frame"]
    assert max(left, top) < 0
    assert (right, bottom) > (6, 4)


def test_boxes_by_centre_and_size_are_shown_by_their_corners() -> None:
    """The form of the rows is the author's to say, and so is the frame."""
    one = torch.tensor([[2.0, 1.0, 4.0, 2.0]])

    found = picture_of(one + 1, one, pictures.boxes(form="cxcywh", frame=(0, 0, 8, 8)))

    assert found["frame"] == [0, 0, 8, 8]
    assert found["panels"][0] == {"role": "expected", "boxes": [[0.0, 0.0, 4.0, 2.0]], "more": 0}


def test_a_result_that_is_no_box_can_be_read_as_one() -> None:
    """Indices, for example, name boxes of the input."""
    boxes = torch.arange(12.0).reshape(3, 4)

    found = picture_of(
        torch.tensor([2]), torch.tensor([0]), pictures.boxes(boxes, read=lambda kept: boxes[kept])
    )

    assert [len(panel["boxes"]) for panel in found["panels"]] == [3, 1, 1]
    assert found["panels"][2]["boxes"] == [[8.0, 9.0, 10.0, 11.0]]


def test_a_result_about_boxes_may_hold_none() -> None:
    """A matrix of overlaps would read as boxes by its size; its check draws the input alone."""
    boxes = torch.arange(8.0).reshape(2, 4)

    found = picture_of(torch.ones(2, 2), torch.zeros(2, 2), pictures.boxes(boxes, results=False))

    assert [panel["role"] for panel in found["panels"]] == ["input"]


def test_a_graph_marks_the_nodes_whose_rows_are_wrong() -> None:
    """Edges once, arrows for what leads one way only, loops as edges from a node to itself."""
    adjacency = torch.tensor([[1.0, 2, 0], [2, 0, 0], [0, 1, 0]])
    expected = torch.zeros(3, 2)
    got = expected.clone()
    got[2, 1] = 1.0

    (panel,) = picture_of(got, expected, pictures.graph(adjacency))["panels"]

    assert (panel["nodes"], panel["edges"], panel["arrows"]) == (3, [[0, 0], [0, 1], [2, 1]], [[2, 1]])
    assert panel["wrong"] == [2]
    assert picture_of(got, expected[:, :1], pictures.graph(adjacency))["panels"][0]["wrong"] == []
    assert picture_of(got, expected, pictures.graph(torch.zeros(13, 13))) is None


def test_what_cannot_be_drawn_is_left_out() -> None:
    """A result of another kind leaves its panel out; numbers that are not finite leave out their box."""
    right = torch.zeros(2, 4)
    odd = torch.tensor([[0.0, math.nan, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]])

    assert [panel["role"] for panel in picture_of("no", right, pictures.boxes())["panels"]] == ["expected"]
    panel = picture_of(odd, right, pictures.boxes())["panels"][1]
    assert (panel["boxes"], panel["more"]) == ([[0.0, 0.0, 1.0, 1.0]], 1)


def test_an_input_is_shown_channel_by_channel_with_its_regions() -> None:
    """Cells of a region are marked; where the shapes agree, the difference shows both results already."""
    x = torch.arange(18.0).reshape(1, 2, 3, 3)

    found = picture_of(x.sum(), torch.tensor(0.0), pictures.maps(x, boxes=[[1, 0, 3, 2]]))

    assert [(panel["role"], panel["label"]) for panel in found["panels"]] == [
        ("input", "[0, 0]"),
        ("input", "[0, 1]"),
    ]
    assert found["panels"][1]["cells"][0] == [9.0, 10.0, 11.0]
    assert found["panels"][0]["marked"] == [".##", ".##", "..."]


def test_results_of_different_shapes_are_shown_side_by_side() -> None:
    """Without a difference to look at, the picture holds what was expected and what came."""
    x = torch.ones(1, 1, 4, 4)

    found = picture_of(torch.ones(1, 1, 2, 1), torch.ones(1, 1, 2, 2), pictures.maps(x))

    assert [panel["role"] for panel in found["panels"]] == ["input", "expected", "got"]
    assert found["panels"][2]["cells"] == [[1.0], [1.0]]


def test_classes_are_shown_by_the_one_met_most_often() -> None:
    """A map of classes has no means between them."""
    labels = torch.zeros(32, 32, dtype=torch.int64)
    labels[:2, :2] = torch.tensor([[3, 3], [3, 5]])

    found = picture_of(labels, labels + 1, pictures.maps(labels, labels=True))

    assert found["kind"] == "labels"
    assert [panel["role"] for panel in found["panels"]] == ["input", "expected", "got"]
    assert found["panels"][0]["cells"][0][:2] == [3.0, 0.0]
    assert found["panels"][0]["pooled"] is True


def test_a_picture_is_bounded() -> None:
    """A crowd of boxes, large maps and both results leave room for the difference."""
    crowd = torch.rand(5000, 4)
    image = np.random.default_rng(0).normal(size=(4, 8, 300, 200))

    many = picture_of(crowd, crowd + 1, pictures.boxes(crowd))
    large = picture_of(image[..., :9], image, pictures.maps(image))

    assert [panel["more"] for panel in many["panels"]] == [4976, 4976, 4976]
    for found in (many, large):
        assert json.dumps(found).count(",") < 0.4 * MAX_NODES
        assert len(json.dumps(found)) < 2**15


def test_nothing_is_drawn_where_nobody_sees_it() -> None:
    """A check that is not diagnosed has no picture, and its drawing is never asked for."""
    asked = []
    hidden = Picture(lambda got, expected: asked.append(1) or {"panels": [1]})
    context.set_current(context.Context(diagnose=False))
    try:
        assert picture_of(torch.ones(2), torch.zeros(2), hidden) is None
    finally:
        context.set_current(context.Context())

    assert not asked
    assert picture_of(torch.ones(2), torch.zeros(2), hidden) == {"panels": [1]}
