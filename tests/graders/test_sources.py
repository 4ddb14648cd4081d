from __future__ import annotations

import ast
from pathlib import Path

import pytest

from graders.sources import MAX_BYTES, SourceError, check_files
from tests.graders import samples

GRADERS = Path(__file__).parents[2] / "graders"


def error(data: bytes) -> SourceError:
    """Why this file is refused."""
    with pytest.raises(SourceError) as caught:
        check_files({"solution.py": data}, samples.bundle())
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1",
        "x = '한국어'\r\n".encode(),
        b"# -*- coding: utf-8 -*-\nx = 1",
        b"#!/usr/bin/python\n# vim: set fileencoding=UTF-8 :\nx = 1",
        b"x = 1\n# coding: latin-1\n",
        b"x = 1\n" * 10_000,
        b"x" * 2000,
    ],
)
def test_ordinary_text_is_taken(data: bytes):
    """UTF-8 text within the limits passes, whatever its line ends."""
    assert check_files({"solution.py": data}, samples.bundle())["solution.py"] == data


@pytest.mark.parametrize(
    ("data", "key", "line"),
    [
        (b"", "empty", 0),
        (b" \n\t\n", "empty", 0),
        (b"#" * (MAX_BYTES + 1), "too_large", 0),
        (b"x = 1\ny = '\xff'\n", "not_utf8", 2),
        ("x = 1".encode("utf-16"), "not_utf8", 1),
        (b"\xef\xbb\xbfx = 1", "bom", 1),
        (b"x = 1\n\ny = '\x00'", "nul", 3),
        (b"# coding: latin-1\nx = 1", "cookie", 1),
        (b"\n# -*- coding: euc-kr -*-\n", "cookie", 2),
        (b"# vim: set fileencoding=utf-7 :\n", "cookie", 1),
        (b"x\n" * 10_001, "too_many_lines", 10_001),
        (b"x = 1\n" + b"y" * 2001, "long_line", 2),
    ],
)
def test_unfit_file_says_what_and_where(data: bytes, key: str, line: int):
    """Each rule names itself, the file and the line, in both languages."""
    found = error(data)

    assert (found.key, found.file, found.line) == (key, "solution.py", line)
    assert "solution.py" in found.message.en
    assert "solution.py" in found.message.ko


def test_byte_that_is_not_utf8_is_named():
    """The column counts bytes from the start of its line."""
    assert error(b"ab\ncd\xffe").params["column"] == 3


def test_wrong_name_says_which_would_be_right():
    """An unknown file names the expected one, a missing file what was handed in."""
    with pytest.raises(SourceError, match=r"Expected: solution\.py") as unknown:
        check_files({"soluton.py": b"x"}, samples.bundle())
    with pytest.raises(SourceError) as missing:
        check_files({}, samples.bundle())

    assert unknown.value.key == "unknown_name"
    assert missing.value.key == "missing_file"


def test_name_of_a_file_is_cleaned_before_it_is_shown():
    """Control characters in a file's name do not reach the message."""
    with pytest.raises(SourceError) as caught:
        check_files({"a\x1b[31m\u202eb.py": b"x"}, samples.bundle())

    assert "\x1b" not in caught.value.message.en
    assert "\u202e" not in caught.value.message.en


def test_host_never_compiles_or_parses_python():
    """No host module of graders imports ast or compiles anything."""
    guilty = []
    for path in GRADERS.rglob("*.py"):
        # What runs in cells only may: the RPC server, the checks, and the making of mutants.
        if {"incell", "mutants"} & set(path.parts) or path.name in ("pytest_folders.py",):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            imported = [a.name for a in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if "ast" in imported or called in ("compile", "exec", "eval"):
                guilty.append(path.name)
    assert guilty == []
