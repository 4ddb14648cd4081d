"""Where an application's answer first differs from the reference's.

The order of questions is fixed: status, redirect, cookies, flashes, session, body, log records, rows of the
database. A message of each says what it means for whoever uses the page.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from graders.incell.cookies import Cookie, flashes, set_cookies
from graders.incell.formatting import short
from graders.incell.pages import json_difference, read_json, tokens, visible_text
from graders.incell.stage import Rows
from graders.incell.wsgi import LogRecord, Response
from graders.messages import Text, plain

Body = Literal["html", "text", "none"] | Callable[[Response], Any]

#: seconds by which two lifetimes may differ: the clock ticks between two answers
_SLACK = 30.0
_FLAGS = {"httponly": "HttpOnly", "secure": "Secure", "partitioned": "Partitioned"}
_VALUES = {"samesite": "SameSite", "path": "Path", "domain": "Domain"}
_LINES = 30


@dataclass(frozen=True)
class Look:
    """What a comparison looks at."""

    #: how bodies that are no JSON are compared: as HTML, by their visible words, not at all, or by a function
    body: Body = "html"
    flashes: bool = True
    #: whether what else the session holds counts
    session: bool = False
    #: name of the session's cookie, whose signed value is never compared
    session_cookie: str = "session"
    #: cookies that do not count
    ignored_cookies: Sequence[str] = ()
    #: table -> columns
    tables: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: whether log records count: level and message, or the logger's name as well
    logs: bool | Literal["named"] = False


@dataclass(frozen=True)
class Difference:
    """One thing that differs."""

    kind: str
    text: Text
    expected: Any = None
    got: Any = None
    #: lines of a comparison of two pages
    lines: Sequence[str] = ()


def _difference(kind: str, key: str, expected: Any, got: Any, **params: str) -> Difference:
    said = {"expected": plain(str(expected), 300), "got": plain(str(got), 300)}
    return Difference(kind, Text(f"app.{key}", {**said, **params}), said["expected"], said["got"])


def answer_difference(expected: Response, got: Response, url: str, look: Look) -> Difference | None:
    """The first difference in what an answer's head says."""
    if expected.status != got.status:
        return _difference("status", "status", expected.status, got.status)
    wanted, there = (local(response.location, url) for response in (expected, got))
    if wanted != there and 300 <= expected.status < 400:
        return _difference("redirect", "redirect" if there else "no_redirect", wanted, there or "–")
    return _cookie_difference(expected, got, look)


def local(location: str, url: str) -> str:
    """Where a redirect leads, without scheme and host where these are the application's own."""
    if not location:
        return ""
    parts = urlsplit(urljoin(urljoin("http://localhost/", url), location))
    if parts.netloc != "localhost":
        return parts.geturl()
    return parts._replace(scheme="", netloc="").geturl()


def _cookie_difference(expected: Response, got: Response, look: Look) -> Difference | None:
    wanted, there = set_cookies(expected.headers), set_cookies(got.headers)
    for name in [*wanted, *(name for name in there if name not in wanted)]:
        if name in look.ignored_cookies:
            continue
        is_session = name == look.session_cookie
        if name in wanted and name in there:
            dates = expected.header("Date"), got.header("Date")
            if found := _attribute_difference(wanted[name], there[name], dates, is_session=is_session):
                return found
        elif not is_session:
            missing = name in wanted
            key = "cookie_missing" if missing else "cookie_unexpected"
            cookie = wanted[name].value if missing else there[name].value
            return _difference(
                "cookie", key, cookie if missing else "–", "–" if missing else cookie, name=plain(name, 120)
            )
    return None


