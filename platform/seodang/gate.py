"""How many event streams may be open: over all in one process, and per user on the whole machine.

A stream keeps a thread, so what streams may take of a process's threads is counted in that process. What one
user may hold counts over all web processes: each open stream locks one byte of a shared file. The kernel lets
go of a lock when its process ends, however that ends, so no place is ever lost.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

PER_USER = 4
LOCK = struct.Struct("hhqqi")  #: struct flock: type, whence, start, length, process (0: the descriptor's own)


@dataclass
class Gate:
    """Lets so many streams in, so that pages always find a thread."""

    limit: int
    file: Path
    _open: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, user_id: int) -> bool:
        """Take a place, if there is one."""
        with self._lock:
            if sum(map(len, self._open.values())) >= self.limit:
                return False
            held = _hold(self.file, user_id)
            if held is not None:
                self._open[user_id].append(held)
            return held is not None

    def leave(self, user_id: int) -> None:
        """Give the place back."""
        with self._lock:
            os.close(self._open[user_id].pop())
            if not self._open[user_id]:
                del self._open[user_id]


def _hold(file: Path, user_id: int) -> int | None:
    """A descriptor that locks one of a user's places, or None when others hold all of them.

    Locks of a descriptor, unlike those of a process, keep threads of one process apart as well.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    for place in range(user_id * PER_USER, (user_id + 1) * PER_USER):
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, LOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0))
        except BlockingIOError:
            continue
        return descriptor
    os.close(descriptor)
    return None
