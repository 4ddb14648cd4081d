"""Shares of devices: how much of each is promised, and who waits for some.

A share is granted where the ledger has room for it *and* the driver says that so much is
free. Where the ledger has room and the driver does not, somebody holds memory we did not
give out: the share is waited for, for a while, and then given up as our fault.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sandbox.errors import BoundaryFailed, SandboxError
from sandbox.gpu.grant import GpuGrant
from sandbox.gpu.inventory import Device, Inventory, InventoryError

#: Between two looks at memory that somebody else holds.
_LOOK_S = 0.5
PATIENCE_S = 60.0


class NoSuchShare(SandboxError):
    """No device here is large enough, however long one waits."""


class DeviceCrowded(SandboxError):
    """What we could give out, others hold."""


class GpuSlots:
    """The ledger of one worker's devices."""

    def __init__(self, inventory: Inventory, patience_s: float = PATIENCE_S) -> None:
        self._inventory = inventory
        self.patience_s = patience_s
        self._promised: dict[str, int] = {device.uuid: 0 for device in inventory.devices()}
        self._changed = threading.Condition()
        self._waiting = 0
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many wait for a share."""
        with self._changed:
            return self._waiting

    def fits(self, memory_bytes: int) -> bool:
        """Whether some device is large enough."""
        return any(device.capacity_bytes >= memory_bytes for device in self._inventory.devices())

    def count(self, memory_bytes: int) -> int:
        """How many shares of this size the devices hold together when nothing else runs."""
        return sum(device.capacity_bytes // memory_bytes for device in self._inventory.devices())

    @contextmanager
    def taken(self, memory_bytes: int, on_wait: Callable[[int], None] | None = None) -> Iterator[GpuGrant]:
        """Hold a share; `on_wait` hears how many are ahead where none is to be had at once.

        Raises `NoSuchShare`, `DeviceCrowded`, or `BoundaryFailed` when the ledger was closed meanwhile.
        """
        if not self.fits(memory_bytes):
            largest = max((device.capacity_bytes for device in self._inventory.devices()), default=0)
            raise NoSuchShare(f"{memory_bytes >> 20} MiB wanted; the largest device has {largest >> 20} MiB")
        grant = self._wait_for(memory_bytes, on_wait)
        try:
            yield grant
        finally:
            with self._changed:
                self._promised[grant.uuid] -= memory_bytes
                self._changed.notify_all()

    def close(self) -> None:
        """Turn away all who wait and all who come."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _wait_for(self, memory_bytes: int, on_wait: Callable[[int], None] | None) -> GpuGrant:
        told = False
        deadline: float | None = None
        with self._changed:
            ahead = self._waiting
            self._waiting += 1
        try:
            while True:
                with self._changed:
                    if self._closed:
                        raise BoundaryFailed("the boundary was stopped")
                    roomy = self._roomy(memory_bytes)
                    if grant := self._grant(roomy, memory_bytes):
                        return grant
                    # The clock runs only while the ledger has room: waiting for one's turn is no fault.
                    deadline = (deadline or time.monotonic() + self.patience_s) if roomy else None
                    if told or on_wait is None:
                        self._changed.wait(_LOOK_S)
                if deadline is not None and time.monotonic() > deadline:
                    raise DeviceCrowded(f"{memory_bytes >> 20} MiB of a device are promised and not free")
                if not told and on_wait is not None:
                    told = True
                    on_wait(ahead)
        finally:
            with self._changed:
                self._waiting -= 1

    def _roomy(self, memory_bytes: int) -> list[Device]:
        """Devices with room in the ledger, the fullest first: the emptiest stays whole for a large share."""
        rooms = {device: device.capacity_bytes - self._promised[device.uuid] for device in self._devices()}
        return sorted((d for d in rooms if rooms[d] >= memory_bytes), key=lambda device: rooms[device])

    def _devices(self) -> list[Device]:
        return list(self._inventory.devices())

    def _grant(self, roomy: list[Device], memory_bytes: int) -> GpuGrant | None:
        for device in roomy:
            try:
                free = self._inventory.read(device.uuid).free_bytes
            except InventoryError as error:
                raise BoundaryFailed(f"device {device.uuid} does not answer: {error}") from error
            if free >= memory_bytes:
                self._promised[device.uuid] += memory_bytes
                return GpuGrant(device.uuid, device.minor, memory_bytes, device.total_bytes)
        return None
