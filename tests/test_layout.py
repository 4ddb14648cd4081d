"""The tree shows the architecture, and nothing in it hides a standard module."""

from __future__ import annotations

import ast
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

import config
from tests.source import ROOT, Module, config_module, modules

BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
MODULE_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 120

#: Everything that somebody wrote; migrations are generated, and long where the tables are many.
WRITTEN = tuple(
    module for module in (*modules(), config_module()) if not module.name.startswith("seodang.migrations.")
)
OUR_CODE = tuple(module for module in WRITTEN if not module.name.startswith("tests"))


def test_platform_folder_holds_the_site_and_its_front_end_only() -> None:
    """`platform/` has no Python of its own: an __init__.py there would hide the standard library's module."""
    entries = {path.name for path in (ROOT / "platform").iterdir() if path.name != "__pycache__"}

    assert entries <= {"seodang", "frontend", "image"}


@pytest.mark.parametrize("folder", [ROOT, Path("/")])
def test_import_platform_means_the_standard_library(folder: Path) -> None:
    """`import platform` finds the standard module, from the clone's root and from anywhere else."""
    command = [sys.executable, "-c", "import platform; print(platform.__file__); platform.system()"]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()

    assert Path(found).parent == Path(sysconfig.get_path("stdlib"))
    assert Path(platform.__file__).parent == Path(sysconfig.get_path("stdlib"))


def test_config_is_ours() -> None:
    """`import config` finds the file at the root, not a stray one in site-packages."""
    assert Path(config.__file__) == ROOT / "config.py"


def test_root_holds_one_module() -> None:
    """Commands and scripts have rooms of their own; only config.py lies at the root."""
    assert [path.name for path in ROOT.glob("*.py")] == ["config.py"]


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A module called utils collects what nobody found a place for."""
    named = [module.where for module in modules() if BANNED_NAMES & set(module.name.split("."))]

    assert named == []


def test_every_test_folder_is_a_package() -> None:
    """Without __init__.py a folder such as tests/graders would stand in for the package it tests."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    bare = [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()]

    assert bare == []


def test_test_folders_never_carry_the_name_platform() -> None:
    """The site's tests lie in tests/site/, so that no folder of tests is called platform."""
    assert not (ROOT / "tests" / "platform").exists()


def test_modules_fit_in_the_head() -> None:
    """No module, tests included, has more lines than the bar allows."""
    long = {module.where: lines for module in WRITTEN if (lines := module.text.count("\n")) > MODULE_LINES}

    assert long == {}


def test_functions_fit_on_a_screen() -> None:
    """No function has more lines than the bar allows."""
    long = {
        f"{module.where}:{function.lineno} {function.name}": length
        for module in OUR_CODE
        for function, length in _functions(module)
        if length > FUNCTION_LINES
    }

    assert long == {}


def test_templates_stay_short() -> None:
    """A template that outgrows the bar is two templates, or a macro."""
    templates = (ROOT / "platform" / "seodang" / "templates").rglob("*.html")
    long = {
        path.name: lines for path in templates if (lines := path.read_text().count("\n")) > TEMPLATE_LINES
    }

    assert long == {}


def test_no_bare_except() -> None:
    """A bare `except:` would swallow even the request to stop."""
    bare = [
        f"{module.where}:{node.lineno}"
        for module in OUR_CODE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]

    assert bare == []


def _functions(module: Module) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node, node.end_lineno - node.lineno + 1
