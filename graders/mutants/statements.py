"""Mistakes in statements: one that is missing, a condition turned round, a sum that is not kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from graders.mutants.expressions import ARITHMETIC
from graders.mutants.scope import Scope, name_of
from graders.mutants.source import Edit, Function
from graders.mutants.words import GRADIENT_CONTEXTS, SILENT_DECORATORS

_PLAIN = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
_TENSORS = re.compile(r"Tensor|ndarray")


def dropped(node: ast.stmt, scope: Scope) -> Iterator[Edit]:
    """A statement that is missing, where the rest could still run without it."""
    if _can_go(node, scope):
        yield scope.source.edit("statement dropped", node, "pass")


def jump(node: ast.Break | ast.Continue, scope: Scope) -> Iterator[Edit]:
    """The loop goes on where it should end, and ends where it should go on."""
    yield scope.source.edit("jump", node, "continue" if isinstance(node, ast.Break) else "break")


def condition(node: ast.If | ast.While, scope: Scope) -> Iterator[Edit]:
    """The condition turned round, where no other mutant does just that."""
    test = node.test
    plain = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], _PLAIN)
    turned = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    if not plain and not turned and not isinstance(test, ast.Constant):
        yield scope.source.edit("condition turned", test, f"not ({scope.source.text(test)})")


def augmented(node: ast.AugAssign, scope: Scope) -> Iterator[Edit]:
    """Another operator, and the old value forgotten."""
    word = "**" if isinstance(node.op, ast.Pow) else ARITHMETIC[type(node.op)][0]
    gap = scope.source.gap(node.target, node.value, word + "=")
    if gap:
        other = "*" if isinstance(node.op, ast.Pow) else ARITHMETIC[type(node.op)][1]
        yield Edit("operator", *gap, other + "=")
        yield Edit("term dropped", *gap, "=")


def in_place(node: ast.Assign, scope: Scope) -> Iterator[Edit]:
    """`x += y` for `x = x + y`, which changes the tensor of the caller."""
    value, target = node.value, node.targets[0]
    if not isinstance(value, ast.BinOp) or not isinstance(target, ast.Name) or len(node.targets) > 1:
        return
    function = scope.source.function(node)
    hints = {each.arg: each.annotation for each in function.args.args} if function is not None else {}
    hint = hints.get(target.id)
    own = isinstance(value.left, ast.Name) and value.left.id == target.id
    sign = "**" if isinstance(value.op, ast.Pow) else ARITHMETIC[type(value.op)][0]
    if own and hint is not None and _TENSORS.search(scope.source.text(hint)):
        text = f"{target.id} {sign}= {scope.source.text(value.right)}"
        yield scope.source.edit("in place", node, text)


def context(node: ast.With, scope: Scope) -> Iterator[Edit]:
    """A block in which autograd records where it should not."""
    manager = node.items[0].context_expr
    if len(node.items) > 1 or node.items[0].optional_vars is not None or not isinstance(manager, ast.Call):
        return
    if name_of(manager.func) in GRADIENT_CONTEXTS:
        start, end = scope.source.span(node)[0], scope.source.span(manager)[1]
        yield Edit("context dropped", start, end, "if True")


def decorators(node: ast.FunctionDef | ast.ClassDef, scope: Scope) -> Iterator[Edit]:
    """A decorator that is missing."""
    for each in node.decorator_list:
        called = each.func if isinstance(each, ast.Call) else each
        if name_of(called) not in SILENT_DECORATORS:
            start, end = scope.source.span(each)
            before = scope.source.data.rfind(b"@", 0, start)
            yield Edit("decorator dropped", before, end, "")


def _can_go(node: ast.stmt, scope: Scope) -> bool:
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise | ast.Assert | ast.Delete | ast.AugAssign | ast.Continue | ast.Break):
        return True
    if isinstance(node, ast.Return):
        return not isinstance(scope.source.parent(node), Function)
    if not isinstance(node, ast.Assign):
        return False
    function = scope.source.function(node)
    starting = isinstance(function, ast.FunctionDef) and function.name == "__init__"
    return all(_has_value(target, node, scope, starting) for target in node.targets)


def _has_value(target: ast.expr, node: ast.stmt, scope: Scope, starting: bool) -> bool:
    """Whether what is assigned to has a value before, so that nothing but the value goes wrong."""
    if isinstance(target, ast.Name):
        return scope.bound_before(node, target.id)
    return isinstance(target, ast.Subscript) or (isinstance(target, ast.Attribute) and not starting)
