"""A result is the expected one, or differs in a way that has a name."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from graders.compare import assert_close, expect
from graders.errors import AuthorError, Mismatch
from graders.incell import context
from graders.phrases import render

NAN, INF = math.nan, math.inf

EQUAL = [
    (1, 1), (1.0, 1.0 + 1e-9), (True, True), (None, None), ("a", "a"), (b"a", b"a"), (1j, 1j), (-0.0, 0.0),
    (INF, INF), ([1, 2.0], [1, 2.0]), ((1, [2]), (1, [2])), ({"a": 1.0}, {"a": 1.0}), ([], []),
    (np.float64(2.0), 2.0), (2.0, np.float64(2.0)), (np.bool_(True), True), (np.int64(3), 3),
    (torch.tensor([]), torch.tensor([])), (torch.zeros(0, 3), torch.zeros(0, 3)),
    (torch.tensor(1.0), torch.tensor(1.0)), (torch.tensor([1.0, INF]), torch.tensor([1.0, INF])),
    (torch.tensor([1 + 1j]), torch.tensor([1 + 1j])), (np.arange(3), np.arange(3)),
    (torch.tensor([True]), torch.tensor([True])), (torch.ones(2, requires_grad=True), torch.ones(2)),
    (torch.ones(2).bfloat16(), torch.ones(2).bfloat16()),
]  # fmt: skip

DIFFERENT = [
    ("type", 1, 1.0), ("type", True, 1), ("type", 1, True), ("type", None, 0), ("type", "1", 1),
    ("type", [1], (1,)), ("type", torch.ones(1), np.ones(1, dtype=np.float32)),
    ("type", np.ones(1), torch.ones(1)), ("type", 1.0, torch.tensor(1.0)),
    ("type", torch.tensor(1.0), 1.0), ("type", [1.0], torch.ones(1)), ("type", {"a": 1}, [1]),
    ("type", b"a", "a"), ("type", np.ones(()), np.float64(1.0)),
    ("dtype", torch.ones(2, dtype=torch.float64), torch.ones(2)),
    ("dtype", np.ones(2, np.float32), np.ones(2)),
    ("dtype", torch.ones(1, dtype=torch.int64), torch.ones(1)), ("shape", torch.ones(1), torch.ones(())),
    ("shape", torch.ones(1, 1, 1, 1), torch.ones(2, 1, 3, 3)),
    ("shape", torch.ones(2, 1), torch.ones(1, 2)), ("shape", np.ones(3), np.ones((3, 1))),
    ("shape", torch.ones(0), torch.ones(1)), ("nan", torch.full((2,), NAN), torch.ones(2)),
    ("nan", NAN, 1.0), ("nan", np.array([NAN]), np.array([INF])),
    ("infinite", torch.tensor([INF]), torch.tensor([1.0])),
    ("infinite", torch.tensor([INF]), torch.tensor([-INF])),
    ("infinite", torch.tensor([1.0]), torch.tensor([INF])),
    ("values", torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.1])),
    ("values", np.arange(3), np.arange(3)[::-1].copy()),
    ("values", torch.tensor([255], dtype=torch.uint8), torch.tensor([0], dtype=torch.uint8)),
    ("values", torch.tensor([True]), torch.tensor([False])),
    ("values", torch.tensor([1j]), torch.tensor([-1j])), ("values", 1.0, 1.1), ("value", 1, 2),
    ("value", "a", "b"), ("values", 1j, -1j), ("values", torch.tensor(2**53 + 1), torch.tensor(2**53)),
    ("length", [1], [1, 2]), ("keys", {"a": 1}, {"b": 1}), ("value", {"a": [1, 2]}, {"a": [1, 3]}),
    ("type", [[1.0], "x"], [[1.0], 2]),
]  # fmt: skip


@pytest.mark.parametrize(("got", "expected"), EQUAL, ids=lambda value: repr(value)[:24])
def test_equal_results_pass(got, expected):
    """Equal values of equal form, within tolerance, pass."""
    assert_close(got, expected)


@pytest.mark.parametrize(("kind", "got", "expected"), DIFFERENT, ids=lambda value: repr(value)[:24])
def test_different_results_are_named(kind, got, expected):
    """Each way to differ has its kind, and a text in both languages."""
    with pytest.raises(Mismatch) as caught:
        assert_close(got, expected)

    assert caught.value.kind == kind
    for language in ("en", "ko"):
        text = render(caught.value.text, language)
        assert "<" not in text.replace("<=", "")
        assert "{" not in text or "{" in repr(expected)


def test_mismatch_says_where_and_how_much():
    """The first wrong element, both values, the largest error and how many differ are told."""
    got, expected = torch.zeros(2, 3), torch.zeros(2, 3)
    got[1, 2], got[1, 0] = 4.0, 0.5

    with pytest.raises(Mismatch) as caught:
        assert_close(got, expected)

    detail = caught.value.detail
    assert detail["index"] == [1, 0]
    assert (detail["got"], detail["expected"], detail["absolute"]) == ("0.5", "0", "4")
    assert (detail["count"], detail["total"]) == (2, 6)
    assert "[1, 0]" in str(caught.value)


def test_path_leads_into_nested_results():
    """A wrong value inside lists and dicts is named by its path."""
    with pytest.raises(Mismatch) as caught:
        assert_close({"w": [torch.ones(1), torch.zeros(1)]}, {"w": [torch.ones(1), torch.ones(1)]})

    assert caught.value.detail["path"] == "['w'][1]"


def test_tolerance_follows_dtype_exercise_and_author():
    """float16 forgives more than float64; an exercise may set its own, a call overrides both."""
    assert_close(torch.tensor([1.0005]).half(), torch.tensor([1.0]).half())
    with pytest.raises(Mismatch):
        assert_close(torch.tensor([1.0005]).double(), torch.tensor([1.0]).double())
    before = context.current()
    context.set_current(context.Context(tolerances={"float64": (1e-2, 0.0)}))
    try:
        assert_close(torch.tensor([1.0005]).double(), torch.tensor([1.0]).double())
        with pytest.raises(Mismatch):
            assert_close(torch.tensor([1.0005]).double(), torch.tensor([1.0]).double(), rtol=1e-9, atol=0.0)
    finally:
        context.set_current(before)


def test_other_dtypes_pass_only_when_asked():
    """`check_dtype=False` compares values across dtypes and kinds of numbers, nothing else."""
    assert_close(torch.ones(2).double(), torch.ones(2), check_dtype=False)
    assert_close(1, 1.0, check_dtype=False)
    assert_close(torch.tensor(1.0), 1.0, check_dtype=False)
    with pytest.raises(Mismatch):
        assert_close(torch.ones(1, 2), torch.ones(2), check_dtype=False)


def test_expected_nan_is_the_authors_business():
    """NaN in the expected value is refused unless meant; then it has to be in the same place."""
    with pytest.raises(AuthorError):
        assert_close(torch.tensor([NAN]), torch.tensor([NAN]))

    assert_close(torch.tensor([NAN, 1.0]), torch.tensor([NAN, 1.0]), equal_nan=True)
    for got in ([1.0, 1.0], [NAN, NAN], [INF, 1.0]):
        with pytest.raises(Mismatch):
            assert_close(torch.tensor(got), torch.tensor([NAN, 1.0]), equal_nan=True)


def test_expect_speaks_the_authors_words():
    """`expect` fails with the author's sentence in the reader's language."""
    expect(True, en="fine", ko="좋음")
    with pytest.raises(Mismatch) as caught:
        expect(0.5 > 0.9, en="too low", ko="너무 낮음")

    assert render(caught.value.text, "en") == "too low"
    assert render(caught.value.text, "ko") == "너무 낮음"
