"""Where a submission's text goes against its exercise's rules, found in the submission's own cell.

Names are followed through imports and plain assignments (`import torch.nn.functional as F`,
`from torch import conv2d as c`, `f = F.conv2d`), scope by scope, so that a function of the student's own that
happens to have a forbidden name is none. Whoever wants to hide a call can: this is advice for the honest.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from graders.messages import MAX_FOUND, Found

#: how often one rule is pointed at
PER_RULE = 10
#: what a scope binds: names to what they stand for, None for a value of the submission's own
Bindings = dict[str, str | None]

_CONSTRUCTS: dict[str, tuple[type[ast.AST], ...]] = {
    "for": (ast.For, ast.AsyncFor),
    "while": (ast.While,),
    "if": (ast.If, ast.IfExp),
    "with": (ast.With, ast.AsyncWith),
    "try": (ast.Try, ast.TryStar),
    "lambda": (ast.Lambda,),
    "yield": (ast.Yield, ast.YieldFrom),
    "comprehension": (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.Lambda, ast.ClassDef)


def find(files: Mapping[str, bytes], rules: Sequence[tuple[str, str]]) -> list[Found]:
    """What these files do against these rules; files that are no Python have nothing to find.

    A construct is required of the submission as a whole: where no file holds it, the first is named.
    """
    texts = [
        text for name, data in files.items() if name.endswith(".py") and (text := _Text.read(name, data))
    ]
    if not texts or not rules:
        return []
    found: list[Found] = []
    for number, (verb, what) in enumerate(rules):
        if verb == "require":
            if not any(text.holds(what) for text in texts):
                found.append(Found(number, texts[0].name, 0))
            continue
        places = [(text.name, line) for text in texts for line in text.uses(what)]
        found += [Found(number, name, line) for name, line in places[:PER_RULE]]
    return found[:MAX_FOUND]


class _Text:
    """One file, read once: the names it uses and where, its definitions, its constructs."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self._nodes = {type(node) for node in ast.walk(tree)}
        self._names: list[tuple[str, int]] = []
        self._imports: set[str] = set()
        self._defined: dict[str, set[str]] = {"class": set(), "def": set()}
        self._recursive = False
        self._read_definitions(tree)
        self._read_scope(tree, [])

    @classmethod
    def read(cls, name: str, data: bytes) -> _Text | None:
        """The file, or None where it is no Python, or nested too deeply to be read."""
        try:
            return cls(name, ast.parse(data))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def uses(self, pattern: str) -> list[int]:
        """The lines on which a name of this pattern is used, each once."""
        return sorted({line for name, line in self._names if _fits(name, pattern)})

    def holds(self, construct: str) -> bool:
        """Whether the construct is there."""
        kind, _, pattern = construct.partition(":")
        if kind == "recursion":
            return self._recursive
        if kind == "call":
            return bool(self.uses(pattern))
        if kind == "import":
            return any(_fits(name, pattern) for name in self._imports)
        if kind in self._defined:
            return any(_fits(name, pattern) for name in self._defined[kind])
        return not self._nodes.isdisjoint(_CONSTRUCTS.get(kind, ()))

    def _read_definitions(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                self._defined["class"].add(node.name)
            elif isinstance(node, _FUNCTIONS):
                self._defined["def"].add(node.name)
                self._recursive = self._recursive or _calls_itself(node)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                self._imports.update(_imported(node))

    def _read_scope(self, scope: ast.AST, outer: list[Bindings]) -> None:
        """Note each name that a scope uses, then those of the scopes inside it."""
        own = _bindings(scope, outer)
        # A class's names are seen in its body only, not from its methods.
        inner = outer if isinstance(scope, ast.ClassDef) else [*outer, own]
        for node in _inside(scope):
            if isinstance(node, _SCOPES):
                self._read_scope(node, inner)
            elif isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
                self._note(node, [*outer, own])
            elif isinstance(node, ast.Call):
                self._note_looked_up(node, [*outer, own])

    def _note(self, node: ast.expr, scopes: list[Bindings]) -> None:
        if name := _name_of(node, scopes):
            self._names.append((name, node.lineno))
        elif isinstance(node, ast.Attribute):
            self._names.append((f".{node.attr}", node.lineno))

    def _note_looked_up(self, node: ast.Call, scopes: list[Bindings]) -> None:
        """`getattr(module, "name")` uses that name too."""
        if isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) > 1:
            owner, key = _name_of(node.args[0], scopes), node.args[1]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                self._names.append((f"{owner or ''}.{key.value}", node.lineno))


def _fits(name: str, pattern: str) -> bool:
    """Whether a name has this pattern; `.step` is the last step of any name that has several."""
    if pattern.startswith("."):
        return "." in name and fnmatchcase(name.rpartition(".")[2], pattern[1:])
    steps, wanted = name.split("."), pattern.split(".")
    return len(steps) == len(wanted) and all(map(fnmatchcase, steps, wanted))


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    """Every node of a scope, and the scopes in it without what they hold."""
    stack = list(ast.iter_child_nodes(scope))
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _FUNCTIONS):
            stack += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        elif isinstance(node, ast.ClassDef):
            stack += [*node.decorator_list, *node.bases]
        elif not isinstance(node, ast.Lambda):
            stack += ast.iter_child_nodes(node)


def _bindings(scope: ast.AST, outer: list[Bindings]) -> Bindings:
    """What the names of a scope stand for: a dotted name where an import or a plain assignment says so."""
    found: Bindings = {}
    if isinstance(scope, (*_FUNCTIONS, ast.Lambda)):
        arguments = scope.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        found = dict.fromkeys(
            argument.arg for argument in (*every, arguments.vararg, arguments.kwarg) if argument
        )
    nodes = sorted(_inside(scope), key=lambda node: getattr(node, "lineno", 0))
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(_aliases(node))
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            found[node.name] = None
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, None)
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = _name_of(node.value, [*outer, found])
    return found


def _aliases(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str | None]]:
    """The names an import binds and what they stand for; `*` for those of a whole module."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
    elif node.module and not node.level:
        for alias in node.names:
            yield (
                alias.asname or alias.name,
                node.module if alias.name == "*" else f"{node.module}.{alias.name}",
            )


def _imported(node: ast.Import | ast.ImportFrom) -> Iterable[str]:
    """The dotted names an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]


def _name_of(node: ast.expr, scopes: list[Bindings]) -> str | None:
    """The dotted name an expression stands for, or None where it is a value of the submission's own."""
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    root = _root(node.id, scopes)
    return None if root is None else ".".join([root, *reversed(steps)])


def _root(name: str, scopes: list[Bindings]) -> str | None:
    for scope in reversed(scopes):
        if name in scope:
            return scope[name]
    starred = next((scope["*"] for scope in reversed(scopes) if scope.get("*")), None)
    if starred and not hasattr(builtins, name):
        return f"{starred}.{name}"
    return name if hasattr(builtins, name) else None


def _calls_itself(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function, or a method by `self`, calls itself by name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            owner = getattr(called, "value", None)
            plain = owner is None or (isinstance(owner, ast.Name) and owner.id in ("self", "cls"))
            if name == function.name and plain:
                return True
    return False
