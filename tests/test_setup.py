"""`make setup` does nothing twice, and says what only a person can add."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT
from tools import lock, progress, setup


@pytest.fixture
def line() -> progress.Line:
    """The line of a step, printed to whatever pytest captures."""
    return progress.Line("a step")


@pytest.fixture
def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the stamps of the steps taken here apart from the real ones."""
    monkeypatch.setattr(setup, "STAMPS", tmp_path)
    return tmp_path


def test_a_step_is_taken_once(stamps: Path) -> None:
    """A step whose key has not changed is left out."""
    taken = []
    step = setup.Step("step", "a step", lambda: "key", taken.append)

    setup._take(step)
    setup._take(step)

    assert len(taken) == 1


def test_a_step_is_taken_again_when_its_sources_change(stamps: Path) -> None:
    """A changed key makes a step due."""
    taken = []

    for key in ("old", "new"):
        setup._take(setup.Step("step", "a step", lambda key=key: key, taken.append))

    assert len(taken) == 2


def test_a_step_is_taken_again_when_its_product_is_gone(stamps: Path) -> None:
    """A stamp is worth nothing without the thing it stands for."""
    taken = []
    step = setup.Step("step", "a step", lambda: "key", taken.append, made=lambda: False)

    setup._take(step)
    setup._take(step)

    assert len(taken) == 2


def test_a_failed_step_says_why_and_is_due_again(stamps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command printed last is shown, with the cure and the log's place; no stamp is left."""

    def fail(line: progress.Line) -> None:
        command = [sys.executable, "-c", "print('no such wheel'); raise SystemExit(3)"]
        progress.run(line, command, stamps / "log.txt", stamps, {})

    step = setup.Step("step", "a step", lambda: "key", fail, cure="Try another index.")
    with pytest.raises(setup.SetupError, match=r"(?s)no such wheel.*exit code 3.*log.*Try another index"):
        setup._take(step)

    assert not (stamps / "step").exists()
    assert "FAILED" in capsys.readouterr().out


def test_output_goes_to_the_log(tmp_path: Path, line: progress.Line) -> None:
    """Everything a command prints is kept, whatever the terminal shows."""
    log = tmp_path / "log.txt"
    progress.run(line, [sys.executable, "-c", "print('first'); print('last')"], log, tmp_path, {})

    assert log.read_text().splitlines()[1:] == ["first", "last"]


def test_missing_venv_module_gets_the_package_by_version() -> None:
    """The cure names the package for the Python that was found."""
    assert f"python{sys.version_info.major}.{sys.version_info.minor}-venv" in setup._missing_venv_text()


def test_no_fitting_python_is_said_in_words() -> None:
    """A Python that is too old, or none, ends with what is needed and the command that adds it."""
    command = ["make", "setup", "PYTHON=/no/such/python"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode != 0
    assert "needs Python 3.11, 3.12 or 3.13" in ended.stdout


def test_help_lists_every_target() -> None:
    """`make help` shows each target that a reader may call."""
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = [
        row.split(":")[0]
        for row in (ROOT / "Makefile").read_text().splitlines()
        if ": " in row and "## " in row
    ]

    assert [target for target in targets if target.isalpha() and f"make {target} " not in shown] == []


def test_lock_drops_torch_and_its_cuda_libraries() -> None:
    """What only some builds of torch need is no business of the lock; what all need stays."""
    kept = "sympy==1.14.0 \\\n    --hash=sha256:aa\n"
    dropped = "torch==2.13.0 \\\n    --hash=sha256:bb\nnvidia-nccl-cu13==2.29.7 \\\n    --hash=sha256:cc\n"

    assert lock.without_torch(kept + dropped) == kept
