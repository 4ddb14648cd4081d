"""Which devices there are, how much of their memory is free, and which process holds how much.

Asked of the driver's management library, NVML, through its C interface. A watch that looks
ten times a second cannot start `nvidia-smi` each time (tenths of a second), and the sandbox
imports nothing that is not in the standard library but two packages, so neither that
program nor a binding is used. NVML does not initialise CUDA: it makes no context and holds
no device memory.
"""

from __future__ import annotations

import ctypes
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

log = logging.getLogger(__name__)

_LIBRARY = "libnvidia-ml.so.1"
_SUCCESS, _INSUFFICIENT_SIZE = 0, 7
_UNKNOWN_BYTES = 2**64 - 1
_MORE_ROWS = 16


@dataclass(frozen=True)
class Device:
    """One device as the driver lists it."""

    uuid: str
    minor: int  #: N of /dev/nvidiaN
    name: str
    total_bytes: int
    capacity_bytes: int  #: what programs can have of it: the total without what the driver keeps


@dataclass(frozen=True)
class Reading:
    """The memory of one device at one moment."""

    free_bytes: int
    #: by process, as this process's /proc counts them; None where the driver does not tell
    held: dict[int, int | None]


class Inventory(Protocol):
    """Where devices and their memory are looked up."""

    def devices(self) -> Sequence[Device]:
        """Every device, in the driver's order."""

    def read(self, uuid: str) -> Reading:
        """The memory of one device now; raises `InventoryError`."""


class InventoryError(Exception):
    """The driver did not answer."""


class _Memory(ctypes.Structure):
    """`nvmlMemory_t`."""

    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


class _Memory2(ctypes.Structure):
    """`nvmlMemory_v2_t`, which tells what the driver keeps for itself."""

    _fields_ = (
        ("version", ctypes.c_uint),
        ("total", ctypes.c_ulonglong),
        ("reserved", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("used", ctypes.c_ulonglong),
    )


class _Process(ctypes.Structure):
    """`nvmlProcessInfo_t` of the calls _v2 and _v3."""

    _fields_ = (
        ("pid", ctypes.c_uint),
        ("bytes", ctypes.c_ulonglong),
        ("gpu_instance", ctypes.c_uint),
        ("compute_instance", ctypes.c_uint),
    )


class NvmlInventory:
    """Devices of this machine; raises `InventoryError` where there is no driver."""

    def __init__(self, library: str = _LIBRARY) -> None:
        try:
            self._nvml = ctypes.CDLL(library)
        except OSError as error:
            raise InventoryError(f"no NVIDIA driver: {error}") from error
        self._lock = threading.Lock()
        self._call("nvmlInit_v2")
        self._handles: dict[str, ctypes.c_void_p] = {}
        self._devices = [self._device(index) for index in range(self._count())]

    def devices(self) -> Sequence[Device]:
        """Every device, in the driver's order."""
        return self._devices

    def read(self, uuid: str) -> Reading:
        """The memory of one device now; raises `InventoryError`."""
        handle = self._handles[uuid]
        with self._lock:
            memory = _Memory()
            self._call("nvmlDeviceGetMemoryInfo", handle, ctypes.byref(memory))
            return Reading(int(memory.free), self._processes(handle))

    def _count(self) -> int:
        count = ctypes.c_uint()
        self._call("nvmlDeviceGetCount_v2", ctypes.byref(count))
        return count.value

    def _device(self, index: int) -> Device:
        handle = ctypes.c_void_p()
        self._call("nvmlDeviceGetHandleByIndex_v2", ctypes.c_uint(index), ctypes.byref(handle))
        minor, memory = ctypes.c_uint(), _Memory()
        self._call("nvmlDeviceGetMinorNumber", handle, ctypes.byref(minor))
        self._call("nvmlDeviceGetMemoryInfo", handle, ctypes.byref(memory))
        uuid = self._text("nvmlDeviceGetUUID", handle)
        self._handles[uuid] = handle
        total = int(memory.total)
        return Device(
            uuid, minor.value, self._text("nvmlDeviceGetName", handle), total, total - self._reserved(handle)
        )

    def _reserved(self, handle: ctypes.c_void_p) -> int:
        """What the driver keeps; 0 where it is too old to tell."""
        memory = _Memory2(version=ctypes.sizeof(_Memory2) | 2 << 24)
        try:
            self._call("nvmlDeviceGetMemoryInfo_v2", handle, ctypes.byref(memory))
        except InventoryError:
            return 0
        return int(memory.reserved)

    def _processes(self, handle: ctypes.c_void_p) -> dict[int, int | None]:
        room = ctypes.c_uint(0)
        rows = (_Process * 0)()
        while True:
            function = self._process_call()
            code = function(handle, ctypes.byref(room), rows)
            if code == _SUCCESS:
                listed = list(rows)[: room.value]
                return {
                    int(row.pid): None if row.bytes == _UNKNOWN_BYTES else int(row.bytes) for row in listed
                }
            if code != _INSUFFICIENT_SIZE:
                raise InventoryError(f"nvmlDeviceGetComputeRunningProcesses: error {code}")
            room = ctypes.c_uint(room.value + _MORE_ROWS)
            rows = (_Process * room.value)()

    def _process_call(self) -> Any:
        for version in ("_v3", "_v2"):
            if function := getattr(self._nvml, f"nvmlDeviceGetComputeRunningProcesses{version}", None):
                return function
        raise InventoryError("this driver is too old to tell which process holds how much")

    def _text(self, name: str, handle: ctypes.c_void_p) -> str:
        buffer = ctypes.create_string_buffer(96)
        self._call(name, handle, buffer, ctypes.c_uint(len(buffer)))
        return buffer.value.decode("ascii", "replace")

    def _call(self, name: str, *arguments: Any) -> None:
        function = getattr(self._nvml, name, None)
        if function is None:
            raise InventoryError(f"this driver has no {name}")
        if code := function(*arguments):
            raise InventoryError(f"{name}: error {code}")


class Chosen:
    """An inventory cut down to some devices, by uuid or by their place in the driver's list."""

    def __init__(self, inventory: Inventory, names: Sequence[str]) -> None:
        listed = list(inventory.devices())
        known = {device.uuid: device for device in listed} | {str(n): d for n, d in enumerate(listed)}
        if unknown := [name for name in names if name not in known]:
            raise InventoryError(f"no such device: {', '.join(unknown)}; there are {', '.join(known)}")
        self._inventory = inventory
        self._devices = list(dict.fromkeys(known[name] for name in names))

    def devices(self) -> Sequence[Device]:
        """The chosen devices."""
        return self._devices

    def read(self, uuid: str) -> Reading:
        """The memory of one of them now."""
        return self._inventory.read(uuid)


def find_inventory() -> Inventory | None:
    """The devices of this machine; None where there are none, or no driver that tells of them."""
    try:
        inventory = NvmlInventory()
    except InventoryError as error:
        log.debug("no GPU: %s", error)
        return None
    return inventory if inventory.devices() else None
