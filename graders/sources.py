"""Which submitted files are fit to be graded; everything here is decided by looking at bytes.

The host never compiles or parses a submission: a syntax error, a missing function or a wrong signature is
found inside a cell. Here are the rules that hold for any text handed in, before it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from graders.bilingual import Bilingual, both
from graders.bundle import Bundle
from graders.sanitise import clean_text

MAX_BYTES = 256 * 1024
MAX_LINES = 10_000
MAX_LINE = 2_000
_BOM = b"\xef\xbb\xbf"
#: a declaration of another encoding, in one of the first two lines, where Python looks for it (PEP 263)
_COOKIE = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(r"[ \t\f]*(?:#.*)?$")
_UTF8 = re.compile(r"utf[-_]?8(-.*)?|u8|utf_8_.*", re.IGNORECASE)


class SourceError(Exception):
    """A submitted file that cannot be graded: which, where, what is wrong and what would be right."""

    def __init__(self, key: str, file: str, line: int = 0, **params: str | int | float) -> None:
        self.key = key
        self.file = clean_text(file, 120)
        #: line in that file, 0 where it is about the whole
        self.line = line
        self.params = {"file": self.file, "line": line, **params}
        super().__init__(self.message.en)

    @property
    def message(self) -> Bilingual:
        """What to tell the student."""
        return both(f"source.{self.key}", **self.params)


def check_files(files: Mapping[str, bytes], bundle: Bundle) -> dict[str, bytes]:
    """The files in the bundle's order, each fit to be graded; raises SourceError for the first unfit one."""
    expected = bundle.files
    for name in files:
        if name not in expected:
            near = get_close_matches(name, expected, n=1)
            raise SourceError("unknown_name", name, right=near[0] if near else ", ".join(expected))
    for name in expected:
        if name not in files:
            raise SourceError("missing_file", name, given=clean_text(", ".join(files) or "–", 200))
    for name in expected:
        check_source(name, files[name])
    return {name: bytes(files[name]) for name in expected}


def check_source(name: str, data: bytes) -> None:
    """One file; raises SourceError with the first rule it breaks."""
    if len(data) > MAX_BYTES:
        raise SourceError("too_large", name, kib=-(-len(data) // 1024), limit=MAX_BYTES // 1024)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("not_utf8", name, 1, column=1)
    if data.startswith(_BOM):
        raise SourceError("bom", name, 1)
    if b"\x00" in data:
        raise SourceError("nul", name, data.count(b"\n", 0, data.index(b"\x00")) + 1)
    text = _decoded(name, data)
    if not text.strip():
        raise SourceError("empty", name)
    lines = re.split(r"\r\n|\r|\n", text)
    if not lines[-1]:
        lines.pop()  # what follows the last line's end is no line
    if len(lines) > MAX_LINES:
        raise SourceError("too_many_lines", name, MAX_LINES + 1, lines=len(lines), limit=MAX_LINES)
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise SourceError("long_line", name, number, length=len(line), limit=MAX_LINE)
    _check_cookie(name, lines)


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise SourceError("not_utf8", name, line, column=column) from error


def _check_cookie(name: str, lines: Sequence[str]) -> None:
    """No declaration of another encoding where Python would obey it."""
    for number, line in enumerate(lines[:2], start=1):
        cookie = _COOKIE.match(line)
        if cookie and not _UTF8.fullmatch(cookie.group(1)):
            raise SourceError("cookie", name, number, encoding=clean_text(cookie.group(1), 40))
        if not _BLANK.match(line):
            return
