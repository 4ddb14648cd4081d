"""A site of its own, as `seodang serve` starts it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import needs

from . import lab

ROOT = Path(__file__).parents[2]
START_S = 120.0
STOP_S = 20.0


@dataclass(frozen=True)
class Site:
    """A running site: where it answers, and the folder of its database."""

    url: str
    instance: Path

    def grading(self) -> str:
        """Say whether it can grade: warming, ready or off; empty while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return str(json.load(answer)["grading"])
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""


@contextmanager
def running_site(instance: Path, courses: Path, **settings: str) -> Iterator[Site]:
    """A site with the courses of this repository and the laboratory, from when it can grade."""
    built = (ROOT / "platform/seodang/static/dist/manifest.json").is_file()
    needs.require("the built front end", built, "no manifest; build it with: make setup")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shutil.copytree(ROOT / "exercises", courses, dirs_exist_ok=True)
    lab.build(courses)
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SEODANG_")}
    environment = surroundings | {
        "SEODANG_INSTANCE": str(instance),
        "SEODANG_EXERCISES": str(courses),
        "SEODANG_PORT": str(port),
        "SEODANG_SANDBOX": "local",
        **settings,
    }
    command = [sys.executable, "-m", "seodang", "serve"]
    with (instance / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        site = Site(f"http://127.0.0.1:{port}", instance)
        try:
            _wait_until_ready(site, process)
            yield site
        finally:
            process.terminate()
            process.wait(STOP_S)


def _wait_until_ready(site: Site, process: subprocess.Popen[bytes]) -> None:
    """Wait until it can grade; a machine that cannot is missing something, a site that ends is broken."""
    end = time.monotonic() + START_S
    state = ""
    while time.monotonic() < end and process.poll() is None and state != "ready":
        time.sleep(0.2)
        state = site.grading()
    log = (site.instance / "serve.log").read_text(encoding="utf-8", errors="replace")
    assert process.poll() is None, f"the site ended by itself:\n{log}"
    needs.require(
        "the local boundary", state == "ready", f"grading is {state or 'silent'} (see: seodang doctor)"
    )
