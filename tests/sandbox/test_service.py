"""The sandbox service over a Unix socket: sessions for others, and an end after anything odd."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sandbox import BoundaryFailed, BoundaryUnavailable, service
from sandbox.boundary import remote
from sandbox.boundary.remote import RemoteSession, greeted
from sandbox.boundary.socket import SocketBoundary
from sandbox.cells import CellExit
from sandbox.messages import PROTOCOL, Hello, Result, encode
from sandbox.servers import RoleSpec
from sandbox.session import CellSpec, SessionResult, SessionSpec
from sandbox.wire import Channel
from tests.processes import descendants, parents
from tests.sandbox.conftest import EXPOSED, ROOMY, Laboratory

ROLES = {
    "grader": RoleSpec("tests.sandbox.entries:ask", expose=EXPOSED, importable=True),
    "submission": RoleSpec("tests.sandbox.entries:run_code", expose=EXPOSED),
}
ROOT = Path(__file__).resolve().parents[2]
SOON_S = 20.0


@dataclass
class Services:
    """Sandbox services of this test, as something beside the worker would start them."""

    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Where they listen."""
        return self.folder / "sandbox.sock"

    def start(self, *options: str, roles: dict[str, RoleSpec] = ROLES) -> subprocess.Popen[bytes]:
        """Start one; it listens before it is warm. An option given twice counts the second time."""
        words = service.command(roles, 2, "tests.sandbox.entries:facts")
        command = [sys.executable, "-m", "sandbox.service", *words, "--listen", str(self.path), *options]
        with open(self.folder / "log", "ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=log)
        self.started.append(process)
        return process

    def boundary(self, slots: int = 2) -> SocketBoundary:
        """A worker's boundary to whichever service listens."""
        boundary = SocketBoundary(self.path, slots)
        boundary.start()
        return boundary


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A place for services, and an end for those that were started."""
    made = Services(tmp_path)
    yield made
    for process in made.started:
        process.kill()
        process.wait()


def laboratory(services: Services) -> Laboratory:
    """A laboratory behind the service."""
    boundary = services.boundary()
    boundary.wait_ready(SOON_S)
    return Laboratory(boundary)  # type: ignore[arg-type]


def spec_of(code: str) -> SessionSpec:
    """A session of one submission cell."""
    script = msgspec.msgpack.encode([("public", 30.0)])
    return SessionSpec(CellSpec(script, ROOMY), {"public": CellSpec(code.encode(), ROOMY)})


def test_session_behind_a_socket_is_a_session(services: Services):
    """Messages, cell ends and what the service runs with arrive as from a boundary of one's own."""
    services.start()
    found = laboratory(services)

    finding = found.run("import os; print('hello'); result = os.getpid()")

    assert (finding.result, finding.exit.stdout) == (1, "hello\n")
    assert found.results[0].submissions[0][1].reason == "stopped"
    assert found.boundary.facts.environment == {"colour": "green"}
    assert found.boundary.facts.kind == "socket"


def test_sessions_wait_for_a_slot_of_the_service_and_are_told(services: Services):
    """Four at a time from two workers on two slots: all are served, and some hear that they wait."""
    services.start()
    told: list[int] = []
    results: list[Any] = []

    def work(boundary: SocketBoundary, number: int) -> None:
        heard: list[bytes] = []
        boundary.run(
            spec_of(f"import time; time.sleep(1.5); result = {number}"), heard.append, on_wait=told.append
        )
        results.append(msgspec.msgpack.decode(heard[0])["answer"]["result"])

    workers = [services.boundary(), services.boundary()]
    threads = [threading.Thread(target=work, args=(workers[n % 2], n)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [0, 1, 2, 3]
    assert told


def test_service_leaves_after_its_quota_and_sessions_wait_for_the_next(services: Services):
    """A spent service exits by itself; a session that comes meanwhile is served by its successor."""
    first = services.start("--quota", "2")
    found = laboratory(services)
    assert [found.run(f"result = {n}").result for n in range(2)] == [0, 1]
    assert first.wait(SOON_S) == 0

    later = threading.Timer(0.5, services.start)
    later.start()

    assert found.run("result = 2").result == 2


def test_service_whose_fork_server_fails_says_so_and_leaves(services: Services):
    """What should not happen ends the service, so that a fresh one takes over; the fault is ours."""
    process = services.start()
    boundary = services.boundary(1)
    boundary.wait_ready(SOON_S)
    killer = threading.Timer(1.0, _kill_launchers, args=(process.pid,))
    killer.start()

    with pytest.raises(BoundaryFailed):
        boundary.run(spec_of("import time; time.sleep(30)"), lambda _: None)

    assert process.wait(SOON_S) == 1


def _kill_launchers(service_pid: int) -> None:
    launchers = [pid for pid, parent in parents().items() if parent == service_pid]
    for pid in launchers:  # the fork servers and their cells die with them
        os.kill(pid, signal.SIGKILL)


def test_frozen_service_is_noticed(services: Services, monkeypatch: pytest.MonkeyPatch):
    """A service that stops to beat has failed, however long its session may still take."""
    monkeypatch.setattr(remote, "_SILENCE_S", 3.0)
    process = services.start()
    boundary = services.boundary(1)
    boundary.wait_ready(SOON_S)
    freezer = threading.Timer(1.0, process.send_signal, args=(signal.SIGSTOP,))
    freezer.start()

    with pytest.raises(BoundaryFailed, match="silent"):
        boundary.run(spec_of("import time; time.sleep(30)"), lambda _: None)


def test_next_session_may_begin_the_moment_a_result_is_there(
    services: Services, monkeypatch: pytest.MonkeyPatch
):
    """One connection serves session after session, however quickly the next one is asked for."""
    slow = "import threading, time; run = threading.Thread.run\n"
    slow += "threading.Thread.run = lambda self: (run(self), self.name == 'session' and time.sleep(0.5))\n"
    (services.folder / "sitecustomize.py").write_text(slow)
    monkeypatch.setenv("PYTHONPATH", f"{services.folder}:{ROOT}")
    services.start()
    with socket.socket(socket.AF_UNIX) as connection:
        laboratory(services)
        connection.connect(str(services.path))
        channel = Channel(connection.fileno())
        greeted(channel, time.monotonic() + SOON_S)
        results = [RemoteSession(channel, spec_of("result = 1")).run(lambda _: None) for _ in range(3)]

    assert [len(result.submissions) for result in results] == [1, 1, 1]


def test_worker_that_goes_away_ends_its_session(services: Services):
    """Nothing runs on for an owner that is gone."""
    process = services.start()
    laboratory(services).boundary.wait_ready()
    time.sleep(2)  # the cells of the self-test are still being torn down
    idle = len(descendants([process.pid]))
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(services.path))
        channel = Channel(connection.fileno())
        greeted(channel, time.monotonic() + SOON_S)
        RemoteSession(channel, spec_of("import time; time.sleep(60)"))._ask()
        assert _until(lambda: len(descendants([process.pid])) > idle)

    assert _until(lambda: len(descendants([process.pid])) <= idle)


def test_stopped_session_ends_early(services: Services):
    """A worker that asks for the end gets the result of what was."""
    services.start()
    boundary = services.boundary(1)
    boundary.wait_ready(SOON_S)
    stop = threading.Event()
    threading.Timer(0.7, stop.set).start()
    began = time.monotonic()

    result = boundary.run(spec_of("import time; time.sleep(60)"), lambda _: None, stop=stop)

    assert time.monotonic() - began < 10
    assert result.grader.reason == "stopped"


@pytest.mark.parametrize(
    "noise",
    [b"\x00" * 64, b"\xff" * 64, os.urandom(4096), encode(Result()), b""],
    ids=["zeros", "ones", "random", "a message of its own", "nothing"],
)
def test_nonsense_ends_its_connection_and_no_other(services: Services, noise: bytes):
    """Bytes that are no request close their connection; the service goes on."""
    services.start()
    found = laboratory(services)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(services.path))
        connection.sendall(noise)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(SOON_S)
        while connection.recv(1 << 16):
            pass

    assert found.run("result = 3").result == 3


def test_service_that_cannot_isolate_names_the_control(services: Services):
    """A self-test that finds a hole is told to every worker, and the service exits with 78."""
    holed = RoleSpec(
        "tests.sandbox.entries:run_code", warmup="tests.sandbox.entries:plant_secret", expose=EXPOSED
    )
    process = services.start(roles={**ROLES, "submission": holed})

    with pytest.raises(BoundaryUnavailable, match="C15"):
        services.boundary().wait_ready(SOON_S)
    assert process.wait(60) == service.EX_CONFIG


def test_service_of_another_version_says_so(services: Services):
    """Roles that this image does not have are its version's fault, told as such."""
    services.start("--roles", '{"grader": {"entry": "a:b", "colour": "red"}}')

    with pytest.raises(BoundaryUnavailable, match="version"):
        services.boundary().wait_ready(SOON_S)


def test_greeting_of_another_protocol_is_refused():
    """A worker does not talk to a service that would misunderstand it."""
    near, far = socket.socketpair()
    with near, far:
        Channel(far.fileno()).send(encode(Hello(PROTOCOL + 1, 1, {}, {})))
        with pytest.raises(BoundaryUnavailable, match="protocol"):
            greeted(Channel(near.fileno()), time.monotonic() + 1)


@pytest.mark.parametrize(
    "edition", [{"sandbox/wire.py": "0" * 16}, {"sandbox/gone.py": "0" * 16}, {"os/path.py": "0" * 16}]
)
def test_service_of_other_sources_is_refused(edition: dict[str, str]):
    """A stale image is named with a file that differs, before anything is graded by it."""
    near, far = socket.socketpair()
    with near, far:
        Channel(far.fileno()).send(encode(Hello(PROTOCOL, 1, edition, {})))
        with pytest.raises(BoundaryUnavailable, match=next(iter(edition))):
            greeted(Channel(near.fileno()), time.monotonic() + 1)


END = CellExit("exit", 0, None, 1.0, 1.0, 1)


@pytest.mark.parametrize(
    "result",
    [
        SessionResult(msgspec.structs.replace(END, wall_s=float("nan")), []),
        SessionResult(msgspec.structs.replace(END, cpu_s=-1.0), []),
        SessionResult(msgspec.structs.replace(END, peak_bytes=2**63), []),
        SessionResult(msgspec.structs.replace(END, reason="accepted"), []),
        SessionResult(msgspec.structs.replace(END, stdout="x" * 100_000), []),
        SessionResult(END, [("secret", END)]),
        SessionResult(END, [("public", END)] * 9),
    ],
    ids=["NaN", "negative", "huge", "reason", "text", "phase", "count"],
)
def test_impossible_result_is_refused(result: SessionResult):
    """A result that no session can have is a failure of ours, not a report."""
    with pytest.raises(BoundaryFailed):
        remote.checked(result, spec_of(""))


def _until(condition: Any) -> bool:
    end = time.monotonic() + SOON_S
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
