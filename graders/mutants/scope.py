"""What of a file decides how it behaves, and which names it binds where."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.mutants.source import Function, Source

#: functions that only say something, or only fix an arbitrary start
_SAYING = frozenset({"print", "warn", "debug", "info", "warning", "error", "exception", "critical"})
_SPEAKERS = frozenset({"print", "warnings", "logging", "logger", "log"})
_SEEDING = frozenset({"manual_seed", "seed", "default_rng", "RandomState", "Random", "Generator"})
SEEDS = frozenset({"seed", "random_state"})
#: values of which only matters that they are there
_SECRETS = frozenset({"SECRET_KEY", "secret_key"})
_SILENT_GLOBALS = frozenset({"__all__", "__version__", "__author__", "__slots__"})


class Scope:
    """The behaving nodes of a file and its names."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.imported = _imported(source.tree)
        self.bound = self.imported | _bound(source.tree)
        self._silent = set(map(id, self._find_silent()))

    def nodes(self) -> Iterator[ast.AST]:
        """Every node whose change may change what the program does, in the order of the text."""
        yield from self._below(self.source.tree)

    def own_names(self, node: ast.AST) -> frozenset[str]:
        """Names bound by the function around a node; those of the module where there is none."""
        function = self.source.function(node)
        return frozenset(_bound(function if function is not None else self.source.tree))

    def parameters(self, node: ast.AST) -> dict[str, str]:
        """Parameters of the function around a node that it binds to nothing else, with their annotations."""
        function = self.source.function(node)
        if function is None:
            return {}
        stored = {each.id for each in ast.walk(function) if isinstance(each, ast.Name) and _is_store(each)}
        return {
            each.arg: self.source.text(each.annotation) if each.annotation else ""
            for each in _arguments(function)
            if each.arg not in stored
        }

    def bound_before(self, node: ast.AST, name: str) -> bool:
        """Whether a name has a value before this statement, in the function around it."""
        function = self.source.function(node)
        area: ast.AST = function if function is not None else self.source.tree
        if function is not None and any(each.arg == name for each in _arguments(function)):
            return True
        line = getattr(node, "lineno", 0)
        return any(
            isinstance(each, ast.Name) and each.id == name and _is_store(each) and each.lineno < line
            for each in ast.walk(area)
        )

    def is_module(self, node: ast.AST) -> bool:
        """Whether an expression such as `torch` or `nn.functional` names something that was imported."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self.imported

    def _below(self, node: ast.AST) -> Iterator[ast.AST]:
        for child in ast.iter_child_nodes(node):
            if id(child) in self._silent:
                continue
            if isinstance(child, ast.FormattedValue) and not self.source.stands(child.value):
                continue
            yield child
            yield from self._below(child)

    def _find_silent(self) -> Iterator[ast.AST]:
        """Nodes that are left alone, with all below them."""
        aliases = self._aliases()
        for node in ast.walk(self.source.tree):
            yield from _hints(node)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _docstring(node)
            if isinstance(node, ast.Raise | ast.Assert):
                yield from ast.iter_child_nodes(node)
            elif isinstance(node, ast.Call):
                yield from _seeds(node)
            elif isinstance(node, ast.arguments):
                yield from _default_seeds(node)
            elif isinstance(node, ast.Assign) and any(map(_is_secret, node.targets)):
                yield node.value
            elif isinstance(node, ast.stmt) and _is_silent(node, aliases):
                yield node

    def _aliases(self) -> frozenset[str]:
        """Names that stand for types: they are read in annotations and nowhere else."""
        hints = [hint for node in ast.walk(self.source.tree) for hint in _hints(node)]
        inside = {id(below) for hint in hints for below in ast.walk(hint)}
        read = {
            (node.id, id(node) in inside)
            for node in ast.walk(self.source.tree)
            if isinstance(node, ast.Name) and not _is_store(node)
        }
        return frozenset(name for name, hinted in read if hinted and (name, False) not in read)


def name_of(node: ast.AST) -> str:
    """The last part of a name: `relu` of `F.relu`; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _hints(node: ast.AST) -> Iterator[ast.AST]:
    for field in ("annotation", "returns"):
        hint = getattr(node, field, None)
        if isinstance(hint, ast.AST):
            yield hint


def _docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        yield first


def _is_silent(node: ast.stmt, aliases: frozenset[str]) -> bool:
    """Whether nobody who calls the program could tell this statement from another."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal):
        return True
    if isinstance(node, ast.FunctionDef):
        return node.name == "__repr__"
    if isinstance(node, ast.If):
        return bool(_names(node.test) & {"TYPE_CHECKING", "__name__"})
    if isinstance(node, ast.Assign):
        names = aliases | _SILENT_GLOBALS
        return all(isinstance(target, ast.Name) and target.id in names for target in node.targets)
    return isinstance(node, ast.Expr) and (_only_says(node.value) or _only_seeds(node.value))


def _is_secret(target: ast.expr) -> bool:
    key = target.slice if isinstance(target, ast.Subscript) else target
    return (key.value if isinstance(key, ast.Constant) else name_of(key)) in _SECRETS


def _only_says(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or name_of(node.func) not in _SAYING:
        return False
    return bool(_names(node.func) & _SPEAKERS)


def _only_seeds(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) in _SEEDING


def _seeds(call: ast.Call) -> Iterator[ast.AST]:
    if name_of(call.func) in _SEEDING:
        yield from call.args
    yield from (keyword for keyword in call.keywords if keyword.arg in SEEDS | _SECRETS)


def _default_seeds(node: ast.arguments) -> Iterator[ast.AST]:
    """What a parameter that is called a seed is without anybody giving it."""
    names = [*node.posonlyargs, *node.args]
    pairs = [*zip(names[len(names) - len(node.defaults) :], node.defaults, strict=True)]
    pairs += [(arg, value) for arg, value in zip(node.kwonlyargs, node.kw_defaults, strict=True) if value]
    yield from (value for arg, value in pairs if arg.arg in SEEDS)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _is_store(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


def _arguments(function: Function) -> list[ast.arg]:
    each = function.args
    rest = [star for star in (each.vararg, each.kwarg) if star is not None]
    return [*each.posonlyargs, *each.args, *each.kwonlyargs, *rest]


def _imported(tree: ast.AST) -> set[str]:
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _bound(area: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(area):
        if isinstance(node, ast.Name) and _is_store(node):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
    return found
