"""One file of a solution: its bytes, its syntax tree, and where in the bytes each node stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"
#: nodes whose text can stand anywhere without parentheses
_ATOMS = (
    ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp,
    ast.DictComp, ast.JoinedStr,
)  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Edit:
    """Put `text` in place of the bytes from `start` to `end`."""

    operator: str
    start: int
    end: int
    text: str


class Source:
    """A parsed file; raises SyntaxError where it is no Python."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.tree = ast.parse(data)
        first = len(_BOM) if data.startswith(_BOM) else 0
        self._starts = [first, *(found.end() for found in _LINE_END.finditer(data))]
        self._parents = {
            id(child): parent for parent in ast.walk(self.tree) for child in ast.iter_child_nodes(parent)
        }

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds this one."""
        return self._parents.get(id(node))

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, the nearest first."""
        above = self.parent(node)
        while above is not None:
            yield above
            above = self.parent(above)

    def function(self, node: ast.AST) -> Function | None:
        """The function around this node."""
        return next((above for above in self.ancestors(node) if isinstance(above, Function)), None)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where the node begins and ends; the parentheses around an expression are outside."""
        begin = self._starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
        end = self._starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
        return begin, end

    def text(self, node: ast.AST) -> str:
        """The node as its author wrote it."""
        start, end = self.span(node)
        return self.data[start:end].decode()

    def atom(self, node: ast.AST) -> str:
        """The same, in parentheses where it could mean something else in another place."""
        text = self.text(node)
        if isinstance(node, _ATOMS) or (isinstance(node, ast.Constant) and "\n" not in text):
            return text
        closed = isinstance(node, ast.Tuple | ast.GeneratorExp) and text.startswith("(")
        return text if closed else f"({text})"

    def edit(self, operator: str, node: ast.AST, text: str) -> Edit:
        """Another text for a whole node."""
        return Edit(operator, *self.span(node), text)

    def edit_closed(self, operator: str, node: ast.AST, text: str) -> Edit:
        """The same for a text that needs parentheses, unless the node stands in some."""
        start, end = self.span(node)
        closed = self.data[:start].rstrip().endswith(b"(") and self.data[end:].lstrip().startswith(b")")
        return Edit(operator, start, end, text if closed else f"({text})")

    def gap(self, left: ast.AST, right: ast.AST, word: str) -> tuple[int, int] | None:
        """Where between two nodes an operator stands, which may be two words."""
        start, end = self.span(left)[1], self.span(right)[0]
        # Only parentheses, blanks and comments stand there too; comments are blanked, so that offsets stay.
        between = re.sub(rb"#[^\r\n]*", lambda found: b" " * len(found[0]), self.data[start:end])
        pattern = rb"\s+".join(re.escape(part.encode()) for part in word.split())
        found = re.search(pattern, between)
        return (start + found.start(), start + found.end()) if found else None

    def stands(self, node: ast.AST) -> bool:
        """Whether the node is where its position says: within an f-string not every Python knows."""
        try:
            again = ast.parse(f"({self.text(node)})", mode="eval").body
        except (SyntaxError, UnicodeDecodeError, ValueError):
            return False
        return ast.dump(again) == ast.dump(node)
