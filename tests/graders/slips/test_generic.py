"""Slips that any result may show, and what shows none."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from graders import Slip, assert_close, comparing, slips
from graders.errors import Mismatch
from graders.incell import context
from tests.graders.slips.judging import diagnosis
from tests.graders.slips.test_planted import PLANTED

SEEDS = range(25)


def draw(seed: int, *shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Normal random numbers."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


VALUES = [
    ("negated", lambda e: -e),
    ("reversed", lambda e: e.flip(1)),
    ("shifted", lambda e: e.roll(1, 0)),
    ("shifted", lambda e: torch.cat([torch.zeros_like(e[:1]), e[:-1]])),
    ("shifted", lambda e: torch.cat([e[:, 1:], e[:, -1:]], 1)),
    ("truncated", lambda e: e.trunc()),
    ("rounded", lambda e: e.round()),
    ("clipped_at_zero", lambda e: e.relu()),
    ("exponential", lambda e: e.exp()),
    ("absolute", lambda e: e.abs()),
    ("squared", lambda e: e**2),
    ("reciprocal", lambda e: 1 / e),
    ("complement", lambda e: 1 - e),
    ("divided_by_size", lambda e: e / 5),
    ("divided_by_size", lambda e: e / 20),
    ("times_size", lambda e: 4 * e),
    ("factor", lambda e: 0.731 * e),
    ("offset", lambda e: e + 0.37),
    ("half_precision", lambda e: e.half().double()),
    (
        "reordered",
        lambda e: e.flatten()[torch.randperm(20, generator=torch.Generator().manual_seed(1))].reshape(4, 5),
    ),
]
SHAPES = [
    ("transposed", lambda e: e.T),
    ("axis_too_many", lambda e: e[:, None]),
    ("reshaped", lambda e: e.reshape(2, 10)),
    ("first_of_batch", lambda e: e[0]),
    ("first_of_batch_kept", lambda e: e[:1]),
    ("cut_short", lambda e: e[:3, :4]),
    ("too_long", lambda e: torch.nn.functional.pad(e, (0, 1))),
    ("made_in_float32", lambda e: e.float()),
    ("fraction_lost", lambda e: e.long()),
    ("only_dtype", lambda e: e.half()),
]


@pytest.mark.parametrize(("name", "change"), [*VALUES, *SHAPES])
def test_a_change_of_the_whole_result_is_named(name, change):
    """What was done to all values, to the shape or to the dtype is told."""
    for seed in SEEDS:
        expected = draw(seed, 4, 5)
        assert diagnosis(change(expected), expected) == [name], seed


def test_other_forms_are_named():
    """Square results that were transposed, results without an axis, values that met each other."""
    square, vector = draw(1, 4, 4), draw(2, 5)

    assert diagnosis(square.T, square) == ["transposed"]
    assert diagnosis(vector, vector[None]) == ["axis_missing"]
    assert diagnosis(vector[:, None] * torch.ones(5), vector) == ["broadcast"]
    assert diagnosis(vector.float().double(), vector.float()) == ["made_in_float64"]
    assert diagnosis(torch.arange(4), torch.arange(4.0)) == ["made_of_integers"]
    assert diagnosis(square.exp().log2(), square.exp().log()) == ["factor"]
    assert diagnosis((1 + square.abs()).log(), 1 + square.abs()) == ["logarithm"]
    assert diagnosis((1 + square.abs()).sqrt(), 1 + square.abs()) == ["square_root"]


def test_a_detour_through_float32_is_named():
    """Values that are right to the digits of float32 and no further are told from wrong ones."""
    expected = draw(3, 4, 5)

    assert diagnosis(expected.float().double(), expected, rtol=1e-9, atol=0.0) == ["single_precision"]
    assert diagnosis(expected * (1 + 1e-7), expected, rtol=1e-9, atol=0.0) != ["single_precision"]


def test_values_rounded_where_they_are_are_not_reordered():
    """Some values that lost digits, and stand where they should, are no other order."""
    expected = draw(4, 2, 5)
    got = torch.where(expected > 0, expected, expected * (1 + 2e-8))

    assert diagnosis(got, expected, rtol=1e-10, atol=1e-12) == []


UNRELATED = [
    lambda e, g: e + 0.3 * torch.randn(e.shape, generator=g, dtype=e.dtype),
    lambda e, g: torch.randn(e.shape, generator=g, dtype=e.dtype),
    lambda e, g: torch.zeros_like(e),
    lambda e, g: torch.ones_like(e),
    lambda e, g: torch.full_like(e, float("nan")),
    lambda e, g: e.tanh(),
    lambda e, g: e * (1 + 1e-3 * torch.rand(e.shape, generator=g, dtype=e.dtype)),
    lambda e, g: torch.where(torch.arange(e.numel()).reshape(e.shape) == 0, e + 1, e),
    lambda e, g: torch.where(torch.arange(e.numel()).reshape(e.shape) == 0, torch.zeros_like(e), e),
    lambda e, g: torch.where(torch.arange(e.numel()).reshape(e.shape) % 3 == 0, e * 1.5, e),
    lambda e, g: torch.randn(*e.shape, 2, generator=g, dtype=e.dtype),
    lambda e, g: torch.randn(7, generator=g, dtype=e.dtype),
]


@pytest.mark.parametrize("number", range(len(UNRELATED)))
def test_unrelated_errors_are_not_named(number):
    """Noise, constants, other functions and single wrong values get no diagnosis, whatever is asked."""
    for planted in PLANTED[::3]:
        for seed in range(2):
            case = planted.draw(torch.Generator().manual_seed(seed))
            expected = planted.right(**case)
            got = UNRELATED[number](expected, torch.Generator().manual_seed(100 + seed))
            assert not diagnosis(got, expected, planted.slips(**case)), planted


@pytest.mark.parametrize("number", range(len(UNRELATED)))
def test_small_whole_numbers_are_no_evidence(number):
    """Results of few small whole numbers meet by chance, and say nothing."""
    for seed in SEEDS:
        generator = torch.Generator().manual_seed(seed)
        expected = torch.randint(0, 4, (2, 2), generator=generator).double()
        got = UNRELATED[number](expected, generator).round()
        assert not diagnosis(got, expected), (got, expected)


def test_zeros_and_single_elements_are_not_named():
    """All-zero results, and one number alone, fit too many slips to name one."""
    one = torch.tensor([[[[4.0]]]])
    case = {"x": torch.tensor([[[[2.0]]]]), "weight": torch.tensor([[[[2.0]]]]), "bias": torch.tensor([0.0])}

    assert diagnosis(torch.zeros(1, 1, 1, 1), one, slips.conv2d(**case)) == []
    assert diagnosis(2 * one, one, slips.conv2d(**case)) == []
    assert diagnosis(torch.zeros(3, 3), torch.ones(3, 3)) == []
    assert diagnosis(5.0, 10.0) == []


def test_an_author_names_mistakes_of_an_exercise():
    """A slip of one's own has its words in both languages and may use the expected and the given result."""
    expected = draw(3, 6)
    own = [
        Slip("tripled", en="thrice", ko="세 배", value=lambda: 3 * expected),
        Slip("cubed", en="cube", ko="세제곱", value=lambda right: right**3),
        Slip("masked", en="masked", ko="가림", value=lambda right, got: right * (got != 0)),
    ]

    assert diagnosis(3 * expected, expected, own) == ["tripled"]
    assert diagnosis(expected**3, expected, own) == ["cubed"]
    assert diagnosis(expected * torch.tensor([0, 1, 0, 1, 1, 0]), expected, own) == ["masked"]
    assert diagnosis(expected + 3, expected, own) == ["offset"]


