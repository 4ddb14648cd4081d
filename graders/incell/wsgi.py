"""The `app` fixture: requests to the student's WSGI application, answered in the submission's cell."""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlencode

from graders.errors import SubmissionUnusable
from graders.incell.outcomes import Answer, crash_text
from graders.incell.protocol import LINE_LENGTH, MAX_FRAMES, MESSAGE_LENGTH, NAME_LENGTH
from graders.incell.proxy import Cells
from graders.incell.records import MAX_RECORDS
from graders.messages import Text, plain

_numbers = itertools.count(1)

#: more than servers take: reading a long cookie costs the square of its length
MAX_HEADERS, MAX_HEADER = 200, 8192
_LEVELS = {getattr(logging, name): name for name in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")}

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Crash:
    """The exception behind an answer of status 500, as the submission's cell tells it."""

    type: str
    message: str
    #: file, line, function, source; innermost last
    frames: tuple[tuple[str, int, str, str], ...]

    @property
    def text(self) -> Text:
        """What to tell the student."""
        return crash_text(self.type, self.message, self.frames)


@dataclass(frozen=True)
class LogRecord:
    """What a logger of the application said while it answered."""

    logger: str
    level: str
    message: str


class Response:
    """The answer to one request, as plain data."""

    def __init__(
        self,
        status: int,
        headers: list[tuple[str, str]],
        body: bytes,
        crash: Crash | None = None,
        records: Sequence[LogRecord] = (),
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        #: the exception behind it, where there was one (advice: the submission's cell says so)
        self.crash = crash
        #: log records, oldest first; of the `apps` fixture only
        self.records = list(records)

    def header(self, name: str, default: str = "") -> str:
        """The first header of this name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), default)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body as JSON; a body that is none is the submission's fault."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise SubmissionUnusable("WA", Text("app.not_json", {"body": self.text[:200]})) from None

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.header("Location")

    @property
    def cookies(self) -> dict[str, str]:
        """Cookies that this answer sets, by name."""
        jar: SimpleCookie = SimpleCookie()
        for name, value in self.headers:
            if name.lower() == "set-cookie":
                with contextlib.suppress(CookieError):  # browsers ignore it too
                    jar.load(value)
        return {name: morsel.value for name, morsel in jar.items()}

    def __repr__(self) -> str:
        return f"<Response {self.status}>"


class Client:
    """A browser of the application: keeps its cookies, follows no redirect by itself."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._number = next(_numbers)

    def new_client(self) -> Client:
        """Another browser, without this one's cookies."""
        return Client(self._cells)

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Fields | None = None,
        data: Fields | bytes | str | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The answer to one request; `data` is a form, or a raw body."""
        args = [self._number, *wire_request(method, path, query=query, data=data, json=json, headers=headers)]
        response = read_response(self._cells.perform(self._cells.current(), "http", args=args))
        if response.crash is not None:
            self._cells.last_answer = Answer("http", "Response", response.crash.text)
        return response

    def get(self, path: str, **options: Any) -> Response:
        """A GET request."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Response:
        """A POST request."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Response:
        """A PUT request."""
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Response:
        """A PATCH request."""
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Response:
        """A DELETE request."""
        return self.request("DELETE", path, **options)


def wire_request(
    method: str,
    path: str,
    *,
    query: Fields | None = None,
    data: Fields | bytes | str | None = None,
    json: Any = None,
    headers: Mapping[str, str] | None = None,
) -> list[Any]:
    """One request as it crosses to where the application is: method, path, query, headers, body."""
    sent = dict(headers or {})
    body = _body(data, json, sent)
    return [method, path, dict(query or {}), [list(pair) for pair in sent.items()], body]


def _body(data: Fields | bytes | str | None, document: Any, headers: dict[str, str]) -> bytes:
    """The request's body, with the content type that goes with it unless there is one."""
    if document is not None:
        headers.setdefault("Content-Type", "application/json")
        return json.dumps(document).encode()
    if isinstance(data, Mapping):
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return urlencode(data, doseq=True).encode()
    return data.encode() if isinstance(data, str) else data or b""


def read_response(answer: Any) -> Response:
    """The response in a cell's answer, which may be anything."""
    match answer:
        case (int(status), [*headers], bytes(body), crash, *records) if len(headers) <= MAX_HEADERS and all(
            map(_is_header, headers)
        ):
            return Response(status, headers, body, _crash(crash), _records(records))
    raise SubmissionUnusable("IR", Text("app.no_response"))


def _is_header(pair: Any) -> bool:
    return (
        type(pair) is tuple
        and len(pair) == 2
        and all(type(part) is str and len(part) <= MAX_HEADER for part in pair)
    )


def _crash(told: Any) -> Crash | None:
    """The exception that a cell tells of, cleaned; what has another form counts as untold."""
    match told:
        case (str(kind), str(message), [*frames]):
            kept = tuple(_frame(*frame) for frame in frames[-MAX_FRAMES:] if _is_frame(frame))
            return Crash(plain(kind, NAME_LENGTH), plain(message, MESSAGE_LENGTH), kept)
    return None


def _records(told: list[Any]) -> list[LogRecord]:
    """The log records that a cell tells of; what has another form counts as untold."""
    match told:
        case [[*records]]:
            kept = [record for record in records[:MAX_RECORDS] if _is_record(record)]
            return [
                LogRecord(
                    plain(name, NAME_LENGTH), _LEVELS.get(level, str(level)), plain(text, MESSAGE_LENGTH)
                )
                for name, level, text in kept
            ]
    return []


def _is_record(record: Any) -> bool:
    return (
        type(record) is tuple
        and [type(part) for part in record] == [str, int, str]
        and 0 <= record[1] < 10**6
    )


def _is_frame(frame: Any) -> bool:
    return type(frame) is tuple and [type(part) for part in frame] == [str, int, str, str]


def _frame(file: str, line: int, function: str, source: str) -> tuple[str, int, str, str]:
    number = min(max(line, 0), 10**7)
    return plain(file, NAME_LENGTH), number, plain(function, NAME_LENGTH), plain(source, LINE_LENGTH)
