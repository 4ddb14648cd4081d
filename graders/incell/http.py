"""Requests to a WSGI application inside this cell, made by werkzeug's test client.

Used on both sides: in the submission's cell around the student's application, in the grader cell around the
reference's.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from graders.incell.tampering import Change, change_cookies

#: type, message, and the frames of files that are ours to show: file, line, function, source
Crash = tuple[str, str, list[tuple[str, int, str, str]]]
#: status, headers, body, and the exception behind it where there was one
Response = tuple[int, list[tuple[str, str]], bytes, Crash | None]

Describe = Callable[[BaseException], Crash]


class NoApplication(Exception):
    """The module has neither `app` nor `create_app()`."""


class Applications:
    """The application of one module and its clients, each with its own cookies."""

    def __init__(
        self, module: ModuleType, describe: Describe, config: Mapping[str, Any] | None = None
    ) -> None:
        self._module = module
        self._describe = describe
        self._config = config
        self._application: Any = None
        self._clients: dict[int, Any] = {}
        self._crash: BaseException | None = None

    def request(
        self,
        client: int,
        method: str,
        path: str,
        query: dict[str, Any],
        headers: list[list[str]],
        body: bytes,
    ) -> Response:
        """The answer to one request; an exception that the application lets through is raised."""
        browser = self._client(client)
        self._crash = None
        response = browser.open(
            path,
            method=method,
            query_string=query or None,  # a path may bring its own
            headers=[(name, value) for name, value in headers],
            data=body,
        )
        try:
            content = response.get_data()
        finally:
            response.close()
        return response.status_code, [(str(k), str(v)) for k, v in response.headers], content, self._told()

    def change_cookies(self, client: int, changes: Sequence[Change]) -> None:
        """Change what the jar of one client holds."""
        change_cookies(self._client(client), changes)

    def start(self) -> Any:
        """The module's `app`, or what its `create_app` returns; the same one for every client."""
        if self._application is None:
            self._application = find_application(self._module, self._config)
            self._watch(self._application)
        return self._application

    def _client(self, number: int) -> Any:
        """The client of this number, which begins without cookies."""
        if number not in self._clients:
            # Only cells that drive an application pay for werkzeug.
            testing = import_module("werkzeug.test")
            self._clients[number] = testing.Client(self.start())
        return self._clients[number]

    def _told(self) -> Crash | None:
        """The exception behind the last answer, if there was one."""
        return self._describe(self._crash) if self._crash is not None else None

    def _watch(self, application: Any) -> None:
        """Learn of exceptions that Flask answers with status 500."""
        flask = sys.modules.get("flask")
        if flask is not None and isinstance(application, flask.Flask):
            flask.got_request_exception.connect(self._note, application)

    def _note(self, sender: Any, exception: BaseException, **extra: Any) -> None:
        self._crash = exception


def find_application(module: ModuleType, config: Mapping[str, Any] | None = None) -> Any:
    """The application of a module: without a configuration its `app` first, with one its `create_app`."""
    application = getattr(module, "app", None)
    factory = getattr(module, "create_app", None)
    if callable(factory) and (application is None or config is not None):
        application = factory(dict(config or {})) if _takes_one(factory, config) else factory()
    if not callable(application):
        raise NoApplication
    return application


def _takes_one(factory: Callable[..., Any], config: Mapping[str, Any] | None) -> bool:
    """Whether a factory is to be given a configuration: it requires one, or takes one that there is."""
    try:
        parameters = list(inspect.signature(factory).parameters.values())
    except (TypeError, ValueError):
        return config is not None
    positional = [
        p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.VAR_POSITIONAL)
    ]
    if config is not None:
        return bool(positional)
    return any(p.default is p.empty and p.kind is not p.VAR_POSITIONAL for p in positional)
