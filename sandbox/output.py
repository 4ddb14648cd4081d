"""What a cell printed: the first part kept, the rest counted."""

from __future__ import annotations

import os

KEPT_BYTES = 64 * 1024


class Capture:
    """One output stream of a cell, read without blocking so that a chatty cell never waits for us."""

    def __init__(self) -> None:
        read_end, self.write_end = os.pipe()
        os.set_blocking(read_end, False)
        self.fd = read_end
        self.total = 0
        self.ended = False  #: nobody holds the write end any more, and all was read
        self._kept = bytearray()

    def pump(self) -> int:
        """Read what is there, at most 1 MiB; returns the bytes read, 0 at the end or when nothing waits."""
        try:
            data = os.read(self.fd, 1 << 20)
        except BlockingIOError:
            return 0
        self.ended = not data
        self.total += len(data)
        self._kept += data[: max(0, KEPT_BYTES - len(self._kept))]
        return len(data)

    def drain(self) -> None:
        """Read all that waits now."""
        while self.pump():
            pass

    def close_write_end(self) -> None:
        """Let go of the end the cell writes to."""
        if self.write_end >= 0:
            os.close(self.write_end)
            self.write_end = -1

    def close(self) -> None:
        """Close both ends."""
        self.close_write_end()
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    @property
    def text(self) -> str:
        """The kept part as text, with whatever control characters the cell wrote."""
        return bytes(self._kept).decode("utf-8", "replace")
