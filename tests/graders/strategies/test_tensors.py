"""Generated tensors: of the forms asked for, secret, repeatable, simple at first, made again by a line."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from graders import strategies as st
from graders.incell.origins import rebuilt, same
from graders.incell.shown import detail
from tests.graders.counter_examples import rebuild
from tests.graders.strategies.drawing import drawn

DTYPES = [
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "int32",
    "int64",
    "uint8",
    "bool",
    "complex64",
    "complex128",
]


def test_simplest_example_holds_small_whole_numbers():
    """The first example, and what shrinking leads to, reads well."""
    first = drawn(st.tensors((2, 3)), 1)[0]

    assert first.tolist() == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def test_numbers_depend_on_the_seed_alone():
    """Two gradings of one seed draw the same numbers, those of another seed others."""
    one, same_seed, other = (drawn(st.tensors((4,)), 5, seed=seed)[-1] for seed in (1, 1, 2))

    assert torch.equal(one, same_seed)
    assert not torch.equal(one, other)


@pytest.mark.parametrize("dtype", DTYPES)
def test_tensors_have_the_dtype_asked_for(dtype):
    """Tensors of each dtype come in the shape asked for."""
    for tensor in drawn(st.tensors(st.shapes(max_dims=2), dtype), 20):
        assert tensor.dtype == getattr(torch, dtype)
        assert 1 <= tensor.ndim <= 2


def test_arrays_keep_their_bounds():
    """Numbers of a bounded array lie within its bounds, whole ones included."""
    for low, high in ((-1.0, 1.0), (0.2, 0.8), (2.5, 9.0)):
        for array in drawn(st.arrays((30,), low=low, high=high), 10):
            assert array.min() >= low
            assert array.max() <= high
    for array in drawn(st.arrays((30,), "int64", low=2, high=4), 10):
        assert set(array.tolist()) <= {2, 3, 4}


@pytest.mark.parametrize("bounds", [{}, {"low": 0.0, "high": 1.0}, {"low": 0.2, "high": 0.7}])
@pytest.mark.parametrize("shape", [(), (3,), (0, 4), (2, 3, 7), (5, 40)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_student_makes_the_same_tensor_by_the_line_that_is_shown(dtype, shape, bounds):
    """The line in the report, run with torch and NumPy, gives the very bytes, whatever the dtype and size."""
    if dtype == "bool" or dtype.startswith(("int", "uint", "complex")):
        bounds = {}
    for tensor in drawn(st.tensors(shape, dtype, **bounds), 4):
        line = rebuilt(tensor)
        assert line is not None
        assert same(rebuild(line), tensor)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "bool", "uint8", "complex128"])
def test_a_student_makes_the_same_array_by_the_line_that_is_shown(dtype):
    """The same holds for arrays, small and large."""
    for array in [*drawn(st.arrays((2, 2), dtype), 4), *drawn(st.arrays((9, 50), dtype), 4)]:
        line = rebuilt(array)
        assert line is not None
        assert same(rebuild(line), array)


def test_a_large_tensor_is_made_by_a_short_line():
    """The line does not grow with the tensor, and names the seed of this tensor only."""
    tensors = drawn(st.tensors((30, 30)), 6)[1:]
    lines = [rebuilt(tensor) for tensor in tensors]

    assert all(line is not None and "default_rng(" in line and len(line) < 120 for line in lines)
    assert len(set(lines)) == len(lines)


def test_a_tensor_that_was_changed_is_not_shown_by_its_origin():
    """A line is shown only as long as it is true: what was written to is written out, or not at all."""
    tensor = drawn(st.tensors((6, 6)), 2)[1]
    tensor[0, 0] = 7.0
    line = rebuilt(tensor)
    large = drawn(st.tensors((30, 30)), 2)[1]
    large[0, 0] = 7.0

    assert line is not None
    assert same(rebuild(line), tensor)
    assert rebuilt(large) is None


def test_gradients_are_asked_for_again():
    """A tensor that requires a gradient does so when it is made again."""
    for tensor in [
        *drawn(st.tensors((2,), requires_grad=True), 2),
        *drawn(st.tensors((9, 9), requires_grad=True), 2),
    ]:
        assert rebuild(rebuilt(tensor)).requires_grad


def test_odd_numbers_survive():
    """Infinite numbers, NaN, negative zero and thirds read back as themselves."""
    values = torch.tensor([float("inf"), -float("inf"), float("nan"), -0.0, 1 / 3])

    assert same(rebuild(rebuilt(values)), values)
    assert same(rebuild(rebuilt(values.numpy())), values.numpy())
    assert np.isnan(rebuild(rebuilt(float("nan"))))


def test_arguments_of_a_case_are_told_one_by_one():
    """A case is shown by its parts, each with dtype and shape, and a line for it."""
    case = drawn(st.conv2d_cases(), 1)[0]
    told = {each["name"]: each for each in detail({"case": case}, {"case": case})["arguments"]}

    assert list(told) == ["x", "weight", "bias", "stride", "padding"]
    assert told["x"] == {
        "name": "x",
        "text": "tensor([[[[1]]]])",
        "dtype": "float32",
        "shape": [1, 1, 1, 1],
        "rebuild": "torch.tensor([[[[1.0]]]])",
    }
    assert told["stride"] == {"name": "stride", "text": "1", "rebuild": "1"}


def test_what_cannot_be_written_has_no_line():
    """Objects are shown without a line; odd texts have one that is plain itself."""
    arguments = {"thing": object(), "text": "a\u202e", "plain": ["b", (1,), {"c": None}]}
    told = detail(arguments, arguments)["arguments"]

    assert [each.get("rebuild") for each in told] == [None, r"'a\u202e'", "['b', (1,), {'c': None}]"]


def test_assumptions_are_passed_over():
    """A draw that fails a filter is no example, and drawing goes on."""
    assert all(value % 2 for value in drawn(st.integers(0, 100).filter(lambda value: value % 2), 20))
