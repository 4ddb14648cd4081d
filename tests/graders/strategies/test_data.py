"""Data sets, graphs, boxes and images: of the form they promise, with what is odd among them."""

from __future__ import annotations

import numpy as np
import torch

from graders import strategies as st
from tests.graders.strategies.drawing import drawn


def test_labelled_data_has_every_class():
    """Each class has at least two points, and labels go with their rows."""
    for points, labels in drawn(st.labelled_data(), 30):
        assert len(points) == len(labels)
        assert np.bincount(labels).min() >= 2
        assert len(np.bincount(labels)) >= 2


def test_labelled_data_may_be_awkward():
    """One class, points on the same spot with other labels, and a constant feature occur where asked for."""
    sets = drawn(st.labelled_data(one_class=True, ties=True, constant_feature=True), 80)
    plain = drawn(st.labelled_data(), 80)

    assert {len(set(labels.tolist())) for _, labels in sets} == {1, 2, 3}
    assert any(_tied(*each) for each in sets)
    assert any(np.ptp(points[:, -1]) == 0 for points, _ in sets)
    assert all(np.ptp(points[:, -1]) > 0 for points, _ in plain)
    assert sum(_tied(*each) for each in plain) < sum(_tied(*each) for each in sets) / 4


def _tied(points, labels):
    rows = {}
    for point, label in zip(points.tolist(), labels.tolist(), strict=True):
        rows.setdefault(tuple(point), set()).add(label)
    return any(len(each) > 1 for each in rows.values())


def test_batches_cover_their_edges():
    """The order is a permutation; batches that divide the rows, and ones that do not, occur."""
    cases = drawn(st.mini_batch_cases(), 80)

    for case in cases:
        assert sorted(case["order"].tolist()) == list(range(len(case["x"])))
        assert 1 <= case["batch_size"] <= len(case["x"])
    assert {len(case["x"]) % case["batch_size"] == 0 for case in cases} == {True, False}
    assert {case["drop_last"] for case in cases} == {True, False}
    assert cases[0]["x"].tolist() == [[1.0]]


def test_graphs_are_what_they_are_asked_to_be():
    """Undirected graphs are symmetric without loops, isolated nodes occur, connected ones have none."""
    graphs = drawn(st.graphs(), 60)

    for graph in graphs:
        assert torch.equal(graph["adjacency"], graph["adjacency"].T)
        assert graph["adjacency"].diagonal().sum() == 0
        assert len(graph["features"]) == len(graph["adjacency"])
        assert set(graph["adjacency"].unique().tolist()) <= {0.0, 1.0}
    assert any((graph["adjacency"].sum(1) == 0).any() and graph["adjacency"].any() for graph in graphs)
    for graph in drawn(st.graphs(connected=True), 30):
        assert len(graph["adjacency"]) == 1 or (graph["adjacency"].sum(1) > 0).all()
    directed = drawn(st.graphs(directed=True, self_loops=True, weighted=True), 60)
    assert any(not torch.equal(graph["adjacency"], graph["adjacency"].T) for graph in directed)
    assert any(graph["adjacency"].diagonal().any() for graph in directed)
    assert max(graph["adjacency"].max() for graph in directed) == 3


def test_a_graph_layer_has_weights_for_its_features():
    """Weight and bias fit the features; the smallest graph is one node without edges."""
    cases = drawn(st.graph_layer_cases(), 30)

    for case in cases:
        assert (case["adjacency"] @ case["features"] @ case["weight"]).shape[1] == case["weight"].shape[1]
        assert case["bias"] is None or case["bias"].shape == case["weight"].shape[1:]
    assert cases[0]["adjacency"].tolist() == [[0.0]]
    assert cases[0]["features"].tolist() == [[1.0]]


def test_boxes_have_whole_corners_and_positive_sides():
    """Corners are whole and in order; no boxes at all occur too."""
    sets = drawn(st.boxes(), 60)

    for boxes in sets:
        assert boxes.shape[1:] == (4,)
        assert (boxes[:, 2:] > boxes[:, :2]).all()
        assert torch.equal(boxes, boxes.round())
    assert {len(boxes) for boxes in sets} == {0, 1, 2, 3, 4}
    assert all(len(boxes) >= 2 for boxes in drawn(st.boxes(min_boxes=2), 20))


def test_scores_tie_unless_told_not_to():
    """Equal scores occur, and never with `ties=False`."""
    tied = drawn(st.nms_cases(), 60)
    apart = drawn(st.nms_cases(ties=False), 60)

    assert any(len(case["scores"].unique()) < len(case["scores"]) for case in tied)
    assert all(len(case["scores"].unique()) == len(case["scores"]) for case in apart)
    assert all(len(case["scores"]) == len(case["boxes"]) for case in tied)
    assert {case["threshold"] for case in tied} == {0.0, 0.25, 0.5, 0.75}


def test_images_keep_their_range_and_the_smallest_is_a_pixel():
    """Images hold 0 to 1, or 0 to 255 in uint8; the first is one pixel of one channel."""
    for image in drawn(st.images(), 30):
        assert image.min() >= 0
        assert image.max() <= 1
        assert image.shape[1] in (1, 3)
    assert max(image.max() for image in drawn(st.images(dtype="uint8"), 30)) > 200
    assert all(image.shape[2] == image.shape[3] for image in drawn(st.images(square=True), 10))
    assert drawn(st.images(batched=False), 1)[0].shape == (1, 1, 1)
