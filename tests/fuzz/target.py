"""What a fuzzer needs of a decoder: something to begin with, and a way to hand it bytes."""

from __future__ import annotations

import os
import random
import socket
from abc import ABC, abstractmethod
from typing import ClassVar

from sandbox.session import socket_pair


class Target(ABC):
    """One decoder with the code around it, as the product has it."""

    name: ClassVar[str]
    what: ClassVar[str]  #: who reads whose bytes, for the table

    @abstractmethod
    def make(self, rng: random.Random) -> bytes:
        """Input for one try: valid at times, otherwise spoilt."""

    @abstractmethod
    def feed(self, data: bytes) -> bool:
        """Hand the bytes over: whether they were taken, or refused as documented. Raises for all else."""

    def close(self) -> None:  # noqa: B027 - most hold nothing between tries
        """Let go of what tries share."""


class Line:
    """A socket pair of which one end is the reader's and the other says what a stranger would say."""

    def __init__(self) -> None:
        self.near, self.far = socket_pair()

    def say(self, data: bytes) -> None:
        """Write what fits without waiting, and nothing after it."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self.far.fileno(), view) :]
        except (BlockingIOError, BrokenPipeError):
            pass  # a cut frame is a frame, too
        self.far.shutdown(socket.SHUT_WR)

    def heard(self) -> bytes:
        """What the reader has sent so far."""
        data = bytearray()
        try:
            while part := os.read(self.far.fileno(), 1 << 20):
                data += part
        except (BlockingIOError, ConnectionResetError):
            pass
        return bytes(data)

    def close(self) -> None:
        """Close both ends."""
        self.near.close()
        self.far.close()
