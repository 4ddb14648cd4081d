"""One submission graded over and over in one grader cell: new seed, new order, new submission cells each time.

What a grading costs besides its checks (a cell, the import of checks.py, pytest's collection) is paid once.
Each repeat has a seed context, fixtures and submission cells of its own, as many of these as a grading may
use, so that only what checks.py itself keeps in its module outlives a repeat.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import msgspec

from graders import messages
from graders.incell.connection import CellControl
from graders.jobs import CheckPlan, GraderJob
from graders.messages import Repeated
from sandbox.cells import CellExit
from sandbox.errors import CellsExhausted
from sandbox.wire import Channel


#: grades a submission once
Once = Callable[[GraderJob, CellControl], None]


def repeat(job: GraderJob, control: CellControl, once: Once) -> None:
    """Grade with each seed of the job and say how the checks ended; stops early where cells run short."""
    left = job.cells
    for seed in job.seeds:
        if left < job.cells_each:
            return
        overheard = _Overhearing(control, job.cells_each)
        once(msgspec.structs.replace(job, seed=seed, checks=shuffled(job.checks, seed)), overheard)
        left -= overheard.opened
        control.emit(messages.encode(Repeated(seed, overheard.outcomes)))


def shuffled(checks: Sequence[CheckPlan], seed: int) -> list[CheckPlan]:
    """The checks in an order that follows from the seed; public ones stay first."""
    order = list(checks)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
    return sorted(order, key=lambda check: check.visibility != "public")


class _Overhearing:
    """A cell's control that keeps the outcomes to itself and lends no more cells than one grading gets."""

    def __init__(self, control: CellControl, cells: int) -> None:
        #: by test: "passed", "failed", "error" or "not_run"
        self.outcomes: dict[str, str] = {}
        self.opened = 0
        self._control = control
        self._cells = cells

    def emit(self, message: bytes) -> None:
        """Keep how a check ended; the rest is for those who watch a grading."""
        match messages.decode(message):
            case messages.CheckFinished(test, outcome):
                self.outcomes[test] = outcome

    def open(self, phase: str) -> Channel:
        """A channel to a fresh cell; raises CellsExhausted where a grading would have none left."""
        if self.opened >= self._cells:
            raise CellsExhausted(f"no submission cell left for phase {phase!r}")
        self.opened += 1
        return self._control.open(phase)

    def lost(self, channel: Channel, why: str) -> CellExit:
        """Give a cell up and learn how it ended."""
        return self._control.lost(channel, why)

    def finish(self, channel: Channel) -> CellExit:
        """End a cell that is no longer needed."""
        return self._control.finish(channel)
