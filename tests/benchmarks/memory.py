"""Memory of concurrent gradings: what each cell adds, shared pages counted by their share (PSS)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

from tests.processes import descendants


def pss_of(pid: int) -> int | None:
    """Proportional set size in bytes; None where it may not be read (a cell is undumpable) or is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return None
    return next((int(row.split()[1]) * 1024 for row in text.splitlines() if row.startswith("Pss:")), None)


class Sampler:
    """Samples the summed PSS of everything below some processes, in a thread, until stopped."""

    def __init__(self, roots: Iterable[int]) -> None:
        self._roots = set(roots)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self.idle = self._total()
        self.peak = 0
        self.readable = self.idle > 0

    def __enter__(self) -> Sampler:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.is_set():
            self.peak = max(self.peak, self._total())
            time.sleep(0.05)

    def _total(self) -> int:
        return sum(pss_of(pid) or 0 for pid in descendants(self._roots))
