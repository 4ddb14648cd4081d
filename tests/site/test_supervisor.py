"""The whole site as its one command starts it, with the real sandbox; processes are killed and come back."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import requests

from graders.grading import Grader

from .factories import RIGHT, WRONG, bundle_files
from .services.test_catalogue import OUTLINE, _write

ROOT = Path(__file__).parents[2]
START_S = 240.0


class Site:
    """A site that runs in processes of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.lines: list[str] = []
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "SEODANG_SLOTS": "1",
            "SEODANG_SANDBOX": "local",
            "SEODANG_INSTANCE": str(folder / "var"),
            "SEODANG_EXERCISES": str(folder / "exercises"),
            "SEODANG_LOG_LEVEL": "ERROR",
            **environment,
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, and read what it says."""
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "seodang", "serve", "--port", str(self.port)],
            cwd="/",
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line.strip())
        process.stdout.close()

    def said(self, words: str) -> bool:
        """Has it said this?"""
        return any(words in line for line in self.lines)

    def answers(self) -> bool:
        """Does its web process listen?"""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def children(self) -> dict[str, int]:
        """Its processes by what they do."""
        found = {}
        assert self.process is not None
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == self.process.pid and b"seodang" in words:
                found[words[words.index(b"seodang") + 1].decode()] = int(entry.name)
        return found

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(30)
            self.process = None


class Browser:
    """A signed-in demo account over HTTP."""

    def __init__(self, site: Site) -> None:
        self._site, self._session = site, requests.Session()
        page = self._session.post(
            f"{site.url}/demo/student", data={"csrf_token": self._token("/sign-in")}, timeout=10
        )
        assert page.ok, page.text

    def _token(self, path: str) -> str:
        page = self._session.get(self._site.url + path, timeout=10)
        return re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[0]

    def hand_in(self, source: str, token: str) -> dict[str, str]:
        """Hand in, and return the addresses of the submission."""
        url = f"{self._site.url}/courses/test/exercises/double/submissions"
        data = {
            "csrf_token": self._token("/courses/test"),
            "mode": "submit",
            "token": token,
            "source__solution.py": source,
        }
        answer = self._session.post(url, data=data, headers={"Accept": "application/json"}, timeout=10)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def status(self, made: dict[str, str]) -> dict[str, object]:
        """How a submission stands."""
        return dict(self._session.get(self._site.url + made["status_url"], timeout=10).json())

    def watch(self, made: dict[str, str]) -> list[str]:
        """The kinds of events of its stream, to the end."""
        answer = self._session.get(self._site.url + made["events_url"], timeout=30)
        return re.findall(r"^event: (\w+)", answer.text, re.MULTILINE)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


@pytest.fixture
def site(tmp_path: Path, grader: Grader) -> Generator[Site]:
    """A site with one small exercise; `grader` says first whether this machine can grade."""
    _write(tmp_path / "exercises" / "test" / "double", bundle_files())
    (tmp_path / "exercises" / "test" / "course.toml").write_text(OUTLINE)
    site = Site(tmp_path)
    site.start()
    yield site
    site.end()


def _until(condition: Callable[[], object], seconds: float = START_S) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def _gone(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_site_starts_grades_survives_kills_and_keeps_everything(site: Site) -> None:
    """One command starts it; killed processes come back; a second start keeps everything."""
    _until(lambda: site.said("ready to grade") and site.answers())
    assert site.said("demo-student")
    browser = Browser(site)
    first = browser.hand_in(RIGHT, "token-first")
    assert browser.watch(first)[-1] == "verdict"
    assert browser.status(first)["report"]["verdict"] == "AC"  # type: ignore[index]

    children = site.children()
    assert set(children) == {"web", "worker"}
    second = browser.hand_in("import time\ntime.sleep(3)\n" + WRONG, "token-second")
    _until(lambda: browser.status(second)["state"] == "running")
    os.kill(children["worker"], signal.SIGKILL)
    _until(lambda: browser.status(second)["state"] == "done")
    status = browser.status(second)
    assert [event["kind"] for event in status["events"]].count("verdict") == 1  # type: ignore[attr-defined]
    assert status["report"]["verdict"] == "WA"  # type: ignore[index]

    third = browser.hand_in("import time\ntime.sleep(1)\n" + RIGHT, "token-third")
    children = site.children()
    site.end(signal.SIGKILL)
    _until(lambda: all(_gone(number) for number in children.values()))
    site.start()
    _until(lambda: site.said("ready to grade") and site.answers())
    assert not site.said("demo-student")
    assert not site.said("loaded version")
    _until(lambda: browser.status(third)["state"] == "done")
    assert browser.status(first)["report"]["verdict"] == "AC"  # type: ignore[index]
    assert browser.status(third)["report"]["verdict"] == "AC"  # type: ignore[index]

    children = site.children()
    site.end(signal.SIGINT)
    browser.close()
    assert all(_gone(number) for number in children.values())


def test_port_in_use_is_said_with_its_cure(tmp_path: Path) -> None:
    """Where something listens already the start ends at once, with another port to try."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        site = Site(tmp_path)
        site.port = port
        site.start()
        assert site.process is not None
        code = site.process.wait(30)
        _until(lambda: site.said("--port"), 5)

    assert code == 78
    assert site.said(f"--port {port + 1}")


def test_sandbox_that_does_not_hold_is_said_once_and_the_site_runs_on(tmp_path: Path) -> None:
    """A worker that exits with 78 is not started again and again; why grading is off stays on the page."""
    (tmp_path / "exercises").mkdir()
    site = Site(tmp_path, SEODANG_SANDBOX="docker", DOCKER_HOST="unix:///nowhere/docker.sock")
    site.start()
    try:
        _until(lambda: site.said("the worker cannot run here"))
        _until(lambda: site.said("grading is off") and site.answers())
        time.sleep(2)
        page = requests.get(f"{site.url}/sign-in", timeout=10)
        lines = [line for line in site.lines if "cannot run here" in line]
        running = site.children()
    finally:
        site.end()

    assert len(lines) == 1
    assert "worker" not in running
    assert "no Docker engine answers" in page.text
