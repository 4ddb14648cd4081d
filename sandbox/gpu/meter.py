"""How much of their device running cells hold, measured from outside, and what follows from it."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.gpu.grant import GpuGrant
from sandbox.gpu.inventory import Inventory, InventoryError

SAMPLE_S = 0.1
#: What may be missing before a share counts as not to be had: the driver rounds, and keeps some for itself.
TOLERANCE_BYTES = 64 << 20


@dataclass
class GpuUse:
    """What was seen of one cell's share."""

    grant: GpuGrant
    pid: int | None = None  #: as our /proc counts; None until the cell has been introduced
    peak_bytes: int = 0
    short: bool = False  #: others held so much that it could not have had all of its share

    @property
    def over(self) -> bool:
        """Whether it held more than its share."""
        return self.peak_bytes > self.grant.memory_bytes


class Meter:
    """Looks at the devices of running cells, at most so often as makes sense."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._next = 0.0

    def look(self, uses: list[GpuUse], *, now: bool = False) -> None:
        """Read every device these cells have a share of, and note what each holds."""
        moment = time.monotonic()
        if not uses or (moment < self._next and not now):
            return
        self._next = moment + SAMPLE_S
        for uuid in {use.grant.uuid for use in uses}:
            try:
                reading = self._inventory.read(uuid)
            except (InventoryError, KeyError):
                continue  # what cannot be measured excuses nobody and accuses nobody
            self._note([use for use in uses if use.grant.uuid == uuid], reading.free_bytes, reading.held)

    @staticmethod
    def _note(uses: list[GpuUse], free_bytes: int, held: Mapping[int, int | None]) -> None:
        """All cells here are of one session, so they have one share between them."""
        own = 0
        for use in uses:
            bytes_held = held.get(use.pid, 0) if use.pid is not None else 0
            if bytes_held is None:
                return  # the driver does not tell processes apart here
            use.peak_bytes = max(use.peak_bytes, bytes_held)
            own += bytes_held
        for use in uses:
            missing = use.grant.memory_bytes - own - free_bytes
            use.short = use.short or missing > TOLERANCE_BYTES


def pid_behind(pidfd: int) -> int | None:
    """The process id behind a pidfd as our /proc counts; None where it cannot be seen."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", "rb") as file:
            found = next((int(row.split()[1]) for row in file if row.startswith(b"Pid:")), -1)
    except OSError:
        return None
    finally:
        os.close(pidfd)
    return found if found > 0 else None
