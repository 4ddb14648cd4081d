"""What a worker holds: processes, descriptors, mounts, threads and memory, of it and all below it."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.memory import pss_of
from tests.processes import descendants

MIB = 2**20
#: a worker's own memory may grow by this, and that of all its processes by the other
OWN_GROWTH = 48 * MIB
TREE_GROWTH = 128 * MIB
SETTLE_S = 60.0  #: a server that is being replaced warms up meanwhile


@dataclass(frozen=True)
class Holding:
    """Counts and bytes at one moment."""

    processes: int
    descriptors: int  #: of the worker itself
    server_descriptors: int  #: of every process below it, where they may be counted
    threads: int
    mounts: int  #: as the worker and each process below it see them
    own_bytes: int
    tree_bytes: int  #: shared pages by their share; 0 where not all may be read

    def row(self) -> str:
        """For a table."""
        return (
            f"{self.processes:>6}{self.descriptors:>8}{self.server_descriptors:>8}{self.threads:>8}"
            f"{self.mounts:>8}{self.own_bytes / MIB:>9.1f}{self.tree_bytes / MIB:>9.1f}"
        )


HEADER = f"{'proc':>6}{'fds':>8}{'fds<':>8}{'threads':>8}{'mounts':>8}{'MiB':>9}{'MiB<':>9}"


def holding(roots: Iterable[int], strangers: Iterable[int] = ()) -> Holding:
    """What this process holds now, and everything below it and below these, but for what strangers hold."""
    gc.collect()
    tree = descendants([os.getpid(), *roots]) - descendants(strangers)
    below = tree - {os.getpid()}
    shares = [pss_of(pid) for pid in tree]
    return Holding(
        processes=len(tree),
        descriptors=_entries(os.getpid(), "fd"),
        server_descriptors=sum(_entries(pid, "fd") for pid in below),
        threads=threading.active_count(),
        mounts=sum(_mounts(pid) for pid in tree),
        own_bytes=_resident(),
        tree_bytes=0 if None in shares else sum(share or 0 for share in shares),
    )


def settled(
    roots: Callable[[], Iterable[int]],
    like: Holding | None = None,
    spare: int = 0,
    strangers: Sequence[int] = (),
) -> Holding:
    """The same once nothing is on its way out any more: as few as before, or after a while."""
    deadline = time.monotonic() + SETTLE_S
    while True:
        now = holding(roots(), strangers)
        if like is None:
            time.sleep(1.0)
            return holding(roots(), strangers)
        if not leaks(like, now, spare) or time.monotonic() > deadline:
            return now
        time.sleep(0.5)


def leaks(before: Holding, after: Holding, spare: int = 0) -> list[str]:
    """What there is more of, in words; so many descriptors may be spare."""
    pairs = (
        ("processes", before.processes, after.processes, 0),
        ("descriptors", before.descriptors, after.descriptors, spare),
        ("descriptors of servers", before.server_descriptors, after.server_descriptors, 0),
        ("threads", before.threads, after.threads, 0),
        ("mounts", before.mounts, after.mounts, 0),
    )
    found = [f"{new} {name}, {old} before" for name, old, new, more in pairs if new > old + more]
    for name, old, new, more in (
        ("of the worker", before.own_bytes, after.own_bytes, OWN_GROWTH),
        ("of all processes", before.tree_bytes, after.tree_bytes, TREE_GROWTH),
    ):
        if old and new > old + more:
            found.append(f"{new / MIB:.0f} MiB {name}, {old / MIB:.0f} before")
    return found


def _entries(pid: int, folder: str) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/{folder}"))
    except OSError:
        return 0


def _mounts(pid: int) -> int:
    """Mounts that a process sees, but for those of containers, which come and go with their engine."""
    try:
        rows = Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
    except OSError:
        return 0
    places = [row.split()[4] for row in rows]
    return sum(
        not place.startswith(("/var/lib/docker/", "/run/docker/", "/var/run/docker/")) for place in places
    )


def _resident() -> int:
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("VmRSS"))
