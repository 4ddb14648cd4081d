"""`pytest -p graders FOLDER --submission FILE` shows each check as a test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from graders.grading import Grader

ROOT = Path(__file__).parents[2]
EXERCISE = "exercises/ai/conv2d-layer"


def run_pytest(*arguments: str) -> tuple[int, str]:
    """Exit status and output of a run in the repository's root."""
    command = [sys.executable, "-m", "pytest", "-p", "graders", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.usefixtures("grader")
def test_reference_passes_every_check():
    """Without a submission the reference is graded, and each check is one passed test."""
    status, output = run_pytest(EXERCISE, "-q")

    assert status == 0, output
    assert re.search(r"\b[1-9]\d* passed", output)


@pytest.mark.usefixtures("grader")
def test_wrong_submission_fails_with_the_checks_message(tmp_path):
    """A failing check is a failing test that shows verdict and message, whatever the file is called."""
    wrong = tmp_path / "mine.py"
    wrong.write_text("def conv2d(x, weight, bias=None, stride=1, padding=0):\n    return x\n")

    status, output = run_pytest(EXERCISE, "--submission", str(wrong), "-q")

    assert status == 1, output
    assert "test_one_window" in output
    assert "WA  Wrong shape" in output


def test_collecting_grades_nothing():
    """Collection reads the manifest only; it needs no sandbox and imports no check."""
    status, output = run_pytest(EXERCISE, "--collect-only", "-q")

    assert status == 0, output
    assert "conv2d-layer::test_one_window" in output
    assert Grader.__name__ not in output


def test_missing_submission_is_wrong_usage(tmp_path):
    """A submission that is no file is told in one line, before any check runs."""
    status, output = run_pytest(EXERCISE, "--submission", str(tmp_path / "mine.py"), "-q")

    assert status == pytest.ExitCode.USAGE_ERROR
    assert "there is no file" in output
    assert "Traceback" not in output
