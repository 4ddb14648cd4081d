"""One soak: grade a mixture from several threads, look at what is held before, meanwhile and after."""

from __future__ import annotations

import hashlib
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from graders.grading import Grader
from tests.attacks.exercise import leaks as secrets_in
from tests.soak.holding import Holding, holding, leaks, settled
from tests.soak.kinds import Kind, mixture

#: the last thousand may be this much slower than the first, measured against a yardstick of fixed work
SLOWDOWN = 1.75
_YARD = bytes(2**21)
SHOWN = 20


@dataclass
class Grading:
    """How one grading went."""

    kind: Kind
    seconds: float
    ended: float  #: on the monotonic clock
    fault: str = ""  #: what was wrong with its report; nothing otherwise
    yardstick: float = 1.0  #: seconds that a fixed piece of work took just then


@dataclass
class Soak:
    """What came of it."""

    gradings: list[Grading] = field(default_factory=list)
    before: Holding | None = None
    after: Holding | None = None
    servers: set[int] = field(default_factory=set)  #: every fork server that was seen
    part: int = 1000
    spare: int = 0  #: descriptors that the worker may come to keep

    @property
    def faults(self) -> list[str]:
        """Reports that were not what they should be."""
        return [grading.fault for grading in self.gradings if grading.fault]

    @property
    def leaks(self) -> list[str]:
        """What was left behind."""
        return (
            leaks(self.before, self.after, self.spare)
            if self.before and self.after
            else ["nothing was measured"]
        )

    @property
    def slowdown(self) -> float:
        """Median time of a right submission among the last thousand over that among the first.

        In units of the yardstick, since machines have other work, too.
        """
        return self.slowed / self.drift

    @property
    def slowed(self) -> float:
        """The same in seconds."""
        return _ratio(self.first, self.last, lambda part: statistics.median(_right(part)))

    @property
    def drift(self) -> float:
        """How much slower the machine itself was at the end."""
        return _ratio(self.first, self.last, lambda part: statistics.median(g.yardstick for g in part))

    @property
    def throughput(self) -> float:
        """Gradings a second among the last thousand over those among the first."""
        return _ratio(self.first, self.last, lambda part: len(part) / (part[-1].ended - part[0].ended))

    @property
    def first(self) -> list[Grading]:
        """The first thousand, or the first quarter of fewer."""
        return self.gradings[: self.part]

    @property
    def last(self) -> list[Grading]:
        """The last thousand, or quarter."""
        return self.gradings[-self.part :]

    @property
    def verdicts(self) -> Counter[str]:
        """How many gradings there were of each temper."""
        return Counter(grading.kind.temper for grading in self.gradings)


def soak(
    grader: Grader,
    count: int,
    workers: int,
    seed: int,
    *,
    warm_up: int,
    spare: int = 0,
    roots: Callable[[], Sequence[int]] | None = None,
    on_part: Callable[[Soak, Holding], None] | None = None,
    strangers: Sequence[int] = (),
) -> Soak:
    """Grade `count` of the mixture after `warm_up` of it.

    `roots` are processes to count beside our own, `strangers` those below us that have nothing to do with it.
    """
    processes = roots or (lambda: list(grader.server_pids().values()))
    result = Soak(part=min(1000, max(1, count // 4)), spare=spare)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda kind: grade(grader, kind), mixture(warm_up, seed + 1)))
        result.before = settled(processes, strangers=strangers)
        lock = threading.Lock()

        def one(kind: Kind) -> None:
            graded = grade(grader, kind)
            with lock:
                result.gradings.append(graded)
                result.servers |= set(grader.server_pids().values())
                whole = len(result.gradings) % result.part == 0
            if whole and on_part is not None:
                on_part(result, holding(processes(), strangers))

        list(pool.map(one, mixture(count, seed)))
        result.after = settled(processes, result.before, spare, strangers)
    return result


def grade(grader: Grader, kind: Kind) -> Grading:
    """Grade one and look at its report."""
    started = time.monotonic()
    report = grader.grade(kind.bundle, {"solution.py": kind.probe.source.encode()})
    ended = time.monotonic()
    fault = ""
    if report.verdict not in kind.probe.verdicts or report.points != kind.points:
        told = f"{report.checks[0].message.en or report.message.en} {report.message.en} {report.diagnosis}"
        fault = f"{kind.probe.name}: {report.verdict}, {report.points} points: {told[:600]}"
    elif found := secrets_in(report.output.stdout + report.output.stderr):
        fault = f"{kind.probe.name}: it printed {found}"
    return Grading(kind, ended - started, ended, fault, _yardstick())


def _yardstick() -> float:
    """Seconds for some work that is always the same."""
    started = time.monotonic()
    hashlib.blake2b(_YARD).digest()
    return time.monotonic() - started


def _right(part: Sequence[Grading]) -> list[float]:
    return [grading.seconds for grading in part if grading.kind.probe.name == "right"] or [0.0]


def _ratio(
    first: Sequence[Grading], last: Sequence[Grading], of: Callable[[Sequence[Grading]], float]
) -> float:
    return of(last) / (of(first) or 1.0) if len(first) > 1 else 1.0
