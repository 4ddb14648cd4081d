"""Devices that exist in these tests only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sandbox.gpu.inventory import Device, InventoryError, Reading

GIB = 1 << 30
MIB = 1 << 20


def device(number: int = 0, gib: int = 80, kept_mib: int = 0) -> Device:
    """A device of this size, of which the driver keeps something."""
    total = gib * GIB
    return Device(f"GPU-{number}", number, f"Test GPU {number}", total, total - kept_mib * MIB)


class TestInventory:
    """An inventory whose memory the test sets: `held` by process, `foreign` by nobody it knows."""

    __test__ = False

    def __init__(self, *devices: Device) -> None:
        self._devices = list(devices) or [device()]
        self.held: dict[str, dict[int, int | None]] = {each.uuid: {} for each in self._devices}
        self.foreign: dict[str, int] = {each.uuid: 0 for each in self._devices}
        self.broken = False
        self.reads = 0
        #: called with each device's uuid before it is read
        self.on_read: Callable[[str], None] = lambda uuid: None

    def devices(self) -> Sequence[Device]:
        """The devices of the test."""
        return self._devices

    def read(self, uuid: str) -> Reading:
        """What the test has set."""
        if self.broken:
            raise InventoryError("the driver does not answer")
        self.reads += 1
        self.on_read(uuid)
        capacity = next(each.capacity_bytes for each in self._devices if each.uuid == uuid)
        used = self.foreign[uuid] + sum(held or 0 for held in self.held[uuid].values())
        return Reading(max(0, capacity - used), self.held[uuid])
