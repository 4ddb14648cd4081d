"""Runs one target for a number of frames and holds every one of them to the same rules.

A frame may be taken or refused; anything else that happens is a find: another exception, more time than the
deadline, or memory, descriptors or objects that are still there when all frames are done. Each frame is made
from the seed, the target and its own number, so that a find can be had again alone.
"""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.fuzz.target import Target

DEADLINE_S = 2.0  #: for one frame, of processor time: a busy machine is no find
GROWTH_BYTES = 24 * 2**20  #: over a whole run, after a warm-up
GROWTH_BLOCKS = 4000  #: objects of the interpreter, likewise
WARM_UP = 0.2


class Hung(BaseException):
    """A frame took longer than its deadline."""


@dataclass
class Find:
    """A frame that was neither taken nor refused."""

    number: int
    data: bytes
    error: str
    place: str  #: where it was raised
    times: int = 1  #: how many frames ended so

    def __str__(self) -> str:
        shown = self.data[:60].hex() + ("…" if len(self.data) > 60 else "")
        return f"{self.times} times, first frame {self.number}: {self.error}\n    at {self.place}: {shown}"


@dataclass
class Outcome:
    """What came of one target's frames."""

    frames: int = 0
    taken: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    slowest: int = 0  #: the number of the slowest frame
    grown_bytes: int = 0
    peak_bytes: int = 0
    grown_blocks: int = 0
    grown_descriptors: int = 0
    finds: dict[str, Find] = field(default_factory=dict)  #: by kind and place

    @property
    def leaks(self) -> list[str]:
        """What was left behind, in words."""
        over = {
            f"{self.grown_bytes / 2**20:.1f} MiB of memory": self.grown_bytes > GROWTH_BYTES,
            f"{self.grown_blocks} blocks of objects": self.grown_blocks > GROWTH_BLOCKS,
            f"{self.grown_descriptors} descriptors": self.grown_descriptors > 0,
        }
        return [text for text, leaked in over.items() if leaked]


def frame(target: Target, seed: int, number: int) -> bytes:
    """The input of one try: the same whenever seed, target and number are."""
    return target.make(random.Random(f"{seed}/{target.name}/{number}"))


def run(
    target: Target, frames: int, seed: int, first: int = 0, on_frame: Callable[[int], None] | None = None
) -> Outcome:
    """Feed that many frames to the target, each under a deadline."""
    outcome = Outcome()
    watch = _Watch()
    warm = first + int(frames * WARM_UP)
    before = _Held()
    limit = sys.getrecursionlimit()
    with watch:
        for number in range(first, first + frames):
            if number == warm:
                before = _Held()
            if on_frame is not None:
                on_frame(number)
            _try(target, frame(target, seed, number), number, outcome, watch)
    if sys.getrecursionlimit() != limit:
        raise AssertionError("a frame changed the interpreter")
    after = _Held()
    outcome.grown_bytes = after.resident - before.resident
    outcome.peak_bytes = after.peak - before.resident
    outcome.grown_blocks = after.blocks - before.blocks
    outcome.grown_descriptors = after.descriptors - before.descriptors
    return outcome


def _try(target: Target, data: bytes, number: int, outcome: Outcome, watch: _Watch) -> None:
    watch.rewind()
    started = time.thread_time()
    wall = time.monotonic()
    error: BaseException | None = None
    try:
        outcome.taken += target.feed(data)
        watch.rest()
    except (Exception, Hung) as caught:  # noqa: BLE001 - edge: around one frame, whatever it does is noted
        watch.rest()
        error = caught
    spent = time.thread_time() - started
    outcome.frames += 1
    outcome.seconds += time.monotonic() - wall
    if spent > outcome.slowest_s:
        outcome.slowest_s, outcome.slowest = spent, number
    if error is None and (watch.struck or spent > DEADLINE_S):
        error = Hung(f"{spent:.1f} s")
    if error is not None:
        _note(outcome, number, data, error)


def _note(outcome: Outcome, number: int, data: bytes, error: BaseException) -> None:
    """Enter a find, once for each place it comes from."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{last[0].filename}:{last[0].lineno}" if last else "the whole frame"
    kind = type(error).__name__
    if (key := f"{kind} {place}") in outcome.finds:
        outcome.finds[key].times += 1
    else:
        outcome.finds[key] = Find(number, data, f"{kind}: {str(error)[:300]}", place)


class _Watch:
    """Interrupts a frame that never ends; code that catches everything is noticed all the same."""

    PATIENCE_S = 10.0  #: of wall time, since the machine may have better things to do

    def __enter__(self) -> _Watch:
        self.struck = False
        self._before = signal.signal(signal.SIGALRM, self._strike)
        return self

    def __exit__(self, *exception: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)

    def rewind(self) -> None:
        """Begin to count again."""
        self.struck = False
        signal.setitimer(signal.ITIMER_REAL, self.PATIENCE_S)

    def rest(self) -> None:
        """Count no further: what comes between two frames is nobody's fault."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _strike(self, number: int, at: FrameType | None) -> None:
        self.struck = True
        raise Hung(f"nothing for {self.PATIENCE_S:.0f} s")


class _Held:
    """What this process holds now."""

    def __init__(self) -> None:
        gc.collect()
        rows = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text().splitlines())
        self.resident = int(rows["VmRSS"].split()[0]) * 1024
        self.peak = int(rows["VmHWM"].split()[0]) * 1024
        self.blocks = sys.getallocatedblocks()
        self.descriptors = len(os.listdir("/proc/self/fd"))
