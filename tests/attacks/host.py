"""The state of the machine around a boundary: what an attack must leave as it was."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from graders.grading import Grader
from sandbox.watchdog import memory_of
from tests import engine
from tests.attacks import exercise
from tests.processes import descendants

MIB = 2**20
SETTLE_S = 10.0
#: within this an honest submission is graded, whatever came before it
RESPONSIVE_S = 15.0
MEMORY_SLACK = 64 * MIB


@dataclass(frozen=True)
class Traces:
    """What a grading could leave behind."""

    servers: dict[str, int]  #: fork servers, or containers, with their process ids
    processes: int
    descriptors: int
    mounts: int
    memory: int

    def no_more_than(self, before: Traces) -> bool:
        """Whether nothing has come to it since."""
        return (
            self.servers == before.servers
            and self.processes <= before.processes
            and self.descriptors <= before.descriptors
            and self.mounts <= before.mounts
            and self.memory <= before.memory + MEMORY_SLACK
        )


def traces(grader: Grader) -> Traces:
    """The boundary's processes and this one: how many, their memory, and what this one holds."""
    servers = grader.server_pids()
    family = descendants([os.getpid()]) - descendants(_engine()) | descendants(servers.values())
    return Traces(
        servers,
        len(family),
        len(os.listdir("/proc/self/fd")),
        _mounts(),
        sum(map(memory_of, family)),
    )


def settled(grader: Grader, before: Traces) -> Traces:
    """The traces as soon as there is no more than before, or after a while: an end takes its time."""
    deadline = time.monotonic() + SETTLE_S
    while not (now := traces(grader)).no_more_than(before) and time.monotonic() < deadline:
        time.sleep(0.02)
    return now


def assert_unharmed(grader: Grader, before: Traces) -> None:
    """An honest submission is graded at once, by the same servers, and nothing is left behind."""
    began = time.monotonic()
    report = grader.grade(exercise.task("patient"), {"solution.py": exercise.HONEST.encode()})
    took = time.monotonic() - began
    after = settled(grader, before)

    assert (report.verdict, report.points) == ("AC", exercise.MAX_POINTS), report.diagnosis
    assert took < RESPONSIVE_S
    assert after.servers == before.servers
    assert after.processes <= before.processes
    assert after.descriptors <= before.descriptors
    assert after.mounts <= before.mounts
    assert after.memory <= before.memory + MEMORY_SLACK


def _engine() -> list[int]:
    """The container engine, where tests have started it: what it holds is not ours."""
    note = engine.FOLDER / "pid"
    return [int(note.read_text())] if note.is_file() else []


def _mounts() -> int:
    """Mounts of this machine, but for those of containers: others may come and go beside ours."""
    rows = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    return sum("/docker/" not in row and "/containerd/" not in row for row in rows)
