"""Mistakes in expressions: another operator, a term that is missing, a number that is one off."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from graders.mutants.scope import Scope, name_of
from graders.mutants.source import Edit
from graders.mutants.words import CHOICES, EVEN

ARITHMETIC: Mapping[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "//"),
    ast.MatMult: ("@", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.BitXor: ("^", "&"),
}
#: operators of which either side may be forgotten, and those of which only the right one may
_SUMS = (ast.Add, ast.Mult, ast.Sub, ast.BitAnd, ast.BitOr)
_SCALES = (ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
_COMPARISONS: Mapping[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
_AXES = frozenset({"dim", "dims", "axis", "axes", "dim0", "dim1", "start_dim", "end_dim"})
_QUOTE = re.compile(r"[A-Za-z]*(?:'''|\"\"\"|'|\")")
_TINY, _LARGE = 0.01, 100.0
#: a dictionary with more entries is a table, of which each entry would say the same
MAX_ENTRIES = 12


def binary(node: ast.BinOp, scope: Scope) -> Iterator[Edit]:
    """Another operator, the operands swapped, one of them forgotten."""
    source = scope.source
    left, right = source.atom(node.left), source.atom(node.right)
    if isinstance(node.op, ast.Pow):
        yield source.edit_closed("operator", node, f"{left} * {right}")
    else:
        word, other = ARITHMETIC[type(node.op)]
        gap = source.gap(node.left, node.right, word)
        if gap and not _is_format(node):
            yield Edit("operator", *gap, other)
    if isinstance(node.op, _ORDERED) and left != right and not _is_format(node) and not _is_even(node, scope):
        sign = "**" if isinstance(node.op, ast.Pow) else ARITHMETIC[type(node.op)][0]
        yield source.edit_closed("operands swapped", node, f"{right} {sign} {left}")
    if isinstance(node.op, _SUMS + _SCALES):
        yield source.edit("term dropped", node, left)
    if isinstance(node.op, _SUMS):
        yield source.edit("term dropped", node, right)


def comparison(node: ast.Compare, scope: Scope) -> Iterator[Edit]:
    """`<` for `<=`, `==` for `!=`, and so on."""
    sides = [node.left, *node.comparators]
    for op, (left, right) in zip(node.ops, pairwise(sides), strict=True):
        word, other = _COMPARISONS[type(op)]
        gap = scope.source.gap(left, right, word)
        if gap:
            yield Edit("comparison", *gap, other)


def logic(node: ast.BoolOp, scope: Scope) -> Iterator[Edit]:
    """`and` for `or`, and a condition that is missing."""
    word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    terms = [scope.source.atom(each) for each in node.values]
    yield scope.source.edit_closed("and/or", node, f" {other} ".join(terms))
    for index in range(len(terms)):
        rest = terms[:index] + terms[index + 1 :]
        edit = scope.source.edit_closed if len(rest) > 1 else scope.source.edit
        yield edit("condition dropped", node, f" {word} ".join(rest))


def unary(node: ast.UnaryOp, scope: Scope) -> Iterator[Edit]:
    """A sign or a `not` that is missing; of a negative number, the neighbours."""
    operand = scope.source.atom(node.operand)
    if isinstance(node.op, ast.UAdd):
        return
    yield scope.source.edit("sign dropped" if isinstance(node.op, ast.USub) else "not dropped", node, operand)
    if isinstance(node.op, ast.USub) and (value := _number(node.operand)) is not None:
        for text in _neighbours(-value):
            yield scope.source.edit(_label(node, scope), node, text)


def constant(node: ast.Constant, scope: Scope) -> Iterator[Edit]:
    """The other truth value, a number one off, another text."""
    above = scope.source.parent(node)
    if isinstance(node.value, bool):
        yield scope.source.edit("flag", node, str(not node.value))
    elif (number := _number(node)) is not None:
        if isinstance(above, ast.UnaryOp) and isinstance(above.op, ast.USub):
            return  # told together with its sign
        for text in _neighbours(number):
            fits = not text.startswith("-") or not isinstance(above, ast.BinOp | ast.Attribute)
            yield scope.source.edit(_label(node, scope), node, text if fits else f"({text})")
    elif isinstance(node.value, str) and not isinstance(above, ast.JoinedStr | ast.FormattedValue):
        yield from _text(node, node.value, scope)


def formatted(node: ast.JoinedStr, scope: Scope) -> Iterator[Edit]:
    """Another text before the first value of an f-string."""
    if isinstance(scope.source.parent(node), ast.FormattedValue):
        return  # a format specification
    yield from _longer(node, scope)


def choice(node: ast.IfExp, scope: Scope) -> Iterator[Edit]:
    """Always the one, or always the other."""
    yield scope.source.edit("choice dropped", node, scope.source.atom(node.body))
    yield scope.source.edit("choice dropped", node, scope.source.atom(node.orelse))


def part(node: ast.Slice, scope: Scope) -> Iterator[Edit]:
    """A slice without one of its bounds."""
    for bound in (node.lower, node.upper):
        if bound is not None and _number(bound) is None:
            yield scope.source.edit("bound dropped", bound, "")


def filtered(node: ast.comprehension, scope: Scope) -> Iterator[Edit]:
    """A comprehension that takes everything."""
    for condition in node.ifs:
        yield scope.source.edit("condition dropped", condition, "True")


def sequence(node: ast.Tuple, scope: Scope) -> Iterator[Edit]:
    """Two neighbours of a tuple in the other order."""
    above = scope.source.parent(node)
    member = isinstance(above, ast.Compare) or (isinstance(above, ast.ExceptHandler) and above.type is node)
    if isinstance(node.ctx, ast.Load) and not member:
        yield from swapped("entries swapped", node.elts, scope)


def mapping(node: ast.Dict, scope: Scope) -> Iterator[Edit]:
    """A dictionary that lacks an entry."""
    spans = [
        (scope.source.span(key)[0], scope.source.span(value)[1])
        for key, value in zip(node.keys, node.values, strict=True)
        if key is not None
    ]
    if len(spans) != len(node.keys) or not 1 < len(spans) <= MAX_ENTRIES:
        return
    for (start, _), (following, _) in pairwise(spans):
        yield Edit("entry dropped", start, following, "")
    yield Edit("entry dropped", spans[-2][1], spans[-1][1], "")


def swapped(operator: str, nodes: list[ast.expr], scope: Scope) -> Iterator[Edit]:
    """Each two neighbours that differ in the other order; what lies between them stays."""
    source = scope.source
    for one, other in pairwise(nodes):
        if isinstance(one, ast.Starred) or isinstance(other, ast.Starred):
            continue
        first, second = source.text(one), source.text(other)
        if first != second:
            start, end = source.span(one)[0], source.span(other)[1]
            between = source.data[source.span(one)[1] : source.span(other)[0]].decode()
            yield Edit(operator, start, end, f"{second}{between}{first}")


def _number(node: ast.AST) -> int | float | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_even(node: ast.BinOp, scope: Scope) -> bool:
    """Whether only the size of a difference counts, not its sign."""
    above = scope.source.parent(node)
    if not isinstance(node.op, ast.Sub) or above is None:
        return False
    if isinstance(above, ast.BinOp):
        return isinstance(above.op, ast.Pow) and above.left is node and _number(above.right) == 2
    if isinstance(above, ast.Call):
        return name_of(above.func) in EVEN
    return isinstance(above, ast.Attribute) and above.attr in EVEN


def _is_format(node: ast.BinOp) -> bool:
    return isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)


def _neighbours(value: int | float) -> list[str]:
    """Numbers that are one off; of a float so small or large that one is no step, another size."""
    if isinstance(value, int):
        return [str(value + 1), str(value - 1)]
    if abs(value) >= _LARGE:
        return [repr(value * 2)]
    return (
        [repr(value + 1)]
        if abs(value) < _TINY
        else [repr(round(each, 12)) for each in (value + 1, value - 1)]
    )


def _label(node: ast.AST, scope: Scope) -> str:
    above = scope.source.parent(node)
    return "axis" if isinstance(above, ast.keyword) and above.arg in _AXES else "number"


def _text(node: ast.Constant, value: str, scope: Scope) -> Iterator[Edit]:
    above = scope.source.parent(node)
    if isinstance(above, ast.Call) and name_of(above.func) == "einsum" and above.args[0] is node:
        yield from _einsum(node, value, scope)
    elif value in CHOICES:
        yield scope.source.edit("choice", node, repr(CHOICES[value]))
    else:
        yield from _longer(node, scope)


def _longer(node: ast.Constant | ast.JoinedStr, scope: Scope) -> Iterator[Edit]:
    """The text with something before it, its quotes and prefix kept."""
    text = scope.source.text(node)
    quote = _QUOTE.match(text)
    if quote:
        yield scope.source.edit("text", node, f"{quote[0]}XX{text[quote.end() :]}")


def _einsum(node: ast.Constant, value: str, scope: Scope) -> Iterator[Edit]:
    """Two neighbouring axes of one operand, or of the result, in the other order."""
    for found in re.finditer(r"[A-Za-z]{2,}", value):
        for index in range(found.start(), found.end() - 1):
            one, other = value[index], value[index + 1]
            if one != other:
                turned = value[:index] + other + one + value[index + 2 :]
                yield scope.source.edit("axes swapped", node, repr(turned))
