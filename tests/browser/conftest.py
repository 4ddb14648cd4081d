"""A real site with its real sandbox, and a real browser in front of it."""

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
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A site of its own, as `seodang serve` starts it, once it can grade."""
    built = (ROOT / "platform/seodang/static/dist/manifest.json").is_file()
    needs.require("the built front end", built, "no manifest; build it with: make setup")
    instance = tmp_path_factory.mktemp("instance")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SEODANG_")}
    environment = surroundings | {
        "SEODANG_INSTANCE": str(instance),
        "SEODANG_EXERCISES": str(_courses(tmp_path_factory.mktemp("courses"))),
        "SEODANG_PORT": str(port),
        "SEODANG_SANDBOX": "local",
    }
    command = [sys.executable, "-m", "seodang", "serve"]
    with (instance / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        running = Site(f"http://127.0.0.1:{port}", instance)
        try:
            _wait_until_ready(running, process)
            yield running
        finally:
            process.terminate()
            process.wait(STOP_S)


def _courses(folder: Path) -> Path:
    """The courses of this repository, and one of these tests."""
    shutil.copytree(ROOT / "exercises", folder, dirs_exist_ok=True)
    lab.build(folder)
    return folder


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


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """One Chromium for all tests."""
    path = needs.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, site: Site) -> Generator[BrowserContext]:
    """A fresh English-speaking visitor on a desk."""
    context = chromium.new_context(
        base_url=site.url, locale="en-US", viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Generator[Page]:
    """A page that may neither throw nor break the content security policy."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    assert not complaints
