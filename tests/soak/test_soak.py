"""A short soak, across a change of servers, and proof that it would notice what it looks for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from graders.grading import Grader
from sandbox.boundary.local import LocalBoundary
from tests.attacks.probe import Probe
from tests.processes import parents
from tests.soak import soaking
from tests.soak.holding import OWN_GROWTH, Holding, leaks, settled
from tests.soak.kinds import Kind, kinds, mixture
from tests.soak.soaking import Grading, Soak, grade, soak

HELD = Holding(5, 10, 20, 4, 65, 30 * 2**20, 700 * 2**20)
WARM_UP = 12
CHANGE_S = 60.0
GRADINGS = 48


def change_servers(grader: Grader) -> None:
    """Have both fork servers replaced, as if they had served enough, and wait until they are."""
    boundary = grader.boundary
    assert isinstance(boundary, LocalBoundary)
    before, quota = set(grader.server_pids().values()), boundary._quota
    boundary._quota = 1
    assert grade(grader, kinds()["right"]).fault == ""
    boundary._quota = quota
    deadline = time.monotonic() + CHANGE_S
    while before & set(grader.server_pids().values()) and time.monotonic() < deadline:
        time.sleep(0.1)


def test_mixed_gradings_leave_nothing_behind(grader: Grader):
    """Submissions of every temper get their verdicts and leave no trace, while servers change under them."""
    before = set(grader.server_pids().values())
    changes = iter([change_servers])

    def on_part(result: Soak, held: Holding) -> None:
        for change in changes:  # at the first part only, while another thread goes on grading
            change(grader)

    # A site, its browser or an engine that other tests have started come and go as they like.
    others = [pid for pid, parent in parents().items() if parent == os.getpid() and pid not in before]
    first = soak(grader, GRADINGS, 2, seed=5, warm_up=WARM_UP, on_part=on_part, strangers=others)
    second = soak(grader, GRADINGS // 4, 2, seed=6, warm_up=2, strangers=others)

    assert [*first.faults, *second.faults] == []
    assert [*first.leaks, *leaks(first.before, second.after)] == []
    assert set(first.verdicts) == {"right", "wrong", "crashing", "hostile"}
    assert len(first.gradings + second.gradings) == GRADINGS + GRADINGS // 4
    assert len(second.servers - before) == 2  # they ran behind new ones


def test_a_mixture_has_every_kind_in_its_share():
    """Nearly half are right, each kind occurs, and the same seed gives the same order."""
    mixed = [kind.probe.name for kind in mixture(480, 3)]

    assert set(mixed) == set(kinds())
    assert 0.4 < sum(kinds()[name].temper == "right" for name in mixed) / len(mixed) < 0.5
    assert mixed == [kind.probe.name for kind in mixture(480, 3)]


def test_a_verdict_that_is_off_is_told(grader: Grader):
    """A grading whose report is not what its kind calls for is a fault, with name, verdict and message."""
    right = kinds()["right"]
    liar = Kind(Probe("liar", right.probe.source, "WA"), right.bundle, "wrong")

    assert grade(grader, right).fault == ""
    assert grade(grader, liar).fault.startswith("liar: AC, 2 points")


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("processes", {"processes": 6}),
        ("descriptors", {"descriptors": 11}),
        ("descriptors of servers", {"server_descriptors": 21}),
        ("threads", {"threads": 5}),
        ("mounts", {"mounts": 66}),
        ("of the worker", {"own_bytes": HELD.own_bytes + OWN_GROWTH + 1}),
        ("of all processes", {"tree_bytes": HELD.tree_bytes * 2}),
    ],
)
def test_whatever_there_is_more_of_is_a_leak(what: str, more: dict[str, int]):
    """One process, descriptor, thread or mount more is told; memory beyond its tolerance, too."""
    assert leaks(HELD, HELD) == []
    assert [what in leak for leak in leaks(HELD, replace(HELD, **more))] == [True]


def test_what_is_held_is_counted(monkeypatch: pytest.MonkeyPatch):
    """A process, a descriptor and memory that are really there are seen, and gone when they are gone."""
    monkeypatch.setattr("tests.soak.holding.SETTLE_S", 1.0)
    before = settled(list)  # by then the cells of the gradings before are gone
    kept = os.open(os.devnull, os.O_RDONLY)
    ballast = bytearray(os.urandom(2**20)) * 200
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        time.sleep(0.2)
        during = settled(list, before)
        child.communicate(b"\n")
    os.close(kept)
    del ballast

    assert during.processes == before.processes + 1
    assert any("MiB of the worker" in leak for leak in leaks(before, during))
    assert during.descriptors > before.descriptors
    assert leaks(before, replace(settled(list, before), tree_bytes=0)) == []


def test_slower_gradings_are_seen():
    """The ratio is of the last part's medians to the first's; what the machine lost is not counted."""

    def paced(*seconds: float, machine: float = 1.0) -> Soak:
        right = kinds()["right"]
        done = [Grading(right, each, float(number)) for number, each in enumerate(seconds)]
        for grading in done[2:]:
            grading.yardstick = machine
        return Soak(done, HELD, HELD, part=2)

    assert paced(0.1, 0.1, 0.1, 0.1).slowdown == pytest.approx(1.0)
    assert paced(0.1, 0.1, 0.3, 0.3).slowdown == pytest.approx(3.0)
    assert paced(0.1, 0.1, 0.3, 0.3, machine=3.0).slowdown == pytest.approx(1.0)
    assert soaking.SLOWDOWN < 3.0
