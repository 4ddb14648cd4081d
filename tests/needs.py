"""What a test needs from the machine it runs on.

A test that needs something absent does not pass and does not vanish: it is
listed, by name and reason, in the "did not run" section that closes a run.
With SEODANG_TEST_ALL=1, as continuous integration sets it, it fails instead.
Only a device that is not built in is no reason to fail: `require_hardware`.
"""

from __future__ import annotations

import os
import shutil

import pytest

#: begins the reason of a test that lacks a device
HARDWARE = "needs hardware, "
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def everything_must_run() -> bool:
    """Say whether a test that cannot run counts as failed."""
    return os.environ.get("SEODANG_TEST_ALL", "") == "1"


def require(name: str, found: bool, reason: str) -> None:
    """Go on where the needed thing was found; otherwise end the running test as "did not run"."""
    if found:
        return
    words = f"needs {name}: {reason}"
    if everything_must_run():
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


def require_hardware(name: str, found: bool, reason: str) -> None:
    """Go on where a device is built into this machine; otherwise end the running test as "did not run".

    No setup installs a device, so SEODANG_TEST_ALL=1 does not turn its absence into a failure: the tests are
    listed, and the run stays green. SEODANG_TEST_HARDWARE=1 does, for machines that are known to have it.
    """
    if found:
        return
    words = f"{HARDWARE}{name}: {reason}"
    if os.environ.get("SEODANG_TEST_HARDWARE", "") == "1":
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


def counts_as_failed(reason: str) -> bool:
    """Say whether a test that did not run for this reason is one that should have."""
    return everything_must_run() and not reason.startswith(HARDWARE)


def chromium() -> str:
    """Return the path of a Chromium, which a browser test cannot do without."""
    path = next((found for found in map(shutil.which, CHROMIUM_NAMES) if found), None)
    require("Chromium", path is not None, "not on PATH; Debian: apt-get install chromium")
    return str(path)
