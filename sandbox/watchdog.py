"""What a running cell uses, read from outside it.

The counters are those of /proc/<pid>/status and /proc/<pid>/stat (proc(5)), which stay
readable when the cell has made itself undumpable. Growth is measured against the moment
of the fork, because a forked cell begins with all the fork server's memory counted as its own.
"""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass, field

from sandbox.policy import WHOLE, CellLimits, SandboxPolicy

_TICKS = os.sysconf("SC_CLK_TCK")
#: What a cell can make grow: also what was swapped out, which is resident no longer, and huge pages, which
#: the kernel counts apart.
_COUNTED = (b"RssAnon:", b"RssShmem:", b"VmSwap:", b"VmPTE:", b"HugetlbPages:")


def memory_of(pid: int) -> int:
    """Bytes of anonymous, shared and huge memory and page tables of process `pid`; 0 once it has ended."""
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            rows = file.read().splitlines()
    except OSError:
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith(_COUNTED))


def cpu_of(pid: int) -> float:
    """Seconds of processor time process `pid` has used; 0 once it has ended."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


@dataclass
class CellWatch:
    """The watch over one cell: its deadline, its memory at the fork and the most seen since."""

    pid: int
    limits: CellLimits
    base_bytes: int
    policy: SandboxPolicy = WHOLE
    started: float = field(default_factory=time.monotonic)
    peak_bytes: int = 0
    ahead: bool = False  #: whether its turn is still to come

    def begin(self) -> None:
        """Its turn has come: what it waited is not its own time."""
        self.started, self.ahead = time.monotonic(), False

    @property
    def deadline(self) -> float:
        """When its wall-clock limit ends, on the monotonic clock; never while it waits for its turn."""
        return math.inf if self.ahead else self.started + self.limits.wall_s

    @property
    def wall_s(self) -> float:
        """Seconds since the fork."""
        return time.monotonic() - self.started

    def sample(self) -> int:
        """Look at its memory now; returns and remembers the growth in bytes."""
        grown = max(0, memory_of(self.pid) - self.base_bytes)
        self.peak_bytes = max(self.peak_bytes, grown)
        return grown

    def exceeded(self) -> tuple[str, float] | None:
        """The limit it is over, as (reason, limit), or None."""
        if self.sample() > self.limits.memory_bytes and self.policy.has("C20"):
            return "memory", float(self.limits.memory_bytes)
        if not self.policy.has("C19"):
            return None
        if time.monotonic() >= self.deadline:
            return "time", self.limits.wall_s
        if cpu_of(self.pid) >= self.limits.cpu_s:
            return "cpu", self.limits.cpu_s
        return None
