"""The ledger of shares."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import pytest

from sandbox.errors import BoundaryFailed
from sandbox.gpu.slots import DeviceCrowded, GpuSlots, NoSuchShare
from tests.sandbox.gpu.devices import GIB, MIB, TestInventory, device


@pytest.mark.parametrize(
    ("gib", "mib", "shares"), [(80, 4096, 20), (80, 30720, 2), (24, 4096, 6), (8, 8192, 1)]
)
def test_device_holds_as_many_shares_as_fit(gib: int, mib: int, shares: int):
    """So many cells of one share are granted at a time, and no more."""
    slots = GpuSlots(TestInventory(device(gib=gib)), patience_s=0.05)

    assert slots.count(mib * MIB) == shares
    with ExitStack() as held:
        for _ in range(shares):
            held.enter_context(slots.taken(mib * MIB))
        assert not _granted_at_once(slots, mib * MIB)
    assert _granted_at_once(slots, mib * MIB)


def test_what_the_driver_keeps_is_not_given_out():
    """A device of 8 GiB of which the driver keeps 1 MiB has no second share of 4 GiB."""
    assert GpuSlots(TestInventory(device(gib=8, kept_mib=1))).count(4 * GIB) == 1


def test_mixed_shares_are_accounted():
    """What is promised in all never exceeds the device."""
    slots = GpuSlots(TestInventory(device(gib=10)))

    with slots.taken(6 * GIB), slots.taken(3 * GIB):
        assert not _granted_at_once(slots, 2 * GIB)
        assert _granted_at_once(slots, 1 * GIB)


def test_small_shares_go_where_little_is_left():
    """The emptier device stays whole for a large share."""
    slots = GpuSlots(TestInventory(device(0, 16), device(1, 16)))

    with slots.taken(4 * GIB) as first, slots.taken(4 * GIB) as second, slots.taken(16 * GIB) as large:
        assert first.uuid == second.uuid != large.uuid


def test_grant_names_one_device():
    """Name, node and sizes are those of the device the share is of."""
    slots = GpuSlots(TestInventory(device(3, 24)))

    with slots.taken(4 * GIB) as grant:
        assert (grant.uuid, grant.node) == ("GPU-3", "/dev/nvidia3")
        assert (grant.memory_bytes, grant.device_bytes) == (4 * GIB, 24 * GIB)


def test_too_large_a_share_is_refused_at_once():
    """No device will ever be large enough, so nobody waits."""
    slots = GpuSlots(TestInventory(device(gib=8)))

    with pytest.raises(NoSuchShare, match="16384 MiB wanted; the largest device has 8192 MiB"):
        _take(slots, 16 * GIB)


def test_memory_that_others_hold_is_waited_for():
    """Room in the ledger is not enough: the share begins when the driver says it is free."""
    inventory = TestInventory(device(gib=8))
    inventory.foreign["GPU-0"] = 6 * GIB
    slots = GpuSlots(inventory, patience_s=30)
    looks: list[str] = []

    def look(uuid: str) -> None:
        looks.append(uuid)
        if len(looks) == 3:
            inventory.foreign[uuid] = 0

    inventory.on_read = look

    _take(slots, 4 * GIB)

    assert len(looks) == 3


def test_memory_that_others_keep_is_our_fault():
    """After some patience the wait ends as a failure that is nobody's submission's."""
    inventory = TestInventory(device(gib=8))
    inventory.foreign["GPU-0"] = 6 * GIB

    with pytest.raises(DeviceCrowded, match="4096 MiB"):
        _take(GpuSlots(inventory, patience_s=0.1), 4 * GIB)


def test_waiting_for_a_turn_is_no_failure():
    """Patience runs only while the ledger has room."""
    slots = GpuSlots(TestInventory(device(gib=8)), patience_s=0.1)
    granted = threading.Event()

    with slots.taken(8 * GIB):
        waiter = threading.Thread(target=lambda: _take(slots, 8 * GIB) or granted.set())
        waiter.start()
        time.sleep(0.8)
        assert not granted.is_set()
        assert slots.waiting == 1
    waiter.join(5)

    assert granted.is_set()


def test_who_waits_is_told_how_many_are_ahead():
    """`on_wait` is called once, and only by those who have to wait."""
    slots = GpuSlots(TestInventory(device(gib=8)))
    told: list[int] = []
    with slots.taken(8 * GIB, told.append):
        waiter = threading.Thread(target=_take, args=(slots, 8 * GIB, told.append))
        waiter.start()
        _until(lambda: told == [0])
    waiter.join(5)

    assert told == [0]


def test_silent_driver_is_our_fault():
    """Where free memory cannot be read, nothing is granted."""
    inventory = TestInventory()
    inventory.broken = True

    with pytest.raises(BoundaryFailed, match="does not answer"):
        _take(GpuSlots(inventory), GIB)


def test_closed_ledger_turns_everybody_away():
    """Those who wait and those who come hear that it is over."""
    slots = GpuSlots(TestInventory(device(gib=8)))
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            _take(slots, 8 * GIB)
        except BoundaryFailed as error:
            ended.append(error)

    with slots.taken(8 * GIB):
        waiter = threading.Thread(target=wait)
        waiter.start()
        _until(lambda: slots.waiting == 1)
        slots.close()
        waiter.join(5)

    assert len(ended) == 1


def _take(slots: GpuSlots, memory_bytes: int, on_wait: object = None) -> None:
    with slots.taken(memory_bytes, on_wait):  # type: ignore[arg-type]
        pass


class _NotAtOnce(Exception):
    """Somebody would have had to wait."""


def _granted_at_once(slots: GpuSlots, memory_bytes: int) -> bool:
    def leave(ahead: int) -> None:
        raise _NotAtOnce

    try:
        _take(slots, memory_bytes, leave)
    except _NotAtOnce:
        return False
    return True


def _until(condition: object) -> None:
    deadline = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.01)
