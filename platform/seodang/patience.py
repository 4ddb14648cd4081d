"""Threads for those who ask, not for those who stall: a request has so long to arrive.

A phone that leaves its network in the middle of a request says no goodbye, and whoever means harm sends a
letter a minute; each of them would keep a thread for ever. A proxy in front that takes requests in whole
keeps most of that away.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

HEAD_S = 10.0
WHOLE_S = 120.0  #: the largest upload on a slow line


class PatientWorker(ThreadWorker):
    """A web process that hears no more of a request whose time is over; what it answers still goes out."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._ends: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """Read and answer a request, in a thread; its head must come soon."""
        self._ends[conn] = time.monotonic() + HEAD_S
        try:
            return super().handle(conn)
        finally:
            self._ends.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose head is here; its body may take longer."""
        self._ends[conn] = time.monotonic() + WHOLE_S
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """What the process does once a second: end what waits too long."""
        super().murder_pending()
        moment = time.monotonic()
        for conn, end in self._ends.copy().items():
            if end <= moment:
                self._ends.pop(conn, None)
                with suppress(OSError):  # it has ended by itself just now
                    conn.sock.shutdown(socket.SHUT_RD)
