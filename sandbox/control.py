"""The grader cell's line to the owner of its session."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.cells import CellExit
from sandbox.errors import CellsExhausted
from sandbox.messages import Bye, Emit, Finish, Lost, Open, Opened, decode, encode
from sandbox.wire import Channel, WireViolation


class GraderControl:
    """What a grader cell can ask for: messages out, submission cells in.

    `fds[0]` leads to the owner; the others are the near ends of channels to submission
    cells, each useless until the owner says it is open.
    """

    def __init__(self, fds: Sequence[int]) -> None:
        self._line = Channel(fds[0])
        self._fds = list(fds[1:])
        self._open: dict[int, int] = {}  # channel's descriptor -> its index

    def emit(self, message: bytes) -> None:
        """Send `message` (at most 1 MiB) to the owner."""
        self._line.send(encode(Emit()), [message])

    def open(self, phase: str) -> Channel:
        """A channel to a fresh submission cell; raises `CellsExhausted` when there is none left."""
        self._line.send(encode(Open(phase)))
        head, _ = self._line.recv()
        index: int | None = decode(head, Opened).channel
        if index is None:
            raise CellsExhausted(f"no submission cell left for phase {phase!r}")
        if not 0 <= index < len(self._fds):
            raise WireViolation(f"a channel of number {index}")
        channel = Channel(self._fds[index])
        self._open[channel.fd] = index
        return channel

    def lost(self, channel: Channel, why: str) -> CellExit:
        """Give up a cell ("eof", "timeout" or "violation") and learn how it ended, as seen from outside."""
        return self._settle(channel, Lost(self._open.pop(channel.fd), why))

    def finish(self, channel: Channel) -> CellExit:
        """End a cell that is no longer needed and learn what it used."""
        return self._settle(channel, Finish(self._open.pop(channel.fd)))

    def bye(self) -> None:
        """Say that nothing more will come."""
        self._line.send(encode(Bye()))

    def _settle(self, channel: Channel, message: Lost | Finish) -> CellExit:
        self._line.send(encode(message))
        head, _ = self._line.recv()
        channel.close()
        ended: CellExit = decode(head, CellExit)
        return ended
