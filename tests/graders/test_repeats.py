from __future__ import annotations

import pytest

from graders import messages
from graders.messages import CheckStarted, Done, Repeated
from graders.repeats import _Book, order
from tests.graders import samples

PASSED = {"test_small": "passed", "test_large": "passed"}


def book(*said: bytes) -> _Book:
    """What the host makes of these messages about seeds 1 and 2."""
    made = _Book(samples.bundle(), [1, 2])
    for data in said:
        made.receive(data)
    return made


def test_each_repeat_is_entered_once() -> None:
    """What was asked for is taken down, with the tests that did not pass and those that broke."""
    outcomes = PASSED | {"test_large": "error", "test_small": "not_run"}
    made = book(*map(messages.encode, (Repeated(1, PASSED), Repeated(2, outcomes), Done())))

    assert [each.seed for each in made.found] == [1, 2]
    assert made.found[0].failed == frozenset()
    assert made.found[1].failed == {"test_small", "test_large"}
    assert made.found[1].broken == {"test_large"}
    assert not made.closed.is_set()


@pytest.mark.parametrize(
    "forged",
    [
        messages.encode(Repeated(3, PASSED)),
        messages.encode(Repeated(1, PASSED)),
        messages.encode(Repeated(2, {"test_small": "passed"})),
        messages.encode(Repeated(2, PASSED | {"test_other": "passed"})),
        messages.encode(Repeated(2, PASSED | {"test_small": "accepted"})),
        messages.encode(CheckStarted("test_small")),
        b"no message",
    ],
)
def test_a_cell_that_says_what_nobody_asked_is_not_believed_any_more(forged: bytes) -> None:
    """Another seed, one told before, other tests or outcomes: only what came before stays."""
    made = book(messages.encode(Repeated(1, PASSED)), forged, messages.encode(Repeated(2, PASSED)))

    assert made.closed.is_set()
    assert [each.seed for each in made.found] == [1]


def test_the_order_follows_from_the_seed() -> None:
    """The same seed gives the same order, and not every seed gives the same."""
    orders = {tuple(order(samples.bundle(), seed)) for seed in range(20)}

    assert order(samples.bundle(), 5) == order(samples.bundle(), 5)
    assert orders == {("test_small", "test_large"), ("test_large", "test_small")}