def _attribute_difference(
    wanted: Cookie, there: Cookie, dates: tuple[str, str], *, is_session: bool
) -> Difference | None:
    """The first difference of two cookies of one name."""
    name = plain(wanted.name, 120)
    lives = wanted.lifetime(dates[0]), there.lifetime(dates[1])
    if is_session and 0.0 in lives:
        return None  # one has nothing left to keep: what the session holds is another question
    if lives == (0.0, 0.0):
        return _place_difference(wanted, there)  # of a cookie that is deleted nothing else matters
    if not is_session and wanted.value != there.value:
        return _difference("cookie", "cookie_value", wanted.value, there.value, name=name)
    for flag, written in _FLAGS.items():
        if flag in wanted.attributes and flag not in there.attributes:
            key = f"cookie_no_{flag}" if flag in ("httponly", "secure") else "cookie_no_flag"
            return _difference("cookie", key, written, "–", name=name, flag=written)
        if flag in there.attributes and flag not in wanted.attributes:
            return _difference("cookie", "cookie_attribute", "–", written, name=name, flag=written)
    if found := _place_difference(wanted, there, "samesite"):
        return found
    if (lives[0] is None) is not (lives[1] is None) or abs((lives[0] or 0.0) - (lives[1] or 0.0)) > _SLACK:
        return _difference("cookie", "cookie_attribute", *map(_seconds, lives), name=name, flag="Max-Age")
    return None


def _place_difference(wanted: Cookie, there: Cookie, *further: str) -> Difference | None:
    """The first difference of attributes with values: those that say which cookie it is, and further ones."""
    for attribute in (*further, "path", "domain"):
        values = wanted.attributes.get(attribute, "–"), there.attributes.get(attribute, "–")
        if values[0].lower() != values[1].lower():
            name = plain(wanted.name, 120)
            return _difference("cookie", "cookie_attribute", *values, name=name, flag=_VALUES[attribute])
    return None


def _seconds(lifetime: float | None) -> str:
    return "–" if lifetime is None else f"{lifetime:.0f} s"


def session_difference(expected: Mapping[str, Any], got: Mapping[str, Any], look: Look) -> Difference | None:
    """The first difference in what sessions hold: flashes that wait, and the rest where it counts."""
    if look.flashes and (found := _flash_difference(flashes(expected), flashes(got))):
        return found
    if look.session:
        rest = [{k: v for k, v in each.items() if k != "_flashes"} for each in (expected, got)]
        if rest[0] != rest[1]:
            return _difference("session", "session", short(rest[0]), short(rest[1]))
    return None


def _flash_difference(wanted: list[tuple[str, str]], there: list[tuple[str, str]]) -> Difference | None:
    if wanted == there:
        return None
    shown = ["; ".join(map(_flash, each)) or "–" for each in (wanted, there)]
    missing = [flash for flash in wanted if wanted.count(flash) > there.count(flash)]
    surplus = [flash for flash in there if there.count(flash) > wanted.count(flash)]
    other = next(((m, s) for m in missing for s in surplus if m[1] == s[1]), None)
    if other is not None:
        return _difference("flash", "flash_category", other[0][0], other[1][0], text=short(other[0][1]))
    if missing:
        return _difference("flash", "flash_missing", _flash(missing[0]), shown[1])
    if surplus:
        key = "flash_twice" if surplus[0] in wanted else "flash_left"
        return _difference("flash", key, shown[0], _flash(surplus[0]))
    return _difference("flash", "flash_order", *shown)


def _flash(flash: tuple[str, str]) -> str:
    return f"{short(flash[1])} ({flash[0]})"


def body_difference(expected: Response, got: Response, look: Look) -> Difference | None:
    """The first difference of two bodies, in the way that fits what they hold."""
    if callable(look.body):
        values = look.body(expected), look.body(got)
        return None if values[0] == values[1] else _difference("body", "body", *map(short, values))
    kinds = _media_type(expected), _media_type(got)
    if "json" in kinds[0]:
        known, value = read_json(got.body)
        if not known:
            return _difference("type", "type", kinds[0], kinds[1] or "–")
        found = json_difference(read_json(expected.body)[1], value)
        return _difference("json", "json", *found[1:], where=f" ({plain(found[0], 200)})") if found else None
    if look.body == "none" or expected.status in range(300, 400):
        return None
    if kinds[0] != kinds[1] and (expected.body or got.body):
        return _difference("type", "type", kinds[0] or "–", kinds[1] or "–")
    if look.body == "text" and kinds[0] == "text/html":
        words = visible_text(expected.text), visible_text(got.text)
        return None if words[0] == words[1] else _words_difference(words[0].split(), words[1].split())
    if kinds[0] == "text/html":
        pages = tokens(expected.text), tokens(got.text)
    elif kinds[0].startswith("text/"):
        pages = expected.text.split(), got.text.split()
    else:
        return (
            None if expected.body == got.body else _difference("body", "body", *map(_bytes, (expected, got)))
        )
    return None if pages[0] == pages[1] else _words_difference(*pages)


