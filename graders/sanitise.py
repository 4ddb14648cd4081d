"""Text and values from inside cells, made harmless before anything stores or shows them.

A cell's words may hold anything: control characters that move a cursor, bidirectional marks that reorder a
line, lone surrogates that no encoder takes. What a reader has no use for is dropped here, once; escaping for
a page or a spreadsheet is left to whoever renders.
"""

from __future__ import annotations

import math
import re
from typing import Any

MAX_TEXT = 4096
MAX_OUTPUT = 64 * 1024
MAX_DEPTH = 8
MAX_NODES = 4000
MAX_INT = 2**63

#: C0 but tab and newline, DEL and C1, line and paragraph separators, bidirectional controls, surrogates, BOM
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
CUT = " …"


class UnfitValueError(ValueError):
    """A value that no honest grader cell sends."""


def clean_text(text: str | bytes, limit: int = MAX_TEXT) -> str:
    """The text without control characters, at most `limit` characters long, its cut shown."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    # Cut first: nobody scans ten megabytes of which four kilobytes are kept.
    text = text[: 2 * limit + 16].replace("\r\n", "\n").replace("\r", "\n")
    text = _DROPPED.sub("", text)
    return text if len(text) <= limit else text[: limit - len(CUT)] + CUT


def clean_value(value: Any, limit: int = MAX_TEXT) -> Any:
    """Plain data with its texts cleaned; raises UnfitValueError for what is too deep, large or not finite."""
    return _Cleaner(limit).clean(value, 0)


class _Cleaner:
    """One walk over one value, counting as it goes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.nodes = 0

    def clean(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise UnfitValueError("too deep or too many values")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return _bounded(value)
        if isinstance(value, float):
            return _finite(value)
        if isinstance(value, str):
            return clean_text(value, self.limit)
        if isinstance(value, list):
            return [self.clean(each, depth + 1) for each in value]
        if isinstance(value, dict):
            return {self._key(key): self.clean(each, depth + 1) for key, each in value.items()}
        raise UnfitValueError(f"a value of type {type(value).__name__}")

    def _key(self, key: Any) -> str:
        if not isinstance(key, str) or len(key) > 200:
            raise UnfitValueError("a key that is no short text")
        return clean_text(key, 200)


def _bounded(value: int) -> int:
    if abs(value) >= MAX_INT:
        raise UnfitValueError("an integer beyond 64 bits")
    return value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise UnfitValueError("a number that is not finite")
    return value
