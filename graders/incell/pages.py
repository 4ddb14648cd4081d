"""Bodies of answers in the form in which they are compared.

Of HTML, what a browser does not show is no difference: runs of white space, the order of attributes, how a
character is written. Of JSON the values count, not the text.
"""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import Any

from graders.incell.formatting import short

#: longest page that is parsed; a longer one is compared as it is
MAX_PAGE = 256 * 1024
#: longest tag; what goes on without an end for longer is text
MAX_TAG = 4096
_DEPTH = 32
_COMMENT_END = re.compile(r"--\s*>")
_UNSEEN = ("script", "style", "template", "title")


class _Tokens(HTMLParser):
    """Tags and texts in order, written in one way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[str] = []
        self.texts: list[str] = []
        self._data: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        written = "".join(
            f" {name}" if value is None else f' {name}="{html.escape(_collapsed(value))}"'
            for name, value in sorted(attrs, key=lambda pair: pair[0])
        )
        self.tokens.append(f"<{tag}{written}>")
        self._unseen += tag in _UNSEEN

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._unseen -= tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.tokens.append(f"</{tag}>")
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_decl(self, decl: str) -> None:
        self.flush()
        self.tokens.append(f"<!{_collapsed(decl).lower()}>")

    def handle_data(self, data: str) -> None:
        self._data.append(data)

    def flush(self) -> None:
        """Enter the text since the last tag."""
        text = _collapsed("".join(self._data))
        self._data.clear()
        if text:
            self.tokens.append(html.escape(text, quote=False))
            if not self._unseen:
                self.texts.append(text)


def tokens(page: str) -> list[str]:
    """Tags and texts of a page, without what is insignificant; comments are left out."""
    return _parsed(page).tokens if len(page) <= MAX_PAGE else [page]


def visible_text(page: str) -> str:
    """The words of a page as a reader sees them, one space between the parts."""
    return " ".join(_parsed(page).texts) if len(page) <= MAX_PAGE else page


def _parsed(page: str) -> _Tokens:
    parser = _Tokens()
    parser.feed(_settled(page))
    parser.close()
    parser.flush()
    return parser


def _settled(page: str) -> str:
    """The page with each `<` that opens nothing written as text.

    Behind each of them the parser would look for an end all through the page, so that a page without ends
    took it minutes.
    """
    last = max((found.start() for found in _COMMENT_END.finditer(page)), default=-1)

    def opens(at: int) -> bool:
        if page.startswith("<!--", at):
            return at < last
        return not page.startswith("<![", at) and page.find(">", at, at + MAX_TAG) >= 0

    return re.sub("<", lambda found: "<" if opens(found.start()) else "&lt;", page)


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def read_json(body: bytes) -> tuple[bool, Any]:
    """Whether a body is JSON, and its value."""
    try:
        return True, json.loads(body)
    except (ValueError, RecursionError):
        return False, None


def json_difference(expected: Any, got: Any, path: str = "$", depth: int = 0) -> tuple[str, str, str] | None:
    """Where two JSON values first differ: path, expected, got; None where they are equal."""
    both_numbers = _is_number(expected) and _is_number(got)
    if depth < _DEPTH and isinstance(expected, dict) and isinstance(got, dict):
        for key in [*expected, *(key for key in got if key not in expected)]:
            inner = f"{path}.{key}"
            if key not in got:
                return inner, short(expected[key]), "–"
            if key not in expected:
                return inner, "–", short(got[key])
            if found := json_difference(expected[key], got[key], inner, depth + 1):
                return found
        return None
    if depth < _DEPTH and isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        pairs = enumerate(zip(expected, got, strict=True))
        inside = (json_difference(one, other, f"{path}[{i}]", depth + 1) for i, (one, other) in pairs)
        return next((each for each in inside if each), None)
    if (both_numbers or type(expected) is type(got)) and expected == got:
        return None
    return path, short(expected), short(got)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)
