"""Grading one submission many times under fresh seeds, for those who doubt the checks and not the submission.

Several repeats share their cells (`graders/incell/repeats.py`); what a grader cell says is data of a stranger
and is held against what was asked. Where it gets to none of its repeats, the first becomes a grading of its
own, which counts however it ends.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from graders import jobs, messages
from graders.bundle import Bundle
from graders.grading import Grader
from graders.one_grading import REPLACEMENTS, OneGrading, grader_limits, planned
from graders.sources import SourceError, check_files
from graders.trial import Trial
from sandbox.errors import BoundaryFailed
from sandbox.policy import CellLimits
from sandbox.session import CellSpec, SessionSpec

#: repeats in one grader cell; the next ones get a fresh cell
TOGETHER = 10
#: submission cells a session can have: their channels travel to the grader cell in one message
MAX_CELLS = 24
_OUTCOMES = frozenset({"passed", "failed", "error", "not_run"})


@dataclass(frozen=True)
class Repeat:
    """How the checks ended with one seed."""

    seed: int
    #: tests that did not pass
    failed: frozenset[str]
    #: tests that broke by a fault of the checks or of ours
    broken: frozenset[str]


def repeat(
    grader: Grader, bundle: Bundle, files: Mapping[str, bytes], seeds: Sequence[int]
) -> Iterator[Repeat]:
    """The outcome for each seed, in no particular order; every check runs, those after the deadline too."""
    left = list(seeds)
    together = not bundle.resources.gpu and _fit(bundle, files)
    while left:
        batch = left[:TOGETHER]
        found = _together(grader, bundle, files, batch) if together else []
        yield from found or [repeat_alone(grader, bundle, files, seed) for seed in batch[:1]]
        done = {each.seed for each in found} or set(batch[:1])
        left = [seed for seed in left if seed not in done]


def order(bundle: Bundle, seed: int) -> list[str]:
    """The tests of an exercise in an order that follows from the seed."""
    tests = [check.test for check in bundle.checks]
    random.Random(seed).shuffle(tests)
    return tests


def _fit(bundle: Bundle, files: Mapping[str, bytes]) -> bool:
    """Whether anything runs at all, or is refused before."""
    try:
        check_files(files, bundle)
    except SourceError:
        return False
    return True


def repeat_alone(grader: Grader, bundle: Bundle, files: Mapping[str, bytes], seed: int) -> Repeat:
    """The outcome for one seed, as a grading of its own: in cells without a past."""
    trial = Trial(shrink=False, order=order(bundle, seed))
    report = grader.grade(bundle, files, seed, include_after_due=True, trial=trial)
    outcomes = {check.test: check.outcome for check in report.checks}
    return _repeat(seed, outcomes)


def _together(
    grader: Grader, bundle: Bundle, files: Mapping[str, bytes], seeds: Sequence[int]
) -> list[Repeat]:
    """As many repeats as one grader cell managed; what it says out of turn ends it."""
    book = _Book(bundle, seeds)
    try:
        grader.converse(_session(grader, bundle, files, seeds), book.receive, stop=book.closed)
    except BoundaryFailed:  # ours; each is tried again
        return []
    return book.found


def _session(grader: Grader, bundle: Bundle, files: Mapping[str, bytes], seeds: Sequence[int]) -> SessionSpec:
    """One grading's cells, for as many gradings as there are seeds."""
    checks = planned(bundle, "submit", True)
    spec = OneGrading(bundle, "submit", seeds[0], checks, grader.boundary, Trial(shrink=False)).session(files)
    job = jobs.decode_grader(spec.grader.payload)
    by_test = {plan.test: plan for plan in job.checks}
    plans = [jobs.RepeatPlan(seed, [by_test[test] for test in order(bundle, seed)]) for seed in seeds]
    each = len(spec.submission) + REPLACEMENTS
    job = msgspec.structs.replace(job, kind="repeat", repeats=plans, cells=MAX_CELLS, cells_each=each)
    wall = spec.wall_s * len(seeds)
    cells = {
        phase: replace(cell, limits=_times(cell.limits, len(seeds)))
        for phase, cell in spec.submission.items()
    }
    return replace(
        spec,
        grader=CellSpec(jobs.encode(job), grader_limits(bundle, wall)),
        submission=cells,
        replacements=MAX_CELLS - len(spec.submission),
        wall_s=wall,
    )


def _times(limits: CellLimits, count: int) -> CellLimits:
    """What a cell may use that serves so many gradings; its memory is no less limited."""
    return msgspec.structs.replace(limits, wall_s=limits.wall_s * count, cpu_s=limits.cpu_s * count)


class _Book:
    """What a grader cell said about its repeats, each once and each asked for."""

    def __init__(self, bundle: Bundle, seeds: Sequence[int]) -> None:
        self.found: list[Repeat] = []
        #: set where nothing more is to be believed
        self.closed = threading.Event()
        self._tests = {check.test for check in bundle.checks}
        self._left = set(seeds)

    def receive(self, data: bytes) -> None:
        """Enter one message."""
        if self.closed.is_set():
            return
        try:
            message = messages.decode(data)
        except msgspec.MsgspecError:
            self.closed.set()
            return
        if isinstance(message, messages.Repeated) and self._fits(message):
            self._left.discard(message.seed)
            self.found.append(_repeat(message.seed, message.outcomes))
        elif not isinstance(message, messages.Done):
            self.closed.set()

    def _fits(self, message: messages.Repeated) -> bool:
        return (
            message.seed in self._left
            and set(message.outcomes) == self._tests
            and _OUTCOMES.issuperset(message.outcomes.values())
        )


def _repeat(seed: int, outcomes: Mapping[str, str]) -> Repeat:
    return Repeat(
        seed,
        frozenset(test for test, outcome in outcomes.items() if outcome != "passed"),
        frozenset(test for test, outcome in outcomes.items() if outcome == "error"),
    )
