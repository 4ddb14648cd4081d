from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from seodang.gate import PER_USER
from seodang.models import Exercise, User
from seodang.services import leases
from tests.source import ROOT

from .conftest import Actor
from .factories import RIGHT, make_submission

START_S, PATIENCE_S = 30.0, 20.0


@pytest.fixture
def served(app: Flask, instance: Path) -> Generator[tuple[int, int]]:
    """The same instance behind two web processes: where they listen, and the number of the one above them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    settings = {"INSTANCE": str(instance), "PORT": str(port), "WEB_PROCESSES": "2", "ENV": "test"}
    outside = {name: value for name, value in os.environ.items() if not name.startswith("SEODANG_")}
    environment = outside | {f"SEODANG_{name}": value for name, value in settings.items()}
    process = subprocess.Popen([sys.executable, "-m", "seodang", "web"], cwd=ROOT, env=environment)
    try:
        _until(lambda: _answers(port))
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def _until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + START_S
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        with _asked(port, "/healthz") as answer:
            return answer.status == 200
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def _asked(port: int, path: str, cookie: str = "") -> Iterator[http.client.HTTPResponse]:
    """An answer whose body may still be coming."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path, headers={"Cookie": cookie, "Accept": "text/html"})
        yield connection.getresponse()
    finally:
        connection.close()


def test_streams_are_right_whichever_process_answers(
    served: tuple[int, int], auth: Actor, student: User, exercise: Exercise
) -> None:
    """Over two processes a user holds as many streams as over one, and one ring ends all of them."""
    port, above = served
    row = make_submission(student, exercise)
    session = auth.client.get_cookie("session")
    assert session is not None
    assert len(_children(above)) == 2
    path, cookie = f"/submissions/{row.id}/events", f"session={session.value}"
    with ExitStack() as streams:
        answers = [streams.enter_context(_asked(port, path, cookie)) for _ in range(PER_USER + 1)]
        assert sorted(answer.status for answer in answers) == [200] * PER_USER + [429]
        lease = leases.claim()
        assert lease is not None
        result = {"verdict": "AC", "score": 1.0, "files": {"solution.py": RIGHT}}
        leases.finish(lease, result, [("verdict", {})])
        told = [answer.read() for answer in answers if answer.status == 200]

    assert all(b"event: verdict" in text for text in told)


def test_a_process_that_ends_is_replaced(served: tuple[int, int]) -> None:
    """Killing one of them costs no page: the other answers, and there are two again."""
    port, above = served
    gone = _children(above)[0]
    os.kill(gone, signal.SIGKILL)
    _until(lambda: gone not in _children(above))

    assert all(_answers(port) for _ in range(5))
    _until(lambda: len(_children(above)) == 2)


def test_those_who_stall_keep_no_thread(served: tuple[int, int], app: Flask) -> None:
    """More half requests than there are threads are given up, and pages are answered again."""
    port, _above = served
    with ExitStack() as stalled:
        for _ in range(3 * app.config["SEODANG"].threads):
            half = stalled.enter_context(socket.create_connection(("127.0.0.1", port)))
            half.sendall(b"GET / HTTP/1.1\r\nHost: ")

        _until(lambda: _answers(port))
