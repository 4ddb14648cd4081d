"""The project's own source files, read once, for tests about layout and imports."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Import package -> the folder that its modules lie under.
PACKAGES = {"sandbox": ROOT, "graders": ROOT, "seodang": ROOT / "platform", "tools": ROOT, "tests": ROOT}
#: A program that imports the host side as a whole, and tells how many modules of the site there are.
IMPORT_ALL = """
import importlib, pkgutil, seodang, graders.grading, sandbox.boundary.docker, sandbox.boundary.socket
found = [each.name for each in pkgutil.walk_packages(seodang.__path__, "seodang.")]
for name in found:
    if "migrations" not in name and not name.endswith(("__main__", "wsgi")):
        importlib.import_module(name)
print(len(found))
"""


@dataclass(frozen=True)
class Import:
    """One import statement, resolved to the full name of what it takes."""

    module: str  #: full name of what is imported: `a.b`, or `a.b.name` for `from a.b import name`
    line: int
    lazy: bool  #: inside a function
    typing_only: bool  #: under `if TYPE_CHECKING:`

    def takes(self, name: str) -> bool:
        """Say whether this imports the named module or something in it."""
        return self.module == name or self.module.startswith(f"{name}.")


@dataclass(frozen=True)
class Module:
    """One Python file of ours."""

    name: str
    path: Path

    @functools.cached_property
    def text(self) -> str:
        """The file's text."""
        return self.path.read_text(encoding="utf-8")

    @functools.cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree."""
        return ast.parse(self.text, str(self.path))

    @property
    def where(self) -> str:
        """The path as a reader would type it."""
        return str(self.path.relative_to(ROOT))

    def imports(self) -> Iterator[Import]:
        """Every import, those inside functions and type-checking blocks included."""
        yield from self._walk(self.tree, lazy=False, typing_only=False)

    def _walk(self, node: ast.AST, *, lazy: bool, typing_only: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import | ast.ImportFrom):
                for full in self._names(child):
                    yield Import(full, child.lineno, lazy, typing_only)
            elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                yield from self._walk(child, lazy=lazy, typing_only=True)
            else:
                inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from self._walk(child, lazy=lazy or inside, typing_only=typing_only)

    def _names(self, node: ast.Import | ast.ImportFrom) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        base = node.module or ""
        if node.level:
            is_package = self.path.name == "__init__.py"
            parts = self.name.split(".")
            anchor = parts[: len(parts) - node.level + is_package]
            base = ".".join([*anchor, *filter(None, [base])])
        return [f"{base}.{alias.name}" for alias in node.names]


@functools.cache
def modules(*packages: str) -> tuple[Module, ...]:
    """Return every module of the named packages (all of them when none is named)."""
    found = []
    for package in packages or PACKAGES:
        base = PACKAGES[package]
        for path in sorted((base / package).rglob("*.py")):
            parts = path.relative_to(base).with_suffix("").parts
            found.append(Module(".".join(parts).removesuffix(".__init__"), path))
    return tuple(found)


def config_module() -> Module:
    """Return config.py, which stands alone at the root."""
    return Module("config", ROOT / "config.py")
