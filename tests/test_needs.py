"""A test that cannot run is never mistaken for one that passed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs
from tests.source import ROOT

INNER = """
from tests.needs import require

def test_absent(): require("the moon", False, "it has not risen")
def test_present(): require("the sun", True, "")
"""


def run_inner(folder: Path, everything: str) -> subprocess.CompletedProcess[str]:
    """Run a small test file under our conftest, in a process of its own."""
    (folder / "test_inner.py").write_text(INNER)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-c",
        os.devnull,
        "--rootdir",
        str(folder),
    ]
    environment = {**os.environ, "SEODANG_TEST_ALL": everything, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    command += ["-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


def test_what_did_not_run_is_listed_by_name_and_reason(tmp_path: Path) -> None:
    """The run closes with a section of its own, and the ordinary last line of pytest after it."""
    ended = run_inner(tmp_path, everything="")
    lines = ended.stdout.splitlines()

    assert ended.returncode == 0
    assert " did not run " in ended.stdout
    assert "test_inner.py::test_absent: needs the moon: it has not risen" in lines
    assert "1 passed, 1 skipped" in lines[-1]


def test_nothing_may_be_left_out_when_all_must_run(tmp_path: Path) -> None:
    """With SEODANG_TEST_ALL=1 the same test fails, and says what it needs."""
    ended = run_inner(tmp_path, everything="1")

    assert ended.returncode == 1
    assert "needs the moon: it has not risen" in ended.stdout
    assert "1 failed, 1 passed" in ended.stdout.splitlines()[-1]


def test_a_found_thing_lets_the_test_go_on() -> None:
    """What is there is not talked about."""
    needs.require("the sun", True, "")


def test_chromium_is_found_by_any_of_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian, Ubuntu and Google name it differently."""
    monkeypatch.setattr(
        needs.shutil, "which", lambda name: "/opt/chrome" if name == "google-chrome" else None
    )

    assert needs.chromium() == "/opt/chrome"


@pytest.mark.parametrize(("known", "outcome"), [("", "1 passed, 1 skipped"), ("1", "1 failed, 1 passed")])
def test_missing_hardware_is_listed_and_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: str, outcome: str
) -> None:
    """No setup builds a device in, so its tests are listed; they fail where one is known to be here."""
    monkeypatch.setenv("SEODANG_TEST_HARDWARE", known)
    monkeypatch.setattr("tests.test_needs.INNER", INNER.replace("require", "require_hardware"))
    ended = run_inner(tmp_path, everything="1")

    assert ended.returncode == int(known or 0)
    assert "needs hardware, the moon: it has not risen" in ended.stdout
    assert outcome in ended.stdout.splitlines()[-1]
