"""Resource limits of a cell (setrlimit(2)), hard and soft alike."""

from __future__ import annotations

import math
import os
import resource

from sandbox.gpu.exposure import DATA_SLACK_BYTES
from sandbox.policy import MIB, CellLimits, SandboxPolicy

#: Room over the memory limit for address space: thread stacks and arenas reserve more than they use.
_ADDRESS_SLACK = 256 * MIB


def apply(limits: CellLimits, policy: SandboxPolicy, proc: int) -> None:
    """Set the limits; memory is relative to what the cell was forked with, read through `proc`."""
    if policy.has("C16"):
        sizes = _memory_sizes(proc)
        slack = DATA_SLACK_BYTES if limits.gpu else 0
        _set(resource.RLIMIT_DATA, sizes["VmData"] + limits.memory_bytes + slack)
        if not limits.gpu:  # CUDA reserves more address space than any limit could allow
            _set(resource.RLIMIT_AS, sizes["VmSize"] + limits.memory_bytes + _ADDRESS_SLACK)
    if policy.has("C17"):
        _set(resource.RLIMIT_NPROC, limits.threads)
        _set(resource.RLIMIT_NOFILE, limits.descriptors)
        _set(resource.RLIMIT_FSIZE, limits.disk_bytes)
        _set(resource.RLIMIT_CORE, 0)
        _set(resource.RLIMIT_MSGQUEUE, 0)
        _set(resource.RLIMIT_MEMLOCK, 0)
        _set(resource.RLIMIT_SIGPENDING, 64)
        _set(resource.RLIMIT_STACK, 64 * MIB)
    if policy.has("C18"):
        # The watchdog ends the cell at the limit itself and asks where it was; this holds without it.
        _set(resource.RLIMIT_CPU, math.ceil(limits.cpu_s) + 1)


def _set(kind: int, value: int) -> None:
    # A hard limit that is lower already stays: raising it needs a capability the cell is about to lose.
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))


def _memory_sizes(proc: int) -> dict[str, int]:
    fd = os.open("self/status", os.O_RDONLY, dir_fd=proc)
    try:
        text = os.read(fd, 8192).decode()
    finally:
        os.close(fd)
    rows = (line.split() for line in text.splitlines() if line.startswith(("VmData:", "VmSize:")))
    return {row[0].rstrip(":"): int(row[1]) * 1024 for row in rows}
