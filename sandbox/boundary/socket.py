"""The socket boundary: a sandbox service that already runs beside the worker.

Someone else, such as Compose or Kubernetes, started the container and starts it again when
its service leaves after its quota or an anomaly. The worker knows a path, opens a connection
for each session, and needs no access to a container engine. While the service is being
replaced, sessions wait.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sandbox.boundary.base import BoundaryFacts
from sandbox.boundary.remote import RemoteSession, greeted
from sandbox.boundary.slots import Slotted
from sandbox.errors import BoundaryFailed, BoundaryUnavailable, SandboxError
from sandbox.messages import Hello
from sandbox.session import SessionResult, SessionSpec
from sandbox.wire import Channel

log = logging.getLogger(__name__)

START_TIMEOUT_S = 180.0
_RETRY_S = 0.25


class SocketBoundary(Slotted):
    """Sessions in the service that listens at `path`; `slots` of them at a time from this process."""

    def __init__(self, path: Path, slots: int | None = None) -> None:
        self._path = path
        super().__init__(slots)
        self._changed = threading.Condition()
        self._hello: Hello | None = None
        self._failure: SandboxError | None = None
        self._stopping = threading.Event()

    @property
    def ready(self) -> bool:
        """Whether the service has greeted."""
        return self._hello is not None

    @property
    def facts(self) -> BoundaryFacts:
        """What the service told of its image and its libraries."""
        told = dict(self._hello.facts) if self._hello else {}
        return BoundaryFacts("socket", told.pop("image", ""), told)

    def start(self) -> None:
        """Begin to look for the service; returns at once."""
        threading.Thread(target=self._look, name="sandbox-service", daemon=True).start()

    def wait_ready(self, timeout: float = START_TIMEOUT_S) -> None:
        """Wait for the service's greeting; raises `BoundaryUnavailable` or `BoundaryFailed`."""
        with self._changed:
            done = self._changed.wait_for(lambda: self._hello or self._failure, timeout)
            if self._failure:
                raise self._failure
            if not done:
                raise BoundaryFailed(f"no sandbox service answered at {self._path} within {timeout:.0f} s")

    def server_pids(self) -> dict[str, int]:
        """Nothing: the service's processes are in a namespace of their own."""
        return {}

    def run(
        self,
        spec: SessionSpec,
        on_message: Callable[[bytes], None],
        *,
        on_wait: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> SessionResult:
        """Run a session over a connection of its own; raises `BoundaryFailed` where ours failed."""
        with self._slots.taken(on_wait):
            channel = self._connected(time.monotonic() + START_TIMEOUT_S)
            try:
                return RemoteSession(channel, spec).run(on_message, on_wait, stop)
            finally:
                channel.close()

    def stop(self) -> None:
        """Turn away all sessions; the service itself is not ours to end."""
        self._stopping.set()
        self._slots.close()

    def _look(self) -> None:
        try:
            self._connected(time.monotonic() + START_TIMEOUT_S).close()
        except SandboxError as error:
            log.error("no sandbox service: %s", error)
            with self._changed:
                self._failure = error
                self._changed.notify_all()

    def _connected(self, deadline: float) -> Channel:
        """A connection whose service has greeted; waits while the service is being replaced."""
        while True:
            try:
                channel = self._connect()
                break
            except OSError as error:
                if self._stopping.is_set() or time.monotonic() > deadline:
                    message = f"no sandbox service listens at {self._path}: {error}"
                    raise BoundaryFailed(message) from error
                self._stopping.wait(_RETRY_S)
        try:
            hello = greeted(channel, deadline)
        except BoundaryFailed:
            channel.close()
            if self._stopping.is_set() or time.monotonic() > deadline:
                raise
            self._stopping.wait(_RETRY_S)  # it left between our connection and its greeting
            return self._connected(deadline)
        except BoundaryUnavailable:
            channel.close()
            raise
        with self._changed:
            self._hello = hello
            self._changed.notify_all()
        return channel

    def _connect(self) -> Channel:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(self._path))
        except OSError:
            connection.close()
            raise
        return Channel(connection.detach())
