"""A light client: requests over connections that are kept open, by one process with one loop.

It must not take the processor time it measures: reading an answer costs it some 30 microseconds.
"""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

PATIENCE_S = 30.0
LENGTH = b"content-length:"


class LoadError(Exception):
    """An answer that is not the page."""


@dataclass
class Load:
    """What came of it."""

    per_second: float
    median_ms: float
    client_share: float  #: of one processor, used by this client


@dataclass
class _Connection:
    """One connection of one signed-in reader, with the answer that is coming in."""

    socket: socket.socket
    request: bytes
    began: float = 0.0
    got: bytearray = field(default_factory=bytearray)

    def send(self) -> None:
        self.began = time.perf_counter()
        self.got.clear()
        self.socket.sendall(self.request)

    def receive(self) -> bool:
        """Take what there is; whether that ends the answer."""
        data = self.socket.recv(1 << 18)
        if not data:
            raise LoadError("the server closed a connection")
        self.got += data
        head = self.got.find(b"\r\n\r\n")
        return head >= 0 and len(self.got) >= head + 4 + _length(bytes(self.got[:head]))


def request(path: str, host: str, cookie: str = "") -> bytes:
    """A browser's request for a page, as bytes."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Accept-Encoding: gzip, br", "Accept-Language: en"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    return "\r\n".join([*lines, "", ""]).encode()


def hammer(address: tuple[str, int], requests: Sequence[bytes], seconds: float) -> Load:
    """Ask again and again over one connection for each request, for so long and till one is answered."""
    selector = selectors.DefaultSelector()
    took: list[float] = []
    began, used = time.perf_counter(), time.process_time()
    open_ones = [_Connection(socket.create_connection(address, PATIENCE_S), text) for text in requests]
    for connection in open_ones:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send()
    while not took or time.perf_counter() - began < seconds:
        for key, _ in selector.select(PATIENCE_S):
            if key.data.receive():
                took.append(time.perf_counter() - key.data.began)
                _check(key.data.got)
                key.data.send()
    wall, spent = time.perf_counter() - began, time.process_time() - used
    for connection in open_ones:
        connection.socket.close()
    return Load(len(took) / wall, statistics.median(took) * 1000, spent / wall)


def first_bytes(address: tuple[str, int], text: bytes, times: int) -> list[float]:
    """Milliseconds from a request to its first byte, one after another over one connection."""
    found = []
    with socket.create_connection(address, PATIENCE_S) as line:
        connection = _Connection(line, text)
        for _ in range(times):
            connection.send()
            line.recv(1, socket.MSG_PEEK)
            found.append((time.perf_counter() - connection.began) * 1000)
            while not connection.receive():
                pass
            _check(connection.got)
    return found


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(LENGTH):
            return int(line[len(LENGTH) :])
    raise LoadError("an answer does not say how long it is")


def _check(answer: bytearray) -> None:
    if not answer.startswith(b"HTTP/1.1 200"):
        raise LoadError(bytes(answer[:200]).decode("latin-1"))
