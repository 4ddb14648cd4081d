"""Counter-examples: the smallest failing case, found in few calls, shown so that it can be made again."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - its usual name

from graders import strategies as st
from tests.graders.counter_examples import Found, fails, lower, search

BUDGET = 50
SEEDS = range(10)
Case = dict[str, Any]


def conv2d(x, weight, bias, stride, padding):
    """Return the convolution that is right."""
    return F.conv2d(x, weight, bias, stride, padding)


def padded(sides: Callable[..., tuple[int, ...]]) -> Callable[..., Any]:
    """Return a convolution that pads by these sides: left, right, top, bottom."""

    def wrong(x, weight, bias, stride, padding):
        return F.conv2d(F.pad(x, sides(padding, x, weight, stride)), weight, bias, stride)

    return wrong


OFF_BY_ONE = {
    "one more": padded(lambda p, x, w, s: (p + 1,) * 4),
    "one less": padded(lambda p, x, w, s: (max(p - 1, 0),) * 4),
    "left only": padded(lambda p, x, w, s: (p, 0, p, p)),
    "top only": padded(lambda p, x, w, s: (p, p, p, 0)),
    "to one side": padded(lambda p, x, w, s: (p + 1, p - 1, p, p) if p else (0,) * 4),
    "one more below": padded(lambda p, x, w, s: (p, p, p, p + 1)),
    "with a large kernel": padded(lambda p, x, w, s: (p + (w.shape[2] > 2),) * 4),
    "with a stride": padded(lambda p, x, w, s: (p, p, p, p + (s > 1))),
    "with a stride and filters": padded(lambda p, x, w, s: (p, p, p, p + (s > 2 and w.shape[0] > 1))),
    "of wide kernels": padded(lambda p, x, w, s: (p, p + (w.shape[2] < w.shape[3]), p, p)),
    "of high images": padded(lambda p, x, w, s: (p, p, p + (x.shape[2] > x.shape[3]), p)),
}
CONV_LEAST = {
    "batch": 1, "channels": 1, "filters": 1, "height": 1, "width": 1, "kernel_h": 1, "kernel_w": 1,
    "stride": 1, "padding": 0, "bias": 0,
}  # fmt: skip


def conv_sizes(case: Mapping[str, Any]) -> dict[str, int]:
    """Return every dimension of a convolution's case."""
    batch, channels, height, width = case["x"].shape
    filters, _, kernel_h, kernel_w = case["weight"].shape
    return {
        "batch": batch, "channels": channels, "filters": filters, "height": height, "width": width,
        "kernel_h": kernel_h, "kernel_w": kernel_w, "stride": case["stride"], "padding": case["padding"],
        "bias": int(case["bias"] is not None),
    }  # fmt: skip


def conv_case(n: Mapping[str, int]) -> Case | None:
    """Return a case of these sizes with random numbers; None where the kernel does not fit."""
    if n["kernel_h"] > n["height"] + 2 * n["padding"] or n["kernel_w"] > n["width"] + 2 * n["padding"]:
        return None
    return {
        "x": torch.randn(n["batch"], n["channels"], n["height"], n["width"]),
        "weight": torch.randn(n["filters"], n["channels"], n["kernel_h"], n["kernel_w"]),
        "bias": torch.randn(n["filters"]) if n["bias"] else None,
        "stride": n["stride"],
        "padding": n["padding"],
    }


def failing_below(
    found: Found, sizes: Mapping[str, int], least: Mapping[str, int], build: Callable[..., Any], *pair: Any
) -> Iterator[dict[str, int]]:
    """Cases with one dimension lowered, the others kept, that fail for any of several contents."""
    for smaller in lower(sizes, least):
        cases = [build(smaller) for _ in range(3)]
        if any(case is not None and fails(*pair, case) for case in cases):
            yield smaller


