"""From the files of a solution to its mutants, each a small edit of one file."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import marshal
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType
from typing import Any

from graders.mutants import calls, expressions, statements
from graders.mutants.scope import Scope
from graders.mutants.source import Edit, Source

Operator = Callable[[Any, Scope], Iterable[Edit]]

#: longest text of an edit; an expression that is longer belongs to a table of data
MAX_TEXT = 2000

#: which operators look at which nodes
OPERATORS: tuple[tuple[type[ast.AST], Operator], ...] = (
    (ast.BinOp, expressions.binary),
    (ast.Compare, expressions.comparison),
    (ast.BoolOp, expressions.logic),
    (ast.UnaryOp, expressions.unary),
    (ast.Constant, expressions.constant),
    (ast.JoinedStr, expressions.formatted),
    (ast.IfExp, expressions.choice),
    (ast.Slice, expressions.part),
    (ast.comprehension, expressions.filtered),
    (ast.Tuple, expressions.sequence),
    (ast.Dict, expressions.mapping),
    (ast.Call, calls.arguments),
    (ast.Call, calls.reductions),
    (ast.Call, calls.ranges),
    (ast.Call, calls.removed),
    (ast.Call, calls.in_place),
    (ast.Attribute, calls.attribute),
    (ast.Name, calls.name),
    (ast.stmt, statements.dropped),
    (ast.Break, statements.jump),
    (ast.Continue, statements.jump),
    (ast.If, statements.condition),
    (ast.While, statements.condition),
    (ast.AugAssign, statements.augmented),
    (ast.Assign, statements.in_place),
    (ast.With, statements.context),
    (ast.FunctionDef, statements.decorators),
    (ast.ClassDef, statements.decorators),
)


def make(files: Mapping[str, bytes]) -> Iterator[tuple[str, Edit]]:
    """Every mutant of every Python file, as the file's name and the edit, in the order of the text.

    No two of them, and none and the original, compile to the same code; one that does not compile is no
    mutant. Raises SyntaxError where a file is no Python itself.
    """
    for name, data in sorted(files.items()):
        if name.endswith(".py"):
            for edit in _of_file(data):
                yield name, edit


def apply(data: bytes, edit: Edit) -> bytes:
    """The file with this edit."""
    return data[: edit.start] + edit.text.encode() + data[edit.end :]


def _of_file(data: bytes) -> Iterator[Edit]:
    seen = {_digest(data)}
    edits = sorted(set(_edits(Scope(Source(data)))), key=dataclasses.astuple)
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        digest = _digest(apply(data, edit)) if len(edit.text) <= MAX_TEXT else None
        if digest is not None and digest not in seen:
            seen.add(digest)
            yield edit


def _edits(scope: Scope) -> Iterator[Edit]:
    for node in scope.nodes():
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                yield from operator(node, scope)


def _digest(data: bytes) -> bytes | None:
    """What names the code that a file compiles to, wherever its lines stand; None where it does not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a mistake makes doubtful is not the author's to hear about
            code = compile(data, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return None
    return hashlib.sha256(marshal.dumps(_without_lines(code))).digest()


def _without_lines(code: CodeType) -> CodeType:
    constants = tuple(_without_lines(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_linetable=b"", co_firstlineno=1, co_consts=constants)
