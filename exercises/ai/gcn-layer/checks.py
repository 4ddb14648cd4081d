"""Checks for gcn-layer: the normalised matrix, then the layer with weights that both sides share."""

from __future__ import annotations

import numpy as np
import torch

from graders import assert_close, expect, given, pictures, strategies as st, vjp

#: a path 0 - 1 - 2, and node 3 alone
PATH = torch.tensor([[0.0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
#: nodes, edges, inputs, outputs of graphs that are not shown
SIZES = [(6, 7, 3, 2), (9, 14, 2, 5), (12, 10, 4, 1), (20, 60, 5, 3)]


def graph(rng, nodes, edges, dtype=torch.float32, *, weighted=False):
    """Return the adjacency matrix of an undirected graph without loops."""
    adjacency = np.zeros((nodes, nodes))
    for _ in range(edges):
        one, other = rng.choice(nodes, 2, replace=False)
        adjacency[one, other] = adjacency[other, one] = rng.uniform(0.5, 3) if weighted else 1.0
    return torch.from_numpy(adjacency).to(dtype)


def draw(rng, *shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def layer_with(module, weight, bias=None):
    """Return a layer of these parameters, from the submission or from the reference."""
    layer = module.GCNLayer(weight.shape[0], weight.shape[1], bias=bias is not None)
    if weight.dtype == torch.float64:
        layer.double()
    layer.load_state_dict({"weight": weight} if bias is None else {"weight": weight, "bias": bias})
    return layer


def compare(submission, reference, features, adjacency, weight, bias=None):
    """Compare what two layers of the same parameters make of a graph."""
    got = layer_with(submission, weight, bias)(features, adjacency)
    expected = layer_with(reference, weight, bias)(features, adjacency)
    assert_close(got, expected, picture=pictures.graph(adjacency))


def test_pair_of_nodes(submission):
    """Two joined nodes have two neighbours each, counting themselves: every entry is a half."""
    assert_close(submission.normalise(torch.tensor([[0.0, 1], [1, 0]])), torch.full((2, 2), 0.5))


def test_path(submission):
    """The example of the text: degrees 2, 3, 2 with loops give 1/2, 1/3 and 1/√6."""
    half, third, root = 1 / 2, 1 / 3, 6**-0.5
    expected = torch.tensor([[half, root, 0, 0], [root, third, root, 0], [0, root, half, 0], [0, 0, 0, 1]])

    drawn = pictures.graph(PATH[:3, :3])
    assert_close(submission.normalise(PATH[:3, :3]), expected[:3, :3], picture=drawn)


def test_isolated_node(submission):
    """A node without edges keeps its own features: its loop is all it has."""
    got = submission.normalise(PATH)

    assert_close(got[3], torch.tensor([0.0, 0, 0, 1]))
    assert_close(submission.normalise(torch.zeros(1, 1)), torch.ones(1, 1))


def test_weighted_edges(submission, reference, rng):
    """The degree of a node is the sum of its weights, and its loop weighs 1."""
    adjacency = torch.tensor([[0.0, 3.0], [3.0, 0.0]])

    assert_close(submission.normalise(adjacency), torch.tensor([[0.25, 0.75], [0.75, 0.25]]))
    more = graph(rng, 5, 12, weighted=True)
    assert_close(submission.normalise(more), reference.normalise(more), picture=pictures.graph(more))


def test_parameters(submission):
    """The layer has `weight` (in, out), distinct and in use, and `bias` (out,), zero at first, or no bias."""
    alone = torch.zeros(1, 1)
    for setting, names in (({}, ["bias", "weight"]), ({"bias": False}, ["weight"])):
        layer = submission.GCNLayer(3, 5, **setting)
        state = layer.state_dict()
        assert_close(sorted(state), names)
        assert_close(tuple(state["weight"].shape), (3, 5))
        expect(
            bool(state["weight"].std() > 0),
            en="All entries of a new layer's `weight` are equal: units that start alike stay alike.",
            ko="새 층의 `weight`가 모두 같은 값입니다. 똑같이 시작한 유닛은 계속 똑같이 움직입니다.",
        )
        if not setting:
            assert_close(state["bias"], torch.zeros(5))
        first = state["weight"][:, 0]
        assert_close(layer(first[None], alone)[0, 0], (first**2).sum())


def test_worked_layer(submission):
    """The example of the text: features 1, 2, 3 on the path, a weight of (1, 10), a bias of (0, 100)."""
    features = torch.tensor([[1.0], [2.0], [3.0]])
    mixed = torch.tensor([[0.5 + 2 / 6**0.5], [4 / 6**0.5 + 2 / 3], [2 / 6**0.5 + 1.5]])
    layer = layer_with(submission, torch.tensor([[1.0, 10.0]]), torch.tensor([0.0, 100.0]))

    assert_close(
        layer(features, PATH[:3, :3]), mixed @ torch.tensor([[1.0, 10.0]]) + torch.tensor([0.0, 100.0])
    )


def test_without_bias(submission, reference, rng):
    """A layer made with `bias=False` adds nothing."""
    compare(submission, reference, draw(rng, 4, 3).abs(), PATH, draw(rng, 3, 2).abs())


def test_negative_values_stay(submission, reference, rng):
    """The layer ends with the sum: an activation function is not part of it."""
    features = -draw(rng, 4, 2).abs()

    compare(submission, reference, features, PATH, draw(rng, 2, 3).abs(), torch.tensor([-1.0, 0.0, 0.5]))


def test_float64(submission, reference, rng):
    """Features, matrix and parameters of float64 give float64."""
    adjacency = PATH.double()

    assert_close(submission.normalise(adjacency), reference.normalise(adjacency))
    features, weight, bias = (
        draw(rng, *shape, dtype=torch.float64).abs() for shape in ((4, 3), (3, 2), (2,))
    )
    compare(submission, reference, features, adjacency, weight, bias)


def test_gradients(submission, reference, rng):
    """Gradients reach weight and bias."""
    weight, bias, cotangent = draw(rng, 3, 2).abs(), draw(rng, 2).abs(), draw(rng, 4, 2)
    setting = {"args": (draw(rng, 4, 3).abs(), PATH), "cotangent": cotangent, "parameters": True}

    value, gradients = vjp(layer_with(submission, weight, bias), **setting)
    expected, wanted = vjp(layer_with(reference, weight, bias), **setting)

    assert_close(value, expected)
    assert_close(sorted(gradients), ["bias", "weight"])
    for name, gradient in wanted.items():
        expect(
            gradients[name] is not None,
            en=f"No gradient arrives at `{name}`.",
            ko=f"`{name}`까지 기울기가 오지 않습니다.",
        )
        assert_close(gradients[name], gradient)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """The matrix keeps its zero diagonal: loops are added to a copy."""
    adjacency, features = PATH.clone(), draw(rng, 4, 3).abs()

    assert_close(submission.normalise(adjacency), reference.normalise(adjacency))
    expect(
        not submission.last_call.changed,
        en="`normalise` changed the adjacency matrix it was given.",
        ko="`normalise`가 받은 인접 행렬을 바꾸었습니다.",
    )
    weight = draw(rng, 3, 2).abs()
    layer = layer_with(submission, weight)
    got = layer(features, adjacency)
    changed = submission.last_call.changed
    assert_close(got, layer_with(reference, weight)(features, adjacency))
    expect(
        not changed,
        en="The layer changed a tensor it was given.",
        ko="층이 받은 텐서를 바꾸었습니다.",
    )


@given(max_examples=30, case=st.graph_layer_cases(max_nodes=6, max_edges=8, weighted=True, bias=True))
def test_any_graph(submission, reference, case):
    """The layer is right on any small graph, isolated nodes and all."""
    compare(submission, reference, **case)


def test_fresh_graphs(submission, reference, rng):
    """Matrices and layers are right on larger graphs, weighted or not."""
    for nodes, edges, inputs, outputs in SIZES:
        for weighted in (False, True):
            adjacency = graph(rng, nodes, edges, weighted=weighted)
            assert_close(submission.normalise(adjacency), reference.normalise(adjacency))
            numbers = draw(rng, inputs, outputs), draw(rng, outputs)
            compare(submission, reference, draw(rng, nodes, inputs), adjacency, *numbers)


def test_two_layers(submission, reference, rng):
    """Two layers with a ReLU between them see two steps far, and no farther."""
    adjacency, features = PATH.clone(), draw(rng, 4, 3)
    # Biases that are not negative: where the ReLU leaves nothing, every layer would do.
    first, second = (draw(rng, 3, 6), draw(rng, 6).abs()), (draw(rng, 6, 2), torch.tensor([-100.0, 1.0]))

    def through(module):
        hidden = layer_with(module, *first)(features, adjacency).relu()
        return layer_with(module, *second)(hidden, adjacency)

    assert_close(through(submission), through(reference))