@pytest.mark.parametrize("name", OFF_BY_ONE)
def test_no_dimension_of_a_padding_slip_can_be_lowered(name):
    """Within the budget, each dimension of the example is minimal: exhaustive search finds no lower one."""
    wrong = OFF_BY_ONE[name]
    for seed in SEEDS:
        found = search(wrong, conv2d, st.conv2d_cases(max_side=7), seed=seed)
        assert found is not None
        sizes = conv_sizes(found.case)

        assert fails(wrong, conv2d, found.case)
        assert list(failing_below(found, sizes, CONV_LEAST, conv_case, wrong, conv2d)) == []
        assert found.how == "done"
        assert found.calls - found.first <= BUDGET


def test_the_smallest_of_a_small_grid_is_found():
    """A slip that one dimension is enough for leads to the smallest of all failing cases of a grid."""
    wrong = OFF_BY_ONE["one less"]
    grid = itertools.product(
        [1, 2], [1, 2], [1, 2], [1, 2, 3], [1, 2, 3], [1, 2], [1, 2], [1, 2], [0, 1], [0]
    )
    failing = [
        sizes
        for sizes in (dict(zip(CONV_LEAST, row, strict=True)) for row in grid)
        if (case := conv_case(sizes)) is not None and fails(wrong, conv2d, case)
    ]

    found = search(wrong, conv2d, st.conv2d_cases(), seed=5)

    assert found is not None
    assert conv_sizes(found.case) == min(failing, key=lambda sizes: sum(sizes.values()))


def test_numbers_become_simple_when_they_do_not_matter():
    """The tensors of the example hold small whole numbers where those still fail."""
    for seed in SEEDS:
        found = search(OFF_BY_ONE["with a large kernel"], conv2d, st.conv2d_cases(), seed=seed)
        assert found is not None

        assert found.case["x"].flatten().tolist() == [1.0, 2.0, 3.0]


POOL_SLIPS = {
    "ceil": lambda x, kernel_size, stride, padding: F.max_pool2d(
        x, kernel_size, stride, padding, ceil_mode=True
    ),
    "zeros": lambda x, kernel_size, stride, padding: F.max_pool2d(
        F.pad(x, (padding,) * 4), kernel_size, stride
    ),
    "own stride": lambda x, kernel_size, stride, padding: F.max_pool2d(x, kernel_size, None, padding),
    "second channel": lambda x, kernel_size, stride, padding: (
        F.max_pool2d(x, kernel_size, stride, padding) * (1 if x.shape[1] < 2 else 2)
    ),
}


@pytest.mark.parametrize("name", POOL_SLIPS)
def test_no_dimension_of_a_pooling_slip_can_be_lowered(name):
    """Pooling cases shrink in batch, channels, height, width, kernel, stride and padding."""

    def right(x, kernel_size, stride, padding):
        return F.max_pool2d(x, kernel_size, stride, padding)

    def build(n: Mapping[str, int]) -> Case | None:
        if 2 * n["padding"] > n["kernel"] or n["kernel"] > min(n["height"], n["width"]) + 2 * n["padding"]:
            return None
        x = torch.randn(n["batch"], n["channels"], n["height"], n["width"]).abs().neg()
        return {"x": x, "kernel_size": n["kernel"], "stride": n["stride"], "padding": n["padding"]}

    wrong = POOL_SLIPS[name]
    least = {"batch": 1, "channels": 1, "height": 1, "width": 1, "kernel": 1, "stride": 1, "padding": 0}
    for seed in SEEDS:
        found = search(wrong, right, st.pool_cases(), seed=seed)
        assert found is not None
        case = found.case
        sizes = dict(zip(["batch", "channels", "height", "width"], case["x"].shape, strict=True))
        sizes |= {"kernel": case["kernel_size"], "stride": case["stride"], "padding": case["padding"]}
        # Zeros for minus infinity show with negative numbers only; a lower case may fail for others.
        below = list(failing_below(found, sizes, least, build, wrong, right)) if name != "zeros" else []

        assert below == []
        assert found.how == "done"


