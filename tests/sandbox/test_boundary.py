"""The boundary as a whole: what happens when a process of it dies, hangs or has served enough."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import BoundaryFailed, CellLimits
from sandbox.boundary.local import LocalBoundary
from sandbox.policy import MIB
from sandbox.servers import RoleSpec
from tests.processes import descendants, parents
from tests.sandbox.conftest import EXPOSED, Laboratory

ROLES = {
    "grader": RoleSpec("tests.sandbox.entries:ask", expose=EXPOSED, importable=True),
    "submission": RoleSpec("tests.sandbox.entries:run_code", expose=EXPOSED),
}
OWNER = """
import sys, time
from sandbox.boundary.local import LocalBoundary
from tests.sandbox.test_boundary import ROLES
boundary = LocalBoundary(ROLES, slots=1)
boundary.start(); boundary.wait_ready()
print(*boundary.server_pids().values(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def fresh() -> Iterator[Laboratory]:
    """A boundary of the test's own, with one slot."""
    boundary = LocalBoundary(ROLES, slots=1)
    boundary.start()
    try:
        boundary.wait_ready()
        yield Laboratory(boundary)
    finally:
        boundary.stop()


def fork_server(launcher: int) -> int:
    """The fork server of a launcher: its only child."""
    return next(child for child, parent in parents().items() if parent == launcher)


def wait_until_gone(pids: set[int], seconds: float = 10.0) -> set[int]:
    """Wait for processes to end; returns those that did not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        alive = pids & parents().keys()
        if not alive:
            return set()
        time.sleep(0.05)
    return alive


def test_nothing_is_left_when_the_owner_is_killed() -> None:
    """Fork servers and their namespaces end with an owner that had no chance to say so."""
    root = Path(__file__).resolve().parents[2]
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True, cwd=root)
    assert owner.stdout is not None
    launchers = {int(pid) for pid in owner.stdout.readline().split()}
    processes = descendants(launchers)

    owner.kill()
    owner.wait()
    owner.stdout.close()

    assert len(processes) >= 4
    assert wait_until_gone(processes) == set()


def test_stop_leaves_nothing(fresh: Laboratory) -> None:
    """Stopping the boundary ends every process of it."""
    processes = descendants(fresh.boundary.server_pids().values())

    fresh.boundary.stop()

    assert wait_until_gone(processes) == set()


@pytest.mark.parametrize("role", ["grader", "submission"])
def test_dead_server_fails_the_session_and_is_replaced(fresh: Laboratory, role: str) -> None:
    """A session whose server dies ends as our failure; the next one finds a new server."""
    launcher = fresh.boundary.server_pids()[role]
    server = fork_server(launcher)
    threading.Timer(0.5, os.kill, (server, signal.SIGKILL)).start()

    with pytest.raises(BoundaryFailed):
        fresh.run("import time; time.sleep(20)")

    assert fresh.run("result = 1").result == 1
    assert fresh.boundary.server_pids()[role] != launcher


def test_hung_server_is_noticed_and_replaced(fresh: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not answer for too long is given up and replaced."""
    monkeypatch.setattr("sandbox.servers._ANSWER_S", 1.0)
    launcher = fresh.boundary.server_pids()["submission"]
    server = fork_server(launcher)
    os.kill(server, signal.SIGSTOP)

    with pytest.raises(BoundaryFailed, match="does not answer"):
        fresh.run("result = 1")

    assert fresh.run("result = 2").result == 2


def test_server_is_replaced_after_its_quota() -> None:
    """A server that has served its quota is replaced while the others go on."""
    boundary = LocalBoundary(ROLES, slots=1, quota=2)
    boundary.start()
    try:
        laboratory = Laboratory(boundary)
        before = (boundary.wait_ready(), boundary.server_pids())[1]
        answers = [laboratory.run("result = 1").result for _ in range(4)]
        end = time.monotonic() + 10
        while boundary.server_pids().get("submission") == before["submission"] and time.monotonic() < end:
            time.sleep(0.05)

        assert answers == [1, 1, 1, 1]
        assert boundary.server_pids()["submission"] != before["submission"]
    finally:
        boundary.stop()


def _kill_submission_cells(boundary: LocalBoundary) -> None:
    """What the kernel does to cells when memory runs out around them."""
    tree = parents()
    launcher = boundary.server_pids()["submission"]
    servers = [pid for pid, parent in tree.items() if parent == launcher]
    for pid in (pid for pid, parent in tree.items() if parent in servers):
        os.kill(pid, signal.SIGKILL)


def test_cell_that_the_kernel_kills_within_its_limits_is_our_fault(fresh: Laboratory) -> None:
    """Memory that ran out because of others is nobody's runtime error: the session failed."""
    fresh.run("result = 1")
    threading.Timer(1.0, _kill_submission_cells, args=(fresh.boundary,)).start()

    with pytest.raises(BoundaryFailed, match="memory ran out around it"):
        fresh.run("import time; time.sleep(20)")


def test_cell_that_the_kernel_kills_near_its_limit_is_at_fault(fresh: Laboratory) -> None:
    """Who holds most of what it may when memory runs out is told of its memory."""
    fresh.run("result = 1")
    threading.Timer(1.0, _kill_submission_cells, args=(fresh.boundary,)).start()
    limits = CellLimits(wall_s=30, cpu_s=30, memory_bytes=64 * MIB)

    finding = fresh.run("held = bytearray(48 << 20); import time; time.sleep(20)", limits)

    assert (finding.exit.reason, finding.exit.limit) == ("memory", 64 * MIB)


def test_session_without_a_slot_says_so(fresh: Laboratory) -> None:
    """With one slot taken, a second session hears how many are ahead of it, and is served later."""
    ahead: list[int] = []
    slow = threading.Thread(target=fresh.run, args=("import time; time.sleep(1)",))
    slow.start()
    while fresh.boundary._slots.running == 0:
        time.sleep(0.01)

    run = fresh.boundary.run
    fresh.boundary.run = lambda spec, hear: run(spec, hear, on_wait=ahead.append)  # type: ignore[method-assign, assignment, misc]
    second = fresh.run("result = 5")
    slow.join()

    assert ahead == [0]
    assert second.result == 5


def test_a_hundred_sessions_leave_nothing_behind(fresh: Laboratory) -> None:
    """Descriptors and processes are back to where they were after many sessions."""
    fresh.run("result = 0")
    gc.collect()  # what earlier tests have left in circles closes now, and not among the hundred
    descriptors = len(os.listdir("/proc/self/fd"))

    for number in range(100):
        assert fresh.run(f"result = {number}").result == number

    launchers = fresh.boundary.server_pids().values()
    end = time.monotonic() + 5
    while len(descendants(launchers)) > 4 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(descendants(launchers)) == 4
    assert len(os.listdir("/proc/self/fd")) == descriptors
