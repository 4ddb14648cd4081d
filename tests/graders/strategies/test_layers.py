"""Cases of layers: valid for torch, varied, with the smallest first."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from graders import strategies as st
from tests.graders.strategies.drawing import drawn

CONVOLUTIONS = {1: functional.conv1d, 2: functional.conv2d, 3: functional.conv3d}
TRANSPOSED = {1: functional.conv_transpose1d, 2: functional.conv_transpose2d, 3: functional.conv_transpose3d}
POOLS = {1: functional.max_pool1d, 2: functional.max_pool2d, 3: functional.max_pool3d}


def test_convolution_cases_fit_and_vary():
    """Every kernel fits into its padded image; rectangles, strides and absent biases occur."""
    cases = drawn(st.conv2d_cases(max_side=6), 150)

    for case in cases:
        functional.conv2d(**{"input": case.pop("x"), **case})
    cases = drawn(st.conv2d_cases(max_side=6), 150)
    assert max(max(case["x"].shape[2:]) for case in cases) == 6
    assert any(case["x"].shape[2] != case["x"].shape[3] for case in cases)
    assert any(case["weight"].shape[2] != case["weight"].shape[3] for case in cases)
    assert {case["stride"] for case in cases} == {1, 2, 3}
    assert {case["padding"] for case in cases} == {0, 1, 2}
    assert {case["bias"] is None for case in cases} == {True, False}


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_convolutions_of_each_dimension_run(dims):
    """Cases of 1, 2 and 3 axes, with a dilation too, are ones that torch computes."""
    for case in drawn(st.conv_cases(dims, 4, max_dilation=2), 40):
        x = case.pop("x")
        assert CONVOLUTIONS[dims](x, **case).numel() > 0
    for strategy in (st.conv1d_cases(), st.conv2d_cases(), st.conv3d_cases()):
        assert all("dilation" not in case for case in drawn(strategy, 3))


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_transposed_convolutions_run(dims):
    """Cases of a transposed convolution give results with an entry at least along each axis."""
    cases = drawn(st.conv_transpose_cases(dims, 3), 60)

    for case in cases:
        x = case.pop("x")
        assert TRANSPOSED[dims](x, **case).numel() > 0
    assert {case["output_padding"] for case in cases} == {0, 1, 2}
    assert {case["padding"] for case in cases} == {0, 1}
    assert "output_padding" not in drawn(st.conv_transpose_cases(dims, output_padding=False), 1)[0]


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_pooling_cases_run(dims):
    """Cases of pooling keep torch's rule for the padding, and padding occurs."""
    cases = drawn(st.pool_cases(dims, 5), 80)

    for case in cases:
        assert POOLS[dims](case["x"], case["kernel_size"], case["stride"], case["padding"]).numel() > 0
    assert {case["padding"] for case in cases} == {0, 1}


def test_linear_and_batch_norm_cases_run():
    """Cases of linear layers and of batch normalisation are ones that torch computes."""
    for case in drawn(st.linear_cases(), 30):
        functional.linear(case["x"], case["weight"], case["bias"])
    cases = drawn(st.batch_norm_cases(), 40)
    for case in cases:
        x = case.pop("x")
        assert functional.batch_norm(x, **case).shape == x.shape
        assert torch.all(case["running_var"] > 0)
    assert {case["training"] for case in cases} == {True, False}


def test_bias_can_be_asked_for():
    """`bias=True` and `bias=False` decide what chance would."""
    for strategy in (st.conv2d_cases, st.linear_cases, st.conv_transpose_cases):
        assert all(case["bias"] is not None for case in drawn(strategy(bias=True), 20))
        assert all(case["bias"] is None for case in drawn(strategy(bias=False), 20))


@pytest.mark.parametrize(
    "strategy",
    [st.conv1d_cases(), st.conv2d_cases(), st.conv3d_cases(), st.conv_transpose_cases(), st.pool_cases(),
     st.linear_cases()],
)  # fmt: skip
def test_the_smallest_case_has_one_of_everything(strategy):
    """Every side of every tensor is 1, strides are 1, paddings 0, and the numbers are 1."""
    case = drawn(strategy, 1)[0]
    tensors = [value for value in case.values() if torch.is_tensor(value)]

    assert all(set(tensor.shape) == {1} and tensor.sum() == 1 for tensor in tensors)
    assert all(case.get(name, 1) == 1 for name in ("stride", "kernel_size"))
    assert all(case.get(name, 0) == 0 for name in ("padding", "output_padding"))
    assert case.get("bias") is None
