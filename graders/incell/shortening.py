"""The shortest sequence of steps that still ends in the same failure, within a budget."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Step = TypeVar("Step")
Failure = TypeVar("Failure")

#: sequences that are played anew, and seconds that takes at most
TRIES = 24
SECONDS = 2.5


def shortened(
    steps: list[Step], failure: Failure, attempt: Callable[[list[Step]], Failure | None]
) -> Failure:
    """The failure of as few steps as can be found; the last step, at which it shows, stays.

    `attempt` plays a sequence and gives its failure where that is of the same kind, else None. Steps are left
    out in halves, quarters and so on, then one by one, until none can go.
    """
    before, last = steps[:-1], steps[-1]
    until, left = time.monotonic() + SECONDS, TRIES
    size = len(before)
    while size and before:
        start = 0
        went = False
        while start < len(before):
            if not left or time.monotonic() >= until:
                return failure
            left -= 1
            fewer = before[:start] + before[start + size :]
            found = attempt([*fewer, last])
            if found is None:
                start += size
            else:
                before, failure, went = fewer, found, True
        size = size // 2 if size > 1 else int(went)
    return failure
