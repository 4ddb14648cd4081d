"""Imports go one way: platform -> graders -> sandbox; in the site, blueprints -> services -> models."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.source import IMPORT_ALL, ROOT, Import, Module, config_module, modules
from tools.lock import CELLS_ONLY

#: What only a cell may pay for: seconds of import time and hundreds of megabytes.
HEAVY = ("torch", "sklearn", "scipy", "matplotlib")

#: Modules of graders/ that run inside cells, or that check authors import there.
IN_CELLS = (
    "graders.compare",
    "graders.incell",
    "graders.properties",
    "graders.pytest_folders",
    "graders.strategies",
)

#: What anybody may take from the sandbox: whether it works here, and why not.
SANDBOX_SAYS = (
    "sandbox.BoundaryFailed",
    "sandbox.BoundaryUnavailable",
    "sandbox.Layer",
    "sandbox.SandboxChoice",
    "sandbox.doctor",
)


@dataclass(frozen=True)
class Rule:
    """One arrow that must not be drawn."""

    importer: str
    forbidden: tuple[str, ...]
    why: str
    but_for: tuple[str, ...] = ()  #: importers the rule does not bind
    but_of: tuple[str, ...] = ()  #: imports it lets through
    typing_too: bool = True  #: binds imports under TYPE_CHECKING as well

    def broken_by(self, importer: str, taken: Import) -> bool:
        """Say whether this import of this module draws the forbidden arrow."""
        return (
            _inside(importer, self.importer)
            and not any(_inside(importer, name) for name in self.but_for)
            and any(taken.takes(name) for name in self.forbidden)
            and not any(taken.takes(name) for name in self.but_of)
            and (self.typing_too or not taken.typing_only)
        )


RULES = (
    Rule("sandbox", ("graders", "seodang", "exercises", "config"), "it runs code it does not understand"),
    Rule("sandbox", ("flask", "sqlalchemy", "pytest", "hypothesis"), "it knows no exercise and no site"),
    Rule("graders", ("seodang", "exercises", "config"), "grading works without a site"),
    Rule(
        "graders",
        ("flask", "flask_babel", "sqlalchemy"),
        "grading knows no site",
        but_for=("graders.incell",),
    ),
    Rule("graders", ("pytest", "hypothesis", *HEAVY), "hosts stay light", but_for=IN_CELLS),
    Rule("seodang", (*HEAVY, "numpy", "pytest", "hypothesis"), "the web process never pays for them"),
    Rule("seodang", ("sandbox",), "the site grades through graders", but_of=SANDBOX_SAYS),
    Rule("seodang", ("graders.incell",), "what runs in cells runs only there"),
    Rule("seodang.blueprints", ("seodang.extensions.db", "sqlalchemy"), "routes call services"),
    Rule("seodang.blueprints", ("seodang.models",), "routes call services", typing_too=False),
    Rule("seodang.services", ("seodang.blueprints", "seodang.presenters"), "services know no pages"),
    Rule("seodang.services", ("flask", "flask_login", "flask_wtf", "wtforms"), "services know no HTTP"),
    Rule("seodang.models", ("seodang.services", "seodang.blueprints", "flask"), "models hold columns"),
    Rule("config", ("sandbox", "graders", "seodang"), "settings depend on nothing"),
    Rule("tools", ("sandbox", "graders", "seodang", "config"), "tools run before anything is installed"),
)

#: The environment is read by config.py; these few run where there is no config, or before it.
READS_ENVIRONMENT = {
    "config",
    "sandbox.cell.environment",  # replaces the environment inside a cell
    "sandbox.cell.selftest",  # looks for what should not be there
    "sandbox.servers",  # passes a few variables on to the fork servers
    "tools.images.building",
    "tools.progress",
    "tools.setup",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.importer} without {rule.forbidden[0]}")
def test_arrow_is_not_drawn(rule: Rule) -> None:
    """No module imports, at the top or inside a function, what its room must not know."""
    broken = [
        f"{module.where}:{taken.line} imports {taken.module}"
        for module in (*modules(), config_module())
        for taken in module.imports()
        if rule.broken_by(module.name, taken)
    ]

    assert broken == [], rule.why


def test_rules_name_modules_that_exist() -> None:
    """A rule about a renamed module would hold for ever and guard nothing."""
    names = {name for module in modules() for name in _with_packages(module.name)} | {"config"}
    named = {name for rule in RULES for name in (rule.importer, *rule.but_for)}
    stale = named - names

    assert stale == set()


def test_every_part_of_the_sandbox_is_standard_library() -> None:
    """The wall is made of the standard library, msgspec and the Docker SDK: little can be wrong in it."""
    allowed = {*sys.stdlib_module_names, "sandbox", "msgspec", "docker"}
    strange = [
        f"{module.where}:{taken.line} imports {taken.module}"
        for module in modules("sandbox")
        for taken in module.imports()
        if taken.module.split(".")[0] not in allowed
    ]

    assert strange == []


def test_exercises_know_only_graders() -> None:
    """Checks and variants are content: of our packages they import graders alone."""
    files = [Module(path.stem, path) for path in sorted((ROOT / "exercises").rglob("*.py"))]
    strange = [
        f"{module.where}:{taken.line} imports {taken.module}"
        for module in files
        if "examples/wrong" not in module.where
        for taken in module.imports()
        if taken.module.split(".")[0] in {"sandbox", "seodang", "config", "tests", "tools"}
    ]

    assert strange == []


def test_no_import_cycle() -> None:
    """No two modules need each other to be imported."""
    graph = {module.name: _needs_at_import(module) for module in modules("sandbox", "graders", "seodang")}

    assert _cycle(graph) == []


def test_web_process_imports_nothing_heavy() -> None:
    """No module of the site, nor of a grading's host side, needs a library that only cells have."""
    imported = {"scikit-learn": "sklearn"}
    names = [imported.get(name, name) for name in CELLS_ONLY]
    code = f"import sys; sys.modules.update(dict.fromkeys({names!r}))\n{IMPORT_ALL}"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=Path("/"), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 100


def test_config_alone_reads_the_environment() -> None:
    """One module reads the environment; the few that run before or without it are named here."""
    reading = {
        module.name
        for module in (*modules("sandbox", "graders", "seodang", "tools"), config_module())
        if _reads_environment(module.tree)
    }

    assert reading - READS_ENVIRONMENT == set()


def _with_packages(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _reads_environment(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in {"environ", "environb", "getenv"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        for node in ast.walk(tree)
    )


def _needs_at_import(module: Module) -> set[str]:
    """Return the modules of ours that importing this one runs, packages above them left out."""
    names = {other.name for other in modules("sandbox", "graders", "seodang")}
    needed = set()
    for taken in module.imports():
        if taken.lazy or taken.typing_only:
            continue
        target = taken.module if taken.module in names else taken.module.rpartition(".")[0]
        if target in names and target != module.name:
            needed.add(target)
    return needed


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    """Return one cycle as a list of names, or an empty list."""
    finished: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in finished:
            return []
        for needed in sorted(graph.get(name, set())):
            if found := visit(needed, [*trail, name]):
                return found
        finished.add(name)
        return []

    for name in sorted(graph):
        if found := visit(name, []):
            return found
    return []