LINEAR_SLIPS = {
    "no bias": (lambda x, weight, bias: x @ weight.T, [1, 1, 1, 1]),
    "first row": (lambda x, weight, bias: F.linear(x[:1], weight, bias), [2, 1, 1, 0]),
    "not transposed": (
        lambda x, weight, bias: F.linear(x, weight.T if weight.shape[0] == weight.shape[1] else weight, bias),
        [1, 2, 2, 0],
    ),
    "last feature": (lambda x, weight, bias: F.linear(x[:, :2], weight[:, :2], bias), [1, 3, 1, 0]),
}


@pytest.mark.parametrize("name", LINEAR_SLIPS)
def test_linear_cases_shrink_to_the_sizes_that_matter(name):
    """Batch, inputs, outputs and bias are what the slip needs, and no more."""
    wrong, expected = LINEAR_SLIPS[name]
    for seed in SEEDS:
        found = search(wrong, F.linear, st.linear_cases(), seed=seed)
        assert found is not None
        case = found.case

        assert [*case["x"].shape, len(case["weight"]), int(case["bias"] is not None)] == expected
        assert found.how == "done"


def propagate(adjacency, features):
    """Return the sum over neighbours and the node itself."""
    return (adjacency + torch.eye(len(adjacency))) @ features


GRAPH_SLIPS = {
    "no loops": (lambda adjacency, features: adjacency @ features, [1, 0, 1]),
    "isolated lost": (
        lambda adjacency, features: propagate(adjacency, features) * (adjacency.sum(1, keepdim=True) > 0),
        [1, 0, 1],
    ),
    "one edge": (
        lambda adjacency, features: propagate(adjacency.clamp(max=1) * (adjacency.sum(1) < 2), features),
        [3, 2, 1],
    ),
    "upper half": (lambda adjacency, features: propagate(adjacency.triu(), features), [2, 1, 1]),
    "second feature": (
        lambda adjacency, features: propagate(adjacency, features * (torch.arange(features.shape[1]) < 1)),
        [1, 0, 2],
    ),
}


@pytest.mark.parametrize("name", GRAPH_SLIPS)
def test_graphs_shrink_to_the_nodes_and_edges_that_matter(name):
    """Nodes, edges and features of the example are what the slip needs, and no more."""
    wrong, expected = GRAPH_SLIPS[name]
    for seed in SEEDS:
        found = search(wrong, propagate, st.graphs(), seed=seed)
        assert found is not None
        adjacency, features = found.case["adjacency"], found.case["features"]

        assert [len(adjacency), int(adjacency.sum()) // 2, features.shape[1]] == expected
        assert found.how == "done"


def overlap(boxes_a, boxes_b):
    """Return the areas that boxes share."""
    low = torch.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    high = torch.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    return (high - low).clamp(min=0).prod(dim=2)


BOX_SLIPS = {
    "inclusive": (lambda boxes_a, boxes_b: overlap_of(boxes_a, boxes_b, 1), [1, 1]),
    "not clamped": (lambda boxes_a, boxes_b: overlap_of(boxes_a, boxes_b, 0), [1, 1]),
    "first only": (lambda boxes_a, boxes_b: overlap(boxes_a, boxes_b[:1]), [0, 2]),
}


def overlap_of(boxes_a, boxes_b, more):
    """Return the areas with corners that belong to the box if more is 1, and without clamping."""
    low = torch.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    high = torch.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    size = high - low + more
    return (size.clamp(min=0) if more else size).prod(dim=2)


@pytest.mark.parametrize("name", BOX_SLIPS)
def test_boxes_shrink_in_number_and_in_size(name):
    """No box of the example can be left out, and no coordinate lowered alone."""
    wrong, expected = BOX_SLIPS[name]
    for seed in SEEDS:
        found = search(wrong, overlap, st.box_pairs(), seed=seed)
        assert found is not None
        boxes = found.case

        assert [len(boxes["boxes_a"]), len(boxes["boxes_b"])] == expected
        if found.how == "done":
            assert not any(fails(wrong, overlap, smaller) for smaller in smaller_boxes(boxes))
        assert max([float(b.max()) for b in boxes.values() if len(b)]) <= 3


def smaller_boxes(boxes: Mapping[str, torch.Tensor]) -> Iterator[Case]:
    """The same boxes with one side or one corner of one of them lowered."""
    for name, rows in boxes.items():
        for row in range(len(rows)):
            left, top, right, bottom = map(int, rows[row].tolist())
            sides = {"left": left, "top": top, "width": right - left, "height": bottom - top}
            for n in lower(sides, {"left": 0, "top": 0, "width": 1, "height": 1}):
                changed = rows.clone()
                box = [n["left"], n["top"], n["left"] + n["width"], n["top"] + n["height"]]
                changed[row] = torch.tensor(box, dtype=rows.dtype)
                yield {**boxes, name: changed}


def test_lists_lose_the_elements_that_do_not_matter():
    """Of a list, the elements stay that the failure needs, each as simple as it may be."""
    for seed in SEEDS:
        found = search(
            lambda **case: sum(case["numbers"]) if max(case["numbers"], default=0) < 70 else -1,
            lambda **case: sum(case["numbers"]),
            st.lists(st.integers(0, 1000), max_size=12).map(lambda numbers: {"numbers": numbers}),
            seed=seed,
        )
        assert found is not None

        assert found.case == {"numbers": [70]}


def test_two_numbers_go_down_together():
    """Where a failure needs two equal numbers, both are lowered at once."""
    pairs = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: {"a": pair[0], "b": pair[1]})
    for seed in SEEDS:
        found = search(lambda a, b: int(a == b and a > 1), lambda a, b: 0, pairs, seed=seed, examples=300)
        assert found is not None

        assert found.case == {"a": 2, "b": 2}


