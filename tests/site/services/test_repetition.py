from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from seodang.services import repetition
from seodang.services.repetition import AGAIN, GOOD

START = datetime(2026, 5, 3, 9, tzinfo=UTC)


def play(*ratings: int) -> list[timedelta]:
    """The breaks after tries that are each made when they are due."""
    memory, moment, breaks = repetition.begin(), START, []
    for rating in ratings:
        memory, due = repetition.review(memory, rating, moment)
        breaks.append(due - moment)
        moment = due
    return breaks


def test_right_answers_make_breaks_longer() -> None:
    """By the documented days, and a year at most."""
    breaks = play(*[GOOD] * 12)

    assert [each.days for each in breaks[:5]] == [2, 11, 46, 163, 365]
    assert all(a <= b for a, b in itertools.pairwise(breaks))
    assert breaks[-1] == timedelta(days=repetition.LONGEST_DAYS)


def test_a_miss_comes_again_in_ten_minutes() -> None:
    """And then begins with shorter breaks than before it, by the documented days."""
    before, miss, *after = play(GOOD, GOOD, AGAIN, GOOD, GOOD)[1:]

    assert miss == timedelta(minutes=10)
    assert [each.days for each in (before, *after)] == [11, 2, 5]


def test_the_same_tries_give_the_same_days() -> None:
    """No chance is involved."""
    assert play(AGAIN, GOOD, GOOD, AGAIN, GOOD) == play(AGAIN, GOOD, GOOD, AGAIN, GOOD)


@pytest.mark.parametrize("memory", [{}, {"stability": 1.5}, {"state": 9}, {"last_review": "soon"}])
def test_a_memory_that_cannot_be_read_begins_anew(memory: dict[str, object]) -> None:
    """Nothing breaks, and nothing is pretended to be known."""
    assert repetition.review(memory, GOOD, START) == repetition.review(repetition.begin(), GOOD, START)
    assert not repetition.waits_after_miss(memory)
