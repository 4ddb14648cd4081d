"""A failing sequence loses what it does without, within a budget."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graders.incell import shortening
from graders.incell.shortening import TRIES, shortened


def needing(*needed: str) -> tuple[list[list[str]], Callable[[list[str]], str | None]]:
    """Sequences that were tried, and an attempt that fails where all of these are left."""
    tried: list[list[str]] = []

    def attempt(steps: list[str]) -> str | None:
        tried.append(steps)
        return ",".join(steps) if set(needed) <= set(steps) else None

    return tried, attempt


@pytest.mark.parametrize(
    ("needed", "told"), [("", "z"), ("a", "a,z"), ("cf", "c,f,z"), ("abcdefgh", "a,b,c,d,e,f,g,h,z")]
)
def test_only_what_is_needed_is_left(needed: str, told: str) -> None:
    """The last step stays, since the failure shows there; order is kept."""
    tried, attempt = needing(*needed)

    assert shortened(list("abcdefghz"), "first", attempt) == (told if told.count(",") < 8 else "first")
    assert all(steps[-1] == "z" for steps in tried)
    assert len(tried) <= TRIES


def test_one_step_is_as_short_as_can_be() -> None:
    """Nothing is tried."""
    tried, attempt = needing()

    assert shortened(["z"], "first", attempt) == "first"
    assert tried == []


def test_the_search_ends_with_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the sequence; what was found until then is told."""
    tried, attempt = needing(*(f"s{number}" for number in range(0, 200, 2)))

    shortened([f"s{number}" for number in range(200)], "first", attempt)
    assert len(tried) == TRIES

    monkeypatch.setattr(shortening, "SECONDS", 0.0)
    assert shortened(["a", "z"], "first", attempt) == "first"