def _words_difference(wanted: Sequence[str], there: Sequence[str]) -> Difference:
    """Where two lists of words or tags part, with a little of what follows, and a comparison of both."""
    at = next(
        (i for i, (a, b) in enumerate(zip(wanted, there, strict=False)) if a != b),
        min(len(wanted), len(there)),
    )
    shown = [" ".join(words[max(0, at - 1) : at + 4]) or "–" for words in (wanted, there)]
    found = _difference("body", "body", *(short(text) for text in shown))
    near = slice(max(0, at - 5), at + _LINES)
    lines = [plain(line, 200) for line in difflib.ndiff(wanted[near], there[near]) if line[0] != "?"]
    return Difference(found.kind, found.text, found.expected, found.got, lines[:_LINES])


def _bytes(response: Response) -> str:
    return short(response.body, 120)


def _media_type(response: Response) -> str:
    return response.header("Content-Type").partition(";")[0].strip().lower()


def logs_difference(expected: Response, got: Response, look: Look) -> Difference | None:
    """The first difference of the log records that two answers came with."""
    if not look.logs:
        return None
    wanted, there = ([_record(each, look) for each in side.records] for side in (expected, got))
    if wanted == there:
        return None
    missing = [record for record in wanted if wanted.count(record) > there.count(record)]
    surplus = [record for record in there if there.count(record) > wanted.count(record)]
    for part, key in ((0, "log_level"), (1, "log_message"), (2, "log_name")):
        for lost in missing:
            for found in surplus:
                if all((lost[i] == found[i]) is (i != part) for i in range(3)):
                    said = {"level": lost[0], "text": short(lost[1])}
                    values = (lost[part], found[part]) if part != 1 else (short(lost[1]), short(found[1]))
                    return _difference("log", key, *values, **said)
    shown = ["; ".join(map(_told, each)) or "–" for each in (wanted, there)]
    if missing:
        return _difference("log", "log_missing" if there else "log_nothing", _told(missing[0]), shown[1])
    if surplus:
        key = "log_twice" if surplus[0] in wanted else "log_unexpected"
        return _difference("log", key, shown[0], _told(surplus[0]))
    return _difference("log", "log_order", *shown)


def _record(record: LogRecord, look: Look) -> tuple[str, str, str]:
    return record.level, record.message, record.logger if look.logs == "named" else ""


def _told(record: tuple[str, str, str]) -> str:
    level, message, name = record
    return f"{level} {short(message)}" + (f" ({name})" if name else "")


def rows_difference(table: str, expected: Rows, got: Rows) -> Difference | None:
    """The first difference of a table's rows, in whatever order they are."""
    if isinstance(got, str):
        reason = plain(got, 200)
        return _difference("rows", "rows_unreadable", "–", reason, table=table, reason=reason)
    wanted = [] if isinstance(expected, str) else expected
    missing = [row for row in wanted if wanted.count(row) > got.count(row)]
    surplus = [row for row in got if got.count(row) > wanted.count(row)]
    changed = next(((m, s) for m in missing for s in surplus if m[:1] == s[:1]), None)
    if changed is not None:
        return _difference("rows", "rows_changed", *map(_row, changed), table=table)
    if missing:
        return _difference("rows", "rows_missing", _row(missing[0]), "–", table=table)
    if surplus:
        return _difference("rows", "rows_unexpected", "–", _row(surplus[0]), table=table)
    return None


def _row(row: Any) -> str:
    return short(tuple(row))