def test_a_budget_too_small_is_told_and_kept():
    """The search ends within its calls, says that it was cut, and keeps the best example so far."""
    for budget in (1, 2, 5):
        found = search(OFF_BY_ONE["with a stride"], conv2d, st.conv2d_cases(), seed=3, shrink_calls=budget)
        assert found is not None

        assert found.how == "cut"
        assert found.calls - found.first <= budget
        assert fails(OFF_BY_ONE["with a stride"], conv2d, found.case)


def test_without_a_budget_nothing_is_tried_again():
    """With 0 calls for it there is no search: the first example stands, and no failure is told twice."""
    found = search(OFF_BY_ONE["with a stride"], conv2d, st.conv2d_cases(), seed=3, shrink_calls=0)

    assert found is not None
    assert found.how == "off"
    assert found.calls == found.first


def test_an_answer_that_changes_is_told():
    """A submission that fails once and passes for the same input keeps its failure and hears why."""
    seen: set[float] = set()

    def wrong(x):
        first = float(x.sum()) not in seen
        seen.add(float(x.sum()))
        return x + 1 if first and x.numel() > 1 else x

    strategy = st.tensors(st.shapes()).map(lambda x: {"x": x})
    found = search(wrong, lambda x: x, strategy)

    assert found is not None
    assert found.how == "flaky"
    assert "The answer changed between calls" in found.text
    assert found.calls - found.first == 1


def test_arguments_are_shown_as_they_were_given():
    """What a check writes into its arguments does not change what is shown of them."""

    def wrong(x):
        got = x.clone() * 2
        x.zero_()
        return got

    found = search(wrong, lambda x: x, st.tensors((3,)).map(lambda x: {"x": x}))

    assert found is not None
    assert found.case["x"].tolist() == [1.0, 2.0, 3.0]


def test_an_exception_of_the_student_may_become_a_wrong_answer():
    """A case that raises leads to the smaller one that is merely wrong, since both have one cause."""
    found = search(OFF_BY_ONE["one less"], conv2d, st.conv2d_cases(), seed=2)

    assert found is not None
    assert found.detail["kind"] == "shape"


def test_passing_checks_ask_once_for_each_example():
    """A check that passes costs one call an example, and no more."""
    calls = []

    assert search(lambda **case: calls.append(1), lambda **case: None, st.conv2d_cases(), examples=12) is None
    assert len(calls) == 12
