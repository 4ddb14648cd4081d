"""Differences of arrays are small data, whatever the arrays."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch

from graders import assert_close
from graders.diff import describe_difference
from graders.errors import Mismatch
from graders.incell import context
from graders.sanitise import MAX_NODES, clean_value

EXACT = (0.0, 0.0)


def diff_of(got, expected):
    """The detail that a failed comparison carries."""
    with pytest.raises(Mismatch) as caught:
        assert_close(got, expected)
    return caught.value.explained().detail.get("diff")


def test_a_difference_says_how_many_where_and_how_much():
    """Counts, and the largest errors with their indices and values, absolute and relative apart."""
    expected = torch.full((2, 3, 4, 4), 100.0)
    expected[1, 2, 3, 3] = 0.5
    got = expected.clone()
    got[0, 1, 2, 3], got[1, 2, 3, 3] = 90.0, 1.5

    diff = diff_of(got, expected)

    assert (diff["shape"], diff["dtype"], diff["total"], diff["wrong"]) == ([2, 3, 4, 4], "float32", 96, 2)
    assert diff["max_abs"] == {"value": 10.0, "index": [0, 1, 2, 3], "expected": "100", "got": "90"}
    assert diff["max_rel"] == {"value": 2.0, "index": [1, 2, 3, 3], "expected": "0.5", "got": "1.5"}
    assert diff["channels"] == {"axis": 1, "errors": [0.0, 10.0, 1.0]}
    assert [each["label"] for each in diff["maps"]] == ["[0, 1]", "[1, 2]"]
    assert diff["maps"][0]["error"][2] == [0.0, 0.0, 0.0, 10.0]


def test_values_that_are_not_finite_are_counted_and_left_blank():
    """NaN and infinity are counted and null in the maps, and the largest error is a finite one."""
    expected = np.zeros((2, 3))
    got = np.array([[np.nan, 1.0, 0.0], [np.inf, -np.inf, 3.0]])

    diff = diff_of(got, expected)

    assert (diff["nan"], diff["infinite"], diff["wrong"]) == (1, 2, 5)
    assert diff["max_abs"]["value"] == 3.0
    assert diff["max_rel"] is None
    assert diff["maps"][0]["error"] == [[None, 1.0, 0.0], [None, None, 3.0]]
    assert diff["maps"][0]["got"] == [[None, 1.0, 0.0], [None, None, 3.0]]
    assert diff["channels"]["errors"] == [None, None, 3.0]


@pytest.mark.parametrize("shape", [(300,), (40, 50), (9, 200, 33, 65), (3, 1, 2, 2, 2, 2, 2), (1, 5000)])
def test_a_difference_is_bounded(shape):
    """Large arrays and many axes give as few numbers as small ones, and no error is lost in pooling."""
    expected = np.zeros(shape)
    got = np.random.default_rng(0).normal(size=shape)

    diff = describe_difference(got, expected, EXACT, "float64")
    detail = clean_value({"diff": diff, "diagnosis": [{"slip": "x", "text": {"en": "x", "ko": "x"}}] * 3})

    assert _nodes(detail) < 0.75 * MAX_NODES
    assert len(json.dumps(detail)) < 2**16
    assert len(diff["maps"]) <= 3
    assert all(each["rows"] <= 16 and each["columns"] <= 16 for each in diff["maps"])
    peak = max(max(map(max, each["error"])) for each in diff["maps"])
    assert math.isclose(peak, np.abs(got).max(), rel_tol=1e-4)
    if len(shape) > 1:
        assert len(diff["channels"]["errors"]) <= 64


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.array([3, 5], np.uint8), np.array([5, 3], np.uint8)),
        (np.array([True, False]), np.array([False, False])),
        (np.array([1 + 1j, 2]), np.array([1 - 1j, 2])),
        (torch.ones(3, dtype=torch.bfloat16), torch.zeros(3, dtype=torch.bfloat16)),
    ],
)
def test_every_kind_of_number_has_differences(got, expected):
    """Unsigned numbers, booleans, complex and short floats are drawn like others."""
    diff = diff_of(got, expected)

    assert diff["max_abs"]["value"] in (1.0, 2.0)
    assert clean_value(diff) == diff


def test_single_numbers_and_other_forms_have_no_maps():
    """A number has no map, and neither has a result of the wrong shape, dtype or type."""
    for got, expected in [(1.0, 2.0), (torch.tensor(1.0), torch.tensor(2.0)), (torch.ones(2), torch.ones(3)),
                          (torch.ones(2).double(), torch.ones(2)), ([1.0], torch.ones(1))]:  # fmt: skip
        assert diff_of(got, expected) is None


def test_nothing_is_described_where_nobody_asks():
    """Hidden checks and trials of an exercise leave a mismatch as it is."""
    before = context.current()
    context.set_current(context.Context(diagnose=False))
    try:
        assert diff_of(torch.zeros(3), torch.ones(3)) is None
    finally:
        context.set_current(before)


def _nodes(value):
    if isinstance(value, dict):
        return 1 + sum(map(_nodes, value.values()))
    return 1 + sum(map(_nodes, value)) if isinstance(value, list) else 1
