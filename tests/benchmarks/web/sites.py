"""What is measured: the site as `seodang serve` starts it, beside the least that the same server can do."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

import config
from seodang.web import WebProcess

ROOT = Path(__file__).resolve().parents[3]
START_S, STOP_S = 120.0, 20.0


class HelloProcess(WebProcess):
    """The same server and settings with a page that says hello and does nothing."""

    def load(self) -> Flask:
        """An application of one line."""
        app = Flask("hello")
        app.add_url_rule("/", view_func=lambda: "<!doctype html><title>Hello</title><p>Hello.</p>")
        return app


@contextmanager
def serving(instance: Path, *, whole: bool) -> Iterator[tuple[str, int]]:
    """The site of an instance folder, where it listens: `whole`, with a worker that has warmed up."""
    exercises = instance / "no-exercises"  # what is seeded comes from the database
    exercises.mkdir(exist_ok=True)
    settings = {"SEODANG_INSTANCE": str(instance), "SEODANG_EXERCISES": str(exercises), "SEODANG_DEMO": "no"}
    command = [sys.executable, "-m", "seodang", "serve" if whole else "web"]
    with _running(command, {**settings, "SEODANG_SANDBOX": "local"}, instance / "serve.log") as address:
        _wait(address, "/healthz", wanted="ready" if whole else "")
        yield address


@contextmanager
def hello() -> Iterator[tuple[str, int]]:
    """The page that does nothing, where it listens."""
    command = [sys.executable, "-m", "tests.benchmarks.web.sites"]
    with _running(command, {}, Path(os.devnull)) as address:
        _wait(address, "/", wanted="")
        yield address


@contextmanager
def _running(command: list[str], settings: dict[str, str], log: Path) -> Iterator[tuple[str, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address: tuple[str, int] = probe.getsockname()
    outside = {name: value for name, value in os.environ.items() if not name.startswith("SEODANG_")}
    environment = outside | settings | {"SEODANG_PORT": str(address[1])}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_S)


def _wait(address: tuple[str, int], path: str, wanted: str) -> None:
    """Wait until it answers, and grading is as wanted; a machine that cannot grade is measured as it is."""
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://{address[0]}:{address[1]}{path}", timeout=5) as answer:
                if not wanted or json.load(answer)["grading"] in (wanted, "off"):
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.2)
    raise RuntimeError(f"nothing answered at {path} within {START_S:.0f} s")


if __name__ == "__main__":
    HelloProcess(config.load()).run()
