"""From the press of *Submit* to the verdict, over HTTP, on a site of its own."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
EXERCISE = "courses/ai/exercises/conv2d-layer"
START_S = 120.0


def submit_to_verdict(source: str, runs: int) -> None:
    """Start the site, hand in `source` so often, print median and p95 of the time to the verdict."""
    with tempfile.TemporaryDirectory() as instance, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = {
            "SEODANG_INSTANCE": instance,
            "SEODANG_HOURLY_SUBMISSIONS": "10000",
            "SEODANG_SANDBOX": "local",
        }
        command = [sys.executable, "-m", "seodang", "serve", "--port", str(port)]
        with open(os.path.join(instance, "serve.log"), "wb") as log:
            site = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
        try:
            seconds = _measure(f"http://127.0.0.1:{port}", source, runs)
        finally:
            site.send_signal(signal.SIGINT)
            site.wait()
    median, p95 = statistics.median(seconds), sorted(seconds)[round(0.95 * len(seconds)) - 1]
    name = "submit to verdict over HTTP"
    print(f"{name:<44}{median * 1000:>10.1f}{p95 * 1000:>10.1f}{len(seconds):>8}\n")


def _measure(address: str, source: str, runs: int) -> list[float]:
    browser = requests.Session()
    _wait_until_grading(browser, address)
    browser.post(f"{address}/demo/student", data={"csrf_token": _token(browser, f"{address}/sign-in")})
    token = _token(browser, f"{address}/{EXERCISE}")
    seconds = []
    for number in range(runs):
        # A new text each time: the same one twice is one submission.
        began = time.perf_counter()
        form = {
            "csrf_token": token,
            "mode": "submit",
            "token": secrets.token_hex(16),
            "source__solution.py": f"{source}\n# {number}\n",
        }
        url = f"{address}/{EXERCISE}/submissions"
        made = browser.post(url, data=form, headers={"Accept": "application/json"})
        made.raise_for_status()
        _follow(browser, address + made.json()["events_url"])
        seconds.append(time.perf_counter() - began)
    return seconds


def _follow(browser: requests.Session, url: str) -> None:
    """Read the event stream to its end, the verdict."""
    with browser.get(url, stream=True, timeout=60) as stream:
        stream.raise_for_status()
        for line in stream.iter_lines():
            if line == b"event: verdict":
                return
    raise RuntimeError("the stream ended without a verdict")


def _wait_until_grading(browser: requests.Session, address: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            if browser.get(f"{address}/healthz", timeout=5).json().get("grading") == "ready":
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the site could not grade within {START_S:.0f} s")


def _token(browser: requests.Session, url: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(url).text)
    if found is None:
        raise RuntimeError(f"no form token at {url}")
    return found.group(1)
