"""The GitHub action: valid against GitHub's schema, and its own steps do what they say when they are run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from graders.bilingual import LANGUAGES
from tests.graders import samples
from tests.source import ROOT

ACTION = ROOT / "action.yml"
DOCUMENT = (ROOT / "docs" / "continuous-integration.md").read_text()
BIN = Path(sys.executable).parent


def action() -> dict[str, Any]:
    """The action as GitHub reads it."""
    read: dict[str, Any] = yaml.safe_load(ACTION.read_text())
    return read


def step(name: str) -> dict[str, Any]:
    """The step of this name."""
    found: dict[str, Any] = next(each for each in action()["runs"]["steps"] if each.get("name") == name)
    return found


def test_the_action_is_one(tmp_path: Path) -> None:
    """action.yml holds against the schema of GitHub's actions, the workflow against that of workflows."""
    for schema, files in (
        ("vendor.github-actions", [ACTION]),
        ("vendor.github-workflows", sorted((ROOT / ".github" / "workflows").glob("*.yml"))),
    ):
        command = [BIN / "check-jsonschema", "--builtin-schema", schema, *files]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

        assert done.returncode == 0, done.stdout


def test_every_input_is_documented() -> None:
    """The document's table names each input, and the default where there is one."""
    rows = {
        row[0]: row[1] for row in re.findall(r"^\| `([a-z-]+)` \|.*\| ([^|]*) \|$", DOCUMENT, re.MULTILINE)
    }

    for name, given in action()["inputs"].items():
        assert name in rows
        if given["default"] in ("all", "submit", "student", "3.12", *LANGUAGES):
            assert given["default"] in rows[name]


def test_no_input_is_part_of_a_script() -> None:
    """Inputs may come from a pull request: they reach scripts as variables only."""
    scripts = [each["run"] for each in action()["runs"]["steps"] if "run" in each]

    assert scripts
    assert not any("${{" in script for script in scripts)


def test_the_torch_it_installs_is_the_one_we_name() -> None:
    """The step reads the version from pyproject.toml and finds exactly one."""
    assert "torch==[0-9.]*" in step("Install the command line")["run"]
    assert len(re.findall(r"torch==[0-9.]*", (ROOT / "pyproject.toml").read_text())) == 1


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A checkout with an exercise and a submission, and the files a runner gives a step."""
    for name, data in samples.files().items():
        path = tmp_path / "exercises" / "demo" / "double" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "solution.py").write_text("def double(x):\n    return x + 1\n")
    return tmp_path


DOUBLE = {"exercise": "exercises/demo/double", "submission": "solution.py"}


def run(runner: Path, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step's own script as a runner does, with the action's defaults for inputs that are not given."""
    values = {key: given["default"] for key, given in action()["inputs"].items()} | inputs
    made = {
        key: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: values[found[1]], text)
        for key, text in step(name)["env"].items()
    }
    environment = {
        **os.environ,
        **made,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(runner / "summary.md"),
        "GITHUB_OUTPUT": str(runner / "output.txt"),
    }
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(name)["run"]]
    return subprocess.run(script, cwd=runner, env=environment, capture_output=True, text=True, check=False)


def test_the_grading_step_grades(runner: Path) -> None:
    """Annotations in the log, a summary, outputs and JUnit XML, and a failed step below full marks."""
    (runner / "summary.md").write_text("Already here.\n")
    done = run(
        runner, "Grade", exercise="exercises/demo/double", submission="solution.py", junit="out/report.xml"
    )

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=solution.py,title=")
    assert (runner / "summary.md").read_text().startswith("Already here.\n### demo/double: Wrong answer")
    assert "verdict=WA\n" in (runner / "output.txt").read_text()
    assert (runner / "out" / "report.xml").is_file()


def test_enough_is_enough(runner: Path) -> None:
    """With `min-score` a submission that reaches it succeeds."""
    done = run(
        runner, "Grade", exercise="exercises/demo/double", submission="solution.py", **{"min-score": "0"}
    )

    assert done.returncode == 0, done.stderr


def test_the_validating_step_validates(runner: Path) -> None:
    """A starter that already passes is a problem, and the step fails with it."""
    starter = runner / "exercises" / "demo" / "double" / "starter" / "solution.py"
    starter.write_bytes(samples.RIGHT)
    done = run(runner, "Validate", validate="exercises/demo/double\n\n", gates="quick")

    assert done.returncode == 1, done.stderr
    assert "The starter gets full marks." in done.stdout


def test_recipes_of_the_document_are_valid() -> None:
    """The workflows and the GitLab jobs in the document hold against their published schemas."""
    blocks = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
    kinds = {"vendor.github-workflows": "\njobs:", "vendor.gitlab-ci": "\ngrade:\n"}
    for schema, mark in kinds.items():
        chosen = [block for block in blocks if mark in block]
        assert chosen
        for block in chosen:
            command = [
                BIN / "check-jsonschema",
                "--builtin-schema",
                schema,
                "--default-filetype",
                "yaml",
                "-",
            ]
            done = subprocess.run(command, input=block, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout
