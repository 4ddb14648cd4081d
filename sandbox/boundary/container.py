"""One sandbox container: made, checked, started, spoken to over its standard streams, removed.

The engine carries standard input and output of the container over one connection. Output
comes in chunks, each behind a header of eight bytes: the stream's number, three zeros, the
length (Docker Engine API, "Attach to a container").
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import struct
import threading
import time
from typing import Any

import docker
from docker.errors import APIError, NotFound

from sandbox.boundary.hardening import ContainerOptions, creation, weaknesses
from sandbox.boundary.remote import greeted
from sandbox.errors import BoundaryFailed, BoundaryUnavailable
from sandbox.layers import Layer
from sandbox.messages import Hello
from sandbox.wire import Channel, ChannelClosed

OWNER_LABEL = "org.seodang.sandbox.owner"
_HEADER = struct.Struct(">BxxxL")
_STDOUT, _STDERR = 1, 2
_LOG_BYTES = 8000
_RECEIVE = 1 << 18


class AttachedChannel(Channel):
    """Frames over the connection to a container; what it writes to its error stream is kept aside."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection.fileno(), direct=False)
        self._connection = connection
        self._raw = bytearray()
        self._log = bytearray()

    @property
    def log_tail(self) -> str:
        """The last of what the container wrote to its error stream."""
        return bytes(self._log).decode("utf-8", "replace").strip()

    def hang_up(self) -> None:
        """End the conversation for whoever reads it in another thread."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self.fd = self.write_fd = -1
        with contextlib.suppress(OSError):
            self._connection.close()

    def _read_some(self, deadline: float | None) -> bytes:
        while True:
            if out := self._take():
                return out
            data = self._receive(deadline)
            if not data:
                raise ChannelClosed("the container ended")
            self._raw += data

    def _receive(self, deadline: float | None) -> bytes:
        while True:
            try:
                return os.read(self.fd, _RECEIVE)
            except BlockingIOError:
                self._wait_readable(deadline)
            except ConnectionResetError as error:
                raise ChannelClosed("the container ended") from error

    def _take(self) -> bytes:
        """All complete chunks of standard output that were received."""
        out = bytearray()
        while len(self._raw) >= _HEADER.size:
            stream, length = _HEADER.unpack_from(self._raw)
            end = _HEADER.size + length
            if len(self._raw) < end:
                break
            chunk = self._raw[_HEADER.size : end]
            del self._raw[:end]
            if stream == _STDOUT:
                out += chunk
            else:
                self._log = (self._log + chunk)[-_LOG_BYTES:]
        return bytes(out)


class Container:
    """One container of the pool. `served` counts the sessions it was given."""

    def __init__(self, client: docker.DockerClient, options: ContainerOptions) -> None:
        self._api = client.api
        self.id = ""
        self.served = 0
        self.hello: Hello
        try:
            self._make(options)
        except (APIError, OSError) as error:
            self.close()
            raise BoundaryFailed(f"the engine made no sandbox container: {_reason(error)}") from error
        except BaseException:
            self.close()
            raise

    def _make(self, options: ContainerOptions) -> None:
        self.id = self._api.create_container(**creation(self._api, options))["Id"]
        if found := weaknesses(self._api.inspect_container(self.id), options):
            raise BoundaryUnavailable(
                [Layer("container", "C04", True, False, f"not hardened as asked: {'; '.join(found)}")]
            )
        # Before the start, so that not a byte is lost; with it goes the container's standard input.
        attached = self._api.attach_socket(
            self.id, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        )
        self.channel = AttachedChannel(_raw_socket(attached))
        self._api.start(self.id)
        threading.Thread(target=self._watch, args=(self.id,), name="sandbox-watch", daemon=True).start()

    def _watch(self, container_id: str) -> None:
        """Hang up when the container ends: the engine leaves the connection open for our next word."""
        with contextlib.suppress(APIError, OSError):
            self._api.wait(container_id, timeout=None)
        self.channel.hang_up()

    def greet(self, timeout: float) -> Hello:
        """Wait until its service is warm; raises `BoundaryUnavailable` or `BoundaryFailed`."""
        try:
            self.hello = greeted(self.channel, time.monotonic() + timeout)
        except BoundaryFailed as error:
            raise BoundaryFailed(f"{error}; it said: {self.channel.log_tail or 'nothing'}") from error
        return self.hello

    def pid(self) -> int:
        """The process id of its first process, as this machine counts; 0 where it has none."""
        with contextlib.suppress(APIError, OSError):
            return int(self._api.inspect_container(self.id)["State"]["Pid"])
        return 0

    def close(self) -> None:
        """Kill and remove it, by its id; safe to call twice."""
        if hasattr(self, "channel"):
            self.channel.close()
        if self.id:
            remove(self._api, self.id)
            self.id = ""


def remove(api: Any, container_id: str) -> None:
    """Kill and remove a container, whatever state it is in."""
    try:
        api.remove_container(container_id, force=True, v=True)
    except NotFound:
        pass  # it had ended and the engine has removed it
    except (APIError, OSError) as error:
        if "already in progress" not in str(error):
            raise BoundaryFailed(f"the engine removed no container: {_reason(error)}") from error


def _raw_socket(attached: Any) -> socket.socket:
    """The connection under what the SDK returns; frames are read from its descriptor, so it must be plain."""
    connection: socket.socket = getattr(attached, "_sock", attached)
    if isinstance(connection, ssl.SSLSocket):
        raise BoundaryFailed("the engine is reached over TLS; name its Unix socket, or a tunnel to it")
    # Taken from the SDK's object, which would close it, or leave it open, as it is collected.
    taken = socket.socket(fileno=connection.detach())
    attached.close()
    return taken


def _reason(error: Exception) -> str:
    explanation = getattr(error, "explanation", None)
    return str(explanation or error)[:500]