def test_slips_of_an_exercise_are_tried_in_each_comparison():
    """`comparing` adds slips to those that one comparison names."""
    expected = draw(3, 6)
    close = comparing(Slip("cubed", en="cube", ko="세제곱", value=lambda right: right**3))
    tripled = Slip("tripled", en="thrice", ko="세 배", value=lambda: 3 * expected)

    close(expected, expected, rtol=1e-9)
    for got, name in ((expected**3, "cubed"), (3 * expected, "tripled")):
        with pytest.raises(Mismatch) as caught:
            close(got, expected, slips=[tripled])
        assert [each["slip"] for each in caught.value.explained().detail["diagnosis"]] == [name]


def test_a_slip_that_cannot_be_computed_explains_nothing():
    """An error inside a slip passes it over, and the others are still tried."""
    expected = draw(4, 6)
    own = [
        Slip("broken", en="x", ko="x", value=lambda: 1 / 0),
        Slip("tripled", en="thrice", ko="세 배", value=lambda: 3 * expected),
    ]

    assert diagnosis(3 * expected, expected, own) == ["tripled"]


def test_broken_slips_leave_the_result_wrong():
    """Where slips cannot even be made, the mismatch is told with its differences and no diagnosis."""
    expected = draw(4, 6)

    with pytest.raises(Mismatch) as caught:
        assert_close(3 * expected, expected, slips=slips.conv2d(expected, None))
    detail = caught.value.explained().detail

    assert "diagnosis" not in detail
    assert detail["diff"]["wrong"] == 6


def test_a_changed_argument_is_told_whatever_came_of_it():
    """That a call changed its arguments is said beside the slip."""
    before = context.current()
    context.set_current(context.Context(changed=lambda: ["x", "\u202ey"]))
    try:
        found = diagnosis(-draw(1, 6), draw(1, 6))
    finally:
        context.set_current(before)

    assert found == ["changed_argument", "negated"]


def test_slips_that_fit_alike_are_all_told_unless_they_are_many():
    """Two that fit are both told, four say nothing."""
    expected = draw(5, 6)
    own = [Slip(f"s{n}", en="x", ko="x", value=lambda: expected**3) for n in range(4)]

    assert diagnosis(expected**3, expected, own[:2]) == ["s0", "s1"]
    assert diagnosis(expected**3, expected, own) == []


def test_structures_are_compared_as_a_whole():
    """A slip of a result of several arrays has to explain each of them."""
    expected = (draw(6, 5), [draw(7, 4)])
    own = [Slip("both", en="x", ko="x", value=lambda: (2.5 * expected[0], [expected[1][0] ** 3]))]

    assert diagnosis((2.5 * expected[0], [expected[1][0] ** 3]), expected, own) == ["both"]
    assert diagnosis((2.5 * expected[0], [expected[1][0] ** 2]), expected, own) != ["both"]


def test_nothing_is_computed_for_a_result_that_is_right():
    """A comparison that passes asks for no slip."""

    def never():
        raise AssertionError

    array = np.arange(4.0)

    assert diagnosis(array, array.copy(), slips.Slips(never)) is None
