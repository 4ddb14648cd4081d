"""When to try something again: the FSRS scheduler, set up once.

FSRS (free spaced repetition scheduler) remembers of each card how stable the memory is and how difficult the
matter, and from these when the chance of still knowing it falls to the retention that is wanted. A card is
tried anew ten minutes after a miss, everything else takes whole days. Nothing is left to chance, so that the
same answers at the same times always give the same days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from fsrs import Card, Rating, Scheduler, State

#: chance of still knowing something on the day when it comes up again
RETENTION = 0.9
#: how long after a miss
STEP = timedelta(minutes=10)
#: what is known this well is asked once a year all the same
LONGEST_DAYS = 365
AGAIN, GOOD = int(Rating.Again), int(Rating.Good)

_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(STEP,),
    relearning_steps=(STEP,),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)
_MEMORY = ("state", "step", "stability", "difficulty", "last_review")


def begin() -> dict[str, Any]:
    """The memory of something that has never been tried."""
    return _memory_of(Card())


def review(memory: Mapping[str, Any], rating: int, moment: datetime) -> tuple[dict[str, Any], datetime]:
    """The memory after a try, and when the next one is due."""
    card, _ = _SCHEDULER.review_card(_card_of(memory, moment), Rating(rating), moment)
    return _memory_of(card), card.due


def waits_after_miss(memory: Mapping[str, Any]) -> bool:
    """Was the last try a miss, so that the next one is a matter of minutes?"""
    card = _card_of(memory, None)
    return card.last_review is not None and card.state in (State.Learning, State.Relearning)


def _memory_of(card: Card) -> dict[str, Any]:
    """What is stored: the card without its number and its due time, which have columns of their own."""
    whole = cast(dict[str, Any], card.to_dict())
    return {name: whole[name] for name in _MEMORY}


def _card_of(memory: Mapping[str, Any], moment: datetime | None) -> Card:
    """The card of a stored memory; one that cannot be read begins anew."""
    try:
        last = memory["last_review"]
        return Card(
            card_id=0,
            state=State(memory["state"]),
            step=memory["step"],
            stability=memory["stability"],
            difficulty=memory["difficulty"],
            due=moment,
            last_review=datetime.fromisoformat(last) if last else None,
        )
    except (KeyError, TypeError, ValueError):
        return Card(card_id=0, due=moment)
