"""Whose fault it is when memory of a device runs out, by what is seen from outside."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sandbox.gpu.grant import GpuGrant
from sandbox.gpu.meter import GpuUse, Meter, pid_behind
from tests.sandbox.gpu.devices import GIB, MIB, TestInventory, device

OURS, OTHER = 4711, 815


@pytest.fixture
def inventory() -> TestInventory:
    """One device of 8 GiB."""
    return TestInventory(device(gib=8))


def seen(inventory: TestInventory, *, share_gib: int = 4, pid: int | None = OURS) -> GpuUse:
    """What one look at a cell with this share finds."""
    use = GpuUse(GpuGrant("GPU-0", 0, share_gib * GIB, 8 * GIB), pid)
    Meter(inventory).look([use], now=True)
    return use


def test_cell_within_its_share_is_neither_over_nor_short(inventory: TestInventory):
    """The ordinary case: some held, the rest free."""
    inventory.held["GPU-0"] = {OURS: 3 * GIB, OTHER: 4 * GIB}
    use = seen(inventory)

    assert (use.peak_bytes, use.over, use.short) == (3 * GIB, False, False)


def test_cell_over_its_share_is_told(inventory: TestInventory):
    """One byte too many is over, even if the device has room."""
    inventory.held["GPU-0"] = {OURS: 4 * GIB + 1}

    assert seen(inventory).over


def test_neighbour_over_its_share_makes_a_cell_short(inventory: TestInventory):
    """A neighbour of a 4 GiB share that holds 6 leaves 2 of ours."""
    inventory.held["GPU-0"] = {OURS: 1 * GIB, OTHER: 6 * GIB}

    assert seen(inventory).short


def test_foreign_process_makes_a_cell_short(inventory: TestInventory):
    """It need not be a process we can see."""
    inventory.foreign["GPU-0"] = 6 * GIB

    assert seen(inventory).short


def test_cell_that_holds_too_much_itself_is_not_short(inventory: TestInventory):
    """Whoever took its neighbour's part cannot complain that nothing is left."""
    inventory.held["GPU-0"] = {OURS: 5 * GIB, OTHER: 3 * GIB}
    use = seen(inventory)

    assert use.over
    assert not use.short


def test_what_was_seen_once_stays(inventory: TestInventory):
    """The neighbour may be gone when the verdict is given."""
    use = GpuUse(GpuGrant("GPU-0", 0, 4 * GIB, 8 * GIB), OURS)
    meter = Meter(inventory)
    inventory.held["GPU-0"] = {OURS: 2 * GIB, OTHER: 6 * GIB}
    meter.look([use], now=True)
    inventory.held["GPU-0"] = {OURS: 1 * GIB}
    meter.look([use], now=True)

    assert (use.peak_bytes, use.short) == (2 * GIB, True)


def test_cells_of_one_session_have_one_share(inventory: TestInventory):
    """What the phase before still holds is the submission's own, not a neighbour's."""
    uses = [GpuUse(GpuGrant("GPU-0", 0, 6 * GIB, 8 * GIB), pid) for pid in (OURS, OTHER)]
    inventory.held["GPU-0"] = {OURS: 3 * GIB, OTHER: 3 * GIB}
    Meter(inventory).look(uses, now=True)

    assert not any(use.short for use in uses)


def test_rounding_of_the_driver_is_no_shortage(inventory: TestInventory):
    """A few MiB less than promised excuse nobody."""
    inventory.foreign["GPU-0"] = 4 * GIB + 32 * MIB

    assert not seen(inventory).short


@pytest.mark.parametrize("how", ["untold", "silent"])
def test_what_cannot_be_measured_neither_excuses_nor_accuses(inventory: TestInventory, how: str):
    """Without a measure from outside there is no fault of ours, and no end over a share."""
    inventory.foreign["GPU-0"] = 7 * GIB
    if how == "untold":
        inventory.held["GPU-0"] = {OURS: None}
    inventory.broken = how == "silent"
    use = seen(inventory)

    assert not use.over
    assert not use.short


def test_looks_are_spaced(inventory: TestInventory):
    """A session's loop may ask at each turn: the driver is asked ten times a second."""
    use = GpuUse(GpuGrant("GPU-0", 0, 4 * GIB, 8 * GIB), OURS)
    meter = Meter(inventory)
    for _ in range(100):
        meter.look([use])

    assert inventory.reads == 1


def test_no_cells_no_looks(inventory: TestInventory):
    """A grading without a GPU costs the driver nothing."""
    Meter(inventory).look([], now=True)

    assert inventory.reads == 0


def test_pidfd_tells_the_process():
    """The id is that of our own /proc, which is what the driver counts by; an ended process has none."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        first, second = os.pidfd_open(process.pid), os.pidfd_open(process.pid)
        assert pid_behind(first) == process.pid
        process.communicate(b"\n")
    assert pid_behind(second) is None
    with pytest.raises(OSError):
        os.fstat(second)
