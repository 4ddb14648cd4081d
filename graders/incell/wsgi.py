"""The `app` fixture: requests to the student's WSGI application, answered in the submission's cell."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlencode

from graders.errors import SubmissionUnusable
from graders.incell.proxy import Cells
from graders.messages import Text

_numbers = itertools.count(1)

#: more than servers take: reading a long cookie costs the square of its length
MAX_HEADERS, MAX_HEADER = 200, 8192

Fields = Mapping[str, Any]


class Response:
    """The answer to one request, as plain data."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

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
        sent = dict(headers or {})
        body = _body(data, json, sent)
        args = [self._number, method, path, dict(query or {}), [list(pair) for pair in sent.items()], body]
        return _response(self._cells.perform(self._cells.current(), "http", args=args))

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


def _body(data: Fields | bytes | str | None, document: Any, headers: dict[str, str]) -> bytes:
    """The request's body, with the content type that goes with it unless there is one."""
    if document is not None:
        headers.setdefault("Content-Type", "application/json")
        return json.dumps(document).encode()
    if isinstance(data, Mapping):
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return urlencode(data, doseq=True).encode()
    return data.encode() if isinstance(data, str) else data or b""


def _response(answer: Any) -> Response:
    """The response in a cell's answer, which may be anything."""
    match answer:
        case (int(status), [*headers], bytes(body)) if len(headers) <= MAX_HEADERS and all(
            map(_is_header, headers)
        ):
            return Response(status, headers, body)
    raise SubmissionUnusable("IR", Text("app.no_response"))


def _is_header(pair: Any) -> bool:
    return (
        type(pair) is tuple
        and len(pair) == 2
        and all(type(part) is str and len(part) <= MAX_HEADER for part in pair)
    )
