"""Frames on a stream socket: a small head and raw bodies, every length checked before a byte is stored.

A frame is

    u32 length of the head | u32 number of bodies | one u64 length for each body | head | bodies

in little-endian order. What head and bodies mean is the caller's business. Both ends use
this module; neither trusts the other, so every bound is checked on both sides, and every
wait has a deadline on the monotonic clock. Only `read`, `write` and `poll` are called,
since a closed cell has no other way to use a socket.
"""

from __future__ import annotations

import io
import os
import select
import struct
import time
from collections.abc import Sequence

Buffer = bytes | bytearray | memoryview

MAX_BODIES = 4096
_PREFIX = struct.Struct("<II")
_CHUNK = 1 << 20
_JOINED = _AHEAD = 1 << 16


class WireError(Exception):
    """Base of what can happen to a channel."""


class ChannelClosed(WireError):
    """The other end is gone."""


class DeadlineExceeded(WireError):
    """The other end did not read or write in time."""


class WireViolation(WireError):
    """The other end sent what no honest peer sends: a length out of bounds, or surplus bytes."""


class Channel:
    """One end of a stream socket, or of a pair of pipes, carrying frames.

    `write_fd` is the descriptor written to where it is not the one read from. `max_head` and
    `max_body` bound, in bytes, the head and the sum of the bodies of a frame in either
    direction. Deadlines are values of `time.monotonic()`; None waits for ever.
    """

    def __init__(
        self,
        fd: int,
        write_fd: int | None = None,
        *,
        max_head: int = 256 * 1024,
        max_body: int = 64 * 2**20,
        direct: bool = True,
    ) -> None:
        self.fd = fd
        self.write_fd = fd if write_fd is None else write_fd
        for end in {self.fd, self.write_fd}:
            os.set_blocking(end, False)
        self.max_head = max_head
        self.max_body = max_body
        self._direct = direct  # whether what is read from the descriptor is nothing but frames
        self._reader = io.FileIO(fd, "rb", closefd=False)
        self._ahead = bytearray()

    def send(self, head: bytes, bodies: Sequence[Buffer] = (), deadline: float | None = None) -> None:
        """Write one frame; raises `WireViolation` if it would be out of bounds."""
        views = [memoryview(body).cast("B") for body in bodies]
        lengths = [view.nbytes for view in views]
        self._check_bounds(len(head), lengths)
        prefix = _PREFIX.pack(len(head), len(views)) + struct.pack(f"<{len(views)}Q", *lengths)
        # One write for a small frame: each write wakes the peer, and a wake costs more than a copy.
        if sum(lengths) <= _JOINED:
            self._write(memoryview(b"".join((prefix, head, *views))), deadline)
            return
        self._write(memoryview(prefix + head), deadline)
        for view in views:
            self._write(view, deadline)

    def recv(self, deadline: float | None = None) -> tuple[bytes, list[bytearray]]:
        """Read one frame; the bodies are memory of our own."""
        head_length, count = _PREFIX.unpack(self._read(_PREFIX.size, deadline))
        if count > MAX_BODIES:
            raise WireViolation(f"a frame announced {count} bodies, more than {MAX_BODIES}")
        lengths = list(struct.unpack(f"<{count}Q", self._read(8 * count, deadline)))
        self._check_bounds(head_length, lengths)
        head = bytes(self._read(head_length, deadline))
        return head, [self._read(length, deadline) for length in lengths]

    def idle(self) -> bool:
        """Whether no byte waits to be read: true before each send between honest peers."""
        if self._ahead:
            return False
        poller = select.poll()
        poller.register(self.fd, select.POLLIN)
        return not any(event & select.POLLIN for _, event in poller.poll(0))

    @property
    def read_ahead(self) -> bool:
        """Whether bytes of a further frame were read already: no poll on the descriptor will tell of them."""
        return bool(self._ahead)

    def close(self) -> None:
        """Close the descriptors; safe to call twice."""
        for end in {self.fd, self.write_fd} - {-1}:
            os.close(end)
        self.fd = self.write_fd = -1

    def _check_bounds(self, head: int, bodies: Sequence[int]) -> None:
        if head > self.max_head:
            raise WireViolation(f"a head of {head} bytes, more than {self.max_head}")
        if sum(bodies) > self.max_body:
            raise WireViolation(f"bodies of {sum(bodies)} bytes, more than {self.max_body}")
        if len(bodies) > MAX_BODIES:
            raise WireViolation(f"{len(bodies)} bodies in a frame, more than {MAX_BODIES}")

    def _write(self, data: memoryview, deadline: float | None) -> None:
        offset = 0
        while offset < data.nbytes:
            try:
                offset += os.write(self.write_fd, data[offset : offset + _CHUNK])
            except BlockingIOError:
                self._wait(self.write_fd, select.POLLOUT, deadline)
            except (BrokenPipeError, ConnectionResetError) as error:
                raise ChannelClosed("the other end closed the channel") from error

    def _read(self, length: int, deadline: float | None) -> bytearray:
        data = self._ahead[:length]
        del self._ahead[:length]
        missing = length - len(data)
        if missing >= _AHEAD and self._direct:
            return self._read_large(data, length, deadline)
        while missing > 0:
            self._ahead += self._read_some(deadline)
            part = self._ahead[:missing]
            del self._ahead[:missing]
            data += part
            missing -= len(part)
        return data

    def _read_some(self, deadline: float | None) -> bytes:
        """Whatever waits, at most one buffer of it, so that a small frame takes one call."""
        while True:
            try:
                data = os.read(self.fd, _AHEAD)
            except BlockingIOError:
                self._wait_readable(deadline)
                continue
            except ConnectionResetError as error:
                raise ChannelClosed("the other end closed the channel") from error
            if not data:
                raise ChannelClosed("the other end closed the channel")
            return data

    def _read_large(self, begun: bytearray, length: int, deadline: float | None) -> bytearray:
        """The rest of a large body, read straight into its place."""
        data = bytearray(length)
        data[: len(begun)] = begun
        view = memoryview(data)
        offset = len(begun)
        while offset < length:
            try:
                got = self._reader.readinto(view[offset : offset + _CHUNK])
            except ConnectionResetError as error:
                raise ChannelClosed("the other end closed the channel") from error
            if got is None:
                self._wait_readable(deadline)
            elif got == 0:
                raise ChannelClosed("the other end closed the channel")
            else:
                offset += got
        return data

    def _wait_readable(self, deadline: float | None) -> None:
        self._wait(self.fd, select.POLLIN, deadline)

    @staticmethod
    def _wait(fd: int, event: int, deadline: float | None) -> None:
        poller = select.poll()
        poller.register(fd, event)
        if deadline is None:
            poller.poll()
            return
        left = deadline - time.monotonic()
        if left <= 0 or not poller.poll(max(1, int(left * 1000))):
            raise DeadlineExceeded("the other end did not answer in time")
