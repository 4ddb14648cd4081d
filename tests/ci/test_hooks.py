"""The hooks for authors, run by pre-commit itself on a repository of exercises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.graders import samples
from tests.source import ROOT

BIN = Path(sys.executable).parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with one exercise, its files staged."""
    folder = tmp_path / "repository"
    for name, data in samples.files().items():
        path = folder / "exercises" / "demo" / "double" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    return folder


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """A repository that holds nothing but the hooks' definition, as pre-commit fetches it."""
    folder = tmp_path / "hooks"
    folder.mkdir()
    (folder / HOOKS.name).write_bytes(HOOKS.read_bytes())
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "hooks")
    return folder


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def run_hook(repository: Path, hooks: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Let pre-commit run one hook on every file."""
    environment = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(hooks.parent / "cache"),
    }
    command = [BIN / "pre-commit", "try-repo", str(hooks), name, "--all-files", "--verbose"]
    return subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, check=False
    )


def test_the_definition_is_valid() -> None:
    """pre-commit accepts the definition of the hooks."""
    command = [BIN / "pre-commit", "validate-manifest", str(HOOKS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_the_form_hook_passes_a_well_formed_exercise(repository: Path, hooks: Path) -> None:
    """The files that changed stand for their exercise, which is tried once."""
    done = run_hook(repository, hooks, "seodang-form")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("demo/double") == 1


def test_the_form_hook_names_what_is_wrong(repository: Path, hooks: Path) -> None:
    """A text that is missing in one language stops the commit, with file and key."""
    manifest = repository / "exercises" / "demo" / "double" / "exercise.toml"
    manifest.write_text(manifest.read_text().replace('kind = "code"', 'kind = "cod"'))
    git(repository, "add", "-A")
    done = run_hook(repository, hooks, "seodang-form")

    assert done.returncode == 1
    assert "exercise.toml" in done.stdout


def test_the_validating_hook_grades(repository: Path, hooks: Path) -> None:
    """A reference that fails its own checks stops the push."""
    reference = repository / "exercises" / "demo" / "double" / "reference" / "solution.py"
    reference.write_text("def double(x):\n    return 5\n")
    git(repository, "add", "-A")
    done = run_hook(repository, hooks, "seodang-validate")

    assert done.returncode == 1
    assert "reference" in done.stdout
