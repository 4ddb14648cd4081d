"""Submission cells whose answers are written down: what the reference says to which call of which check.

Made for cheats that replay it. Answers leave the grader cell as text that only a submission's cell opens.
"""

from __future__ import annotations

import base64
import pickle
import zlib
from collections.abc import Mapping, Sequence

from graders.gates.cheats.arguments import key_of
from graders.incell import context
from graders.incell.connection import Connection
from graders.incell.protocol import MODULE, Op
from graders.incell.proxy import Cells, Handle
from graders.incell.values import Value
from graders.messages import Recorded

#: answers that are written down, and how long one may be
MAX_ANSWERS, MAX_LENGTH = 2000, 60_000


class RecordingCells(Cells):
    """The submission cells of one grading, with a book."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.book: list[Recorded] = []
        self._paths: dict[int, str] = {MODULE: ""}

    def perform(
        self,
        connection: Connection,
        op: Op,
        target: int = MODULE,
        name: str = "",
        args: Sequence[Value] = (),
        kwargs: Mapping[str, Value] | None = None,
    ) -> Value:
        """The value of one request, written down where it is a call."""
        value = super().perform(connection, op, target, name, args, kwargs)
        path = ".".join(part for part in (self._paths.get(target, "?"), name) if part)
        if isinstance(value, Handle):
            self._paths[value._id] = path + "()" if op == "call" else path
        if op == "call" and len(self.book) < MAX_ANSWERS:
            self._note(path, list(args), dict(kwargs or {}), value)
        return value

    def _note(self, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], value: Value) -> None:
        packed = "" if isinstance(value, Handle) else _pack(value)
        if len(packed) <= MAX_LENGTH:
            keys = key_of(path, args, kwargs), key_of(path, args, kwargs, whole=False)
            self.book.append(Recorded(context.current().test, path[:200], *keys, packed))


def _pack(value: Value) -> str:
    return base64.b64encode(zlib.compress(pickle.dumps(value))).decode()
