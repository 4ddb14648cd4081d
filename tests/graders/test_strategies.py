"""Generated inputs: of the forms asked for, secret, repeatable, small when shrunk."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from graders import strategies as st
from graders.incell import context, examples


def drawn(strategy: st.SearchStrategy, count: int = 60, *, seed: int = 3) -> list:
    """Examples of one strategy in a grading of this seed."""
    before = context.current()
    context.set_current(context.Context(seed=seed))
    try:
        return [arguments["value"] for arguments, _ in examples.draw({"value": strategy}, seed, count)]
    finally:
        context.set_current(before)


def test_convolution_cases_fit_and_vary():
    """Every kernel fits into its padded image; rectangles, strides and absent biases occur."""
    cases = drawn(st.conv2d_cases(max_side=6), 150)

    for case in cases:
        height, width = (side + 2 * case["padding"] for side in case["x"].shape[2:])
        assert case["weight"].shape[2] <= height
        assert case["weight"].shape[3] <= width
        assert case["x"].shape[1] == case["weight"].shape[1]
        assert max(case["x"].shape[2:]) <= 6
    assert any(case["x"].shape[2] != case["x"].shape[3] for case in cases)
    assert any(case["weight"].shape[2] != case["weight"].shape[3] for case in cases)
    assert {case["stride"] for case in cases} == {1, 2, 3}
    assert any(case["bias"] is None for case in cases)
    assert any(case["bias"] is not None for case in cases)


def test_bias_can_be_asked_for():
    """`bias=True` and `bias=False` decide what chance would."""
    assert all(case["bias"] is not None for case in drawn(st.conv2d_cases(bias=True), 20))
    assert all(case["bias"] is None for case in drawn(st.conv2d_cases(bias=False), 20))


def test_simplest_example_holds_small_whole_numbers():
    """The first example, and what shrinking leads to, reads well."""
    first = drawn(st.tensors((2, 3)), 1)[0]

    assert first.tolist() == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def test_numbers_depend_on_the_seed_alone():
    """Two gradings of one seed draw the same numbers, those of another seed others."""
    one, same, other = (drawn(st.tensors((4,)), 5, seed=seed)[-1] for seed in (1, 1, 2))

    assert torch.equal(one, same)
    assert not torch.equal(one, other)


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "int64", "uint8", "bool", "complex64"])
def test_tensors_have_the_dtype_and_bounds_asked_for(dtype):
    """Tensors of each dtype come in the shape asked for."""
    for tensor in drawn(st.tensors(st.shapes(max_dims=2), dtype), 20):
        assert tensor.dtype == getattr(torch, dtype)
        assert 1 <= tensor.ndim <= 2


def test_arrays_keep_their_bounds():
    """Numbers of a bounded array lie within its bounds, whole ones included."""
    for array in drawn(st.arrays((30,), low=-1.0, high=1.0), 10):
        assert array.min() >= -1.0
        assert array.max() <= 1.0
    for array in drawn(st.arrays((30,), "int64", low=2, high=4), 10):
        assert set(array.tolist()) <= {2, 3, 4}


def test_labelled_data_has_every_class():
    """Each class has at least two points, and labels go with their rows."""
    for points, labels in drawn(st.labelled_data(), 30):
        assert len(points) == len(labels)
        assert np.bincount(labels).min() >= 2


def test_assumptions_are_passed_over():
    """A draw that fails a filter is no example, and drawing goes on."""
    assert all(value % 2 for value in drawn(st.integers(0, 100).filter(lambda value: value % 2), 20))
