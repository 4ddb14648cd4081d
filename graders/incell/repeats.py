"""One submission graded over and over in one grader cell.

What a grading costs besides its checks (cells, the imports of checks.py and of the submission, pytest's
collection) is paid once. Each repeat has a seed, an order of checks and fixtures of its own; the submission's
cells serve on, so that state which a submission keeps from call to call is tried as well. Whoever asked
looks twice at a repeat that came out differently: a student's submission never has a past.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from graders import messages
from graders.incell.connection import CellControl
from graders.jobs import GraderJob
from graders.messages import Repeated
from sandbox.cells import CellExit
from sandbox.errors import CellsExhausted
from sandbox.wire import Channel

#: grades a submission once
Once = Callable[[GraderJob, CellControl], None]


def repeat(job: GraderJob, control: CellControl, once: Once) -> None:
    """Grade as often as the job says and tell how the checks ended; stops early where cells run short."""
    lasting = _Lasting(control, job.cells_each)
    for plan in job.repeats:
        if job.cells - lasting.opened < job.cells_each:
            return
        lasting.begin()
        once(msgspec.structs.replace(job, seed=plan.seed, checks=plan.checks), lasting)
        control.emit(messages.encode(Repeated(plan.seed, lasting.outcomes)))


class _Lasting:
    """A cell's control that keeps outcomes to itself, and submission cells for the next grading.

    It lends no more cells to one grading than a grading may use.
    """

    def __init__(self, control: CellControl, each: int) -> None:
        #: by test: "passed", "failed", "error" or "not_run"
        self.outcomes: dict[str, str] = {}
        #: submission cells begun so far
        self.opened = 0
        self._control = control
        self._each = each
        self._lent: dict[int, str] = {}
        self._kept: dict[str, Channel] = {}
        self._used = 0

    def begin(self) -> None:
        """Begin another grading."""
        self.outcomes = {}
        self._used = 0

    def emit(self, message: bytes) -> None:
        """Keep how a check ended; the rest is for those who watch a grading."""
        match messages.decode(message):
            case messages.CheckFinished(test, outcome):
                self.outcomes[test] = outcome

    def open(self, phase: str) -> Channel:
        """A channel to a cell that serves nobody; raises CellsExhausted where a grading would have none."""
        if self._used >= self._each:
            raise CellsExhausted(f"no submission cell left for phase {phase!r}")
        self._used += 1
        channel = self._kept.pop(phase, None)
        if channel is None:
            channel = self._control.open(phase)
            self.opened += 1
        self._lent[channel.fd] = phase
        return channel

    def lost(self, channel: Channel, why: str) -> CellExit:
        """Give a cell up and learn how it ended."""
        self._lent.pop(channel.fd)
        return self._control.lost(channel, why)

    def finish(self, channel: Channel) -> CellExit:
        """Keep a cell for the next grading."""
        self._kept[self._lent.pop(channel.fd)] = channel
        return CellExit("stopped")
