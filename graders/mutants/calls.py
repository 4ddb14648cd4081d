"""Mistakes in calls: arguments in another order or left out, another function, one that is forgotten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from graders.mutants.expressions import swapped
from graders.mutants.scope import SEEDS, Scope, name_of
from graders.mutants.source import Edit
from graders.mutants.words import (
    IN_PLACE,
    PARTNERS,
    REDUCTIONS,
    REMOVED_FUNCTIONS,
    REMOVED_METHODS,
    SPREADS,
    SWAPS,
    TURNS,
    TYPES,
    UNORDERED,
)

_TENSORS = re.compile(r"Tensor|ndarray")
#: methods for which it only matters from which end they begin where they stop early
_COUNTED = frozenset({"split", "rsplit"})


def arguments(node: ast.Call, scope: Scope) -> Iterator[Edit]:
    """Neighbouring arguments swapped, a keyword left out, the last one left out."""
    name = name_of(node.func)
    if name not in UNORDERED:
        yield from swapped("arguments swapped", node.args, scope)
    for keyword in node.keywords:
        flag = isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool)
        if keyword.arg is not None and keyword.arg not in SEEDS and not flag:
            yield _without(node, keyword, scope)
    fewest = 1 if isinstance(node.func, ast.Attribute) and not scope.is_module(node.func) else 2
    last = node.args[-1] if node.args else None
    if last is not None and len(node.args) >= fewest and not isinstance(last, ast.Starred | ast.GeneratorExp):
        yield _without(node, last, scope)


def reductions(node: ast.Call, scope: Scope) -> Iterator[Edit]:
    """An axis kept that should go, and the other of the two variances."""
    name = name_of(node.func)
    if not isinstance(node.func, ast.Attribute):
        return
    given = {keyword.arg for keyword in node.keywords}
    first = 1 if scope.is_module(node.func) else 0
    axis = bool(given & {"dim", "axis"}) or len(node.args) > first
    if name in REDUCTIONS and axis and not given & {"keepdim", "keepdims"} and not _is_stored(node, scope):
        keeping = "keepdims" if "axis" in given or not _is_torch(node.func, scope) else "keepdim"
        yield _with(node, f"{keeping}=True", "keepdim", scope)
    if name in SPREADS and not given & {"unbiased", "correction", "ddof"}:
        other = "unbiased=False" if _is_torch(node.func, scope) else "ddof=1"
        yield _with(node, other, "variance", scope)


def ranges(node: ast.Call, scope: Scope) -> Iterator[Edit]:
    """A range that ends one early, or begins one late."""
    if not (isinstance(node.func, ast.Name) and node.func.id == "range") or "range" in scope.bound:
        return
    atoms = [scope.source.atom(each) for each in node.args]
    if len(atoms) == 1:
        yield scope.source.edit("range", node, f"range(1, {atoms[0]})")
        yield scope.source.edit("range", node, f"range({atoms[0]} - 1)")
    elif len(atoms) >= 2 and not isinstance(node.args[1], ast.Constant):
        atoms[1] += " - 1"
        yield scope.source.edit("range", node, f"range({', '.join(atoms)})")


def removed(node: ast.Call, scope: Scope) -> Iterator[Edit]:
    """What is computed from the first argument, or from the object, forgotten."""
    name = name_of(node.func)
    method = isinstance(node.func, ast.Attribute) and not scope.is_module(node.func)
    if method and name in REMOVED_METHODS and "device" not in scope.source.text(node):
        yield scope.source.edit("call dropped", node, scope.source.atom(node.func.value))  # type: ignore[attr-defined]
    elif not method and name in REMOVED_FUNCTIONS and not _is_own(node.func, scope) and _has_first(node):
        yield scope.source.edit("call dropped", node, scope.source.atom(node.args[0]))


def in_place(node: ast.Call, scope: Scope) -> Iterator[Edit]:
    """A result written into the argument of the caller."""
    name = name_of(node.func)
    if not isinstance(node.func, ast.Attribute) or name not in IN_PLACE:
        return
    changed = node.args[0] if scope.is_module(node.func) and node.args else node.func.value
    if isinstance(changed, ast.Name) and _TENSORS.search(scope.parameters(node).get(changed.id, "")):
        end = scope.source.span(node.func)[1]
        yield Edit("in place", end, end, "_")


def attribute(node: ast.Attribute, scope: Scope) -> Iterator[Edit]:
    """A function or a dtype taken for another, a transpose forgotten."""
    if not isinstance(node.ctx, ast.Load):
        return
    end = scope.source.span(node)[1]
    start = end - len(node.attr.encode())
    above = scope.source.parent(node)
    called = isinstance(above, ast.Call) and above.func is node
    if node.attr in SWAPS and (node.attr not in _COUNTED or _is_counted(above)):
        yield Edit("function", start, end, SWAPS[node.attr])
    if node.attr in TYPES and (called or scope.is_module(node)):
        yield Edit("dtype", start, end, TYPES[node.attr])
    if node.attr in TURNS and not called and not scope.is_module(node):
        yield scope.source.edit("transpose dropped", node, scope.source.atom(node.value))


def name(node: ast.Name, scope: Scope) -> Iterator[Edit]:
    """A built-in function taken for another, the name of the other axis."""
    if not isinstance(node.ctx, ast.Load):
        return
    if node.id not in scope.bound and node.id in SWAPS and node.id != "sum":
        yield scope.source.edit("function", node, SWAPS[node.id])
    partner = _partner(node.id)
    if partner and partner in scope.own_names(node):
        yield scope.source.edit("name", node, partner)


def _partner(word: str) -> str:
    """`stride_w` for `stride_h`; empty where a name has no partner."""
    if word in PARTNERS:
        return PARTNERS[word]
    stem, line, ending = word.rpartition("_")
    if line and f"_{ending}" in PARTNERS:
        return stem + PARTNERS[f"_{ending}"]
    return f"{stem}_{PARTNERS[ending]}" if line and ending in PARTNERS else ""


def _is_counted(call: ast.AST | None) -> bool:
    if not isinstance(call, ast.Call):
        return False
    return len(call.args) > 1 or any(keyword.arg == "maxsplit" for keyword in call.keywords)


def _is_stored(node: ast.Call, scope: Scope) -> bool:
    """Whether the result goes into a part of a tensor, which takes an axis of one entry as well."""
    above = scope.source.parent(node)
    return isinstance(above, ast.Assign) and all(isinstance(each, ast.Subscript) for each in above.targets)


def _is_torch(function: ast.Attribute, scope: Scope) -> bool:
    """Whether a function, or a method of who knows what, is likely torch's rather than NumPy's."""
    if scope.is_module(function):
        return not scope.source.text(function).startswith(("np.", "numpy."))
    return "torch" in scope.imported


def _with(call: ast.Call, argument: str, operator: str, scope: Scope) -> Edit:
    """The call with one more argument."""
    end = scope.source.span(call)[1] - 1
    before = scope.source.data[:end].rstrip()
    comma = "" if before.endswith((b",", b"(")) else ", "
    return Edit(operator, len(before), len(before), comma + argument)


def _is_own(function: ast.expr, scope: Scope) -> bool:
    """Whether the file itself defines what is called."""
    return isinstance(function, ast.Name) and function.id in scope.bound - scope.imported


def _has_first(node: ast.Call) -> bool:
    return bool(node.args) and not isinstance(node.args[0], ast.Starred)


def _without(call: ast.Call, argument: ast.expr | ast.keyword, scope: Scope) -> Edit:
    """The call without one argument, and without the comma that sets it apart."""
    source = scope.source
    start, end = source.span(argument)
    parts = sorted([*call.args, *call.keywords], key=source.span)
    index = parts.index(argument)
    if index:
        start = source.span(parts[index - 1])[1]
        comma = source.gap(parts[index - 1], argument, ",")
        start = comma[0] if comma else start
    elif len(parts) > 1:
        end = source.span(parts[1])[0]
    return Edit("argument dropped", start, end, "")
