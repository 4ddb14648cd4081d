"""Requests to the student's WSGI application, made inside the submission's cell by werkzeug's test client."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

Response = tuple[int, list[tuple[str, str]], bytes]


class NoApplication(Exception):
    """The module has neither `app` nor `create_app()`."""


class Applications:
    """The application of one module and its clients, each with its own cookies."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._application: Any = None
        self._clients: dict[int, Any] = {}

    def request(
        self,
        client: int,
        method: str,
        path: str,
        query: dict[str, Any],
        headers: list[list[str]],
        body: bytes,
    ) -> Response:
        """The answer to one request: status, headers, body."""
        if client not in self._clients:
            # Only cells that drive an application pay for werkzeug.
            testing = import_module("werkzeug.test")
            self._clients[client] = testing.Client(self._find())
        response = self._clients[client].open(
            path,
            method=method,
            query_string=query or None,  # a path may bring its own
            headers=[(name, value) for name, value in headers],
            data=body,
        )
        answer = (response.status_code, [(str(k), str(v)) for k, v in response.headers], response.get_data())
        response.close()
        return answer

    def _find(self) -> Any:
        """The module's `app`, or what its `create_app()` returns; the same one for every client."""
        if self._application is None:
            application = getattr(self._module, "app", None)
            factory = getattr(self._module, "create_app", None)
            if application is None and callable(factory):
                application = factory()
            if not callable(application):
                raise NoApplication
            self._application = application
        return self._application
