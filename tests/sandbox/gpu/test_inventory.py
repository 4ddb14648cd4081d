"""What NVML tells, read through its C interface from a library with the same names and layouts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sandbox.gpu.inventory import Chosen, InventoryError, NvmlInventory, find_inventory
from tests import needs

GIB = 1 << 30
SOURCE = Path(__file__).with_name("nvml.c")


def build(folder: Path, *options: str) -> str:
    """The library, compiled for this machine."""
    compiler = shutil.which("cc")
    needs.require("a C compiler", compiler is not None, "not on PATH; Debian: apt-get install gcc")
    target = folder / f"libnvml{len(options)}.so"
    subprocess.run([str(compiler), "-shared", "-fPIC", "-o", target, SOURCE, *options], check=True)
    return str(target)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The library of a recent driver."""
    return build(tmp_path_factory.mktemp("nvml"))


def test_devices_are_listed(library: str):
    """Name, node and sizes; what the driver keeps for itself is not capacity."""
    first, second = NvmlInventory(library).devices()

    assert (first.uuid, first.minor, first.name) == ("GPU-first", 4, "Stand-in 80")
    assert (first.total_bytes, first.capacity_bytes) == (80 * GIB, 79 * GIB)
    assert (second.uuid, second.minor) == ("GPU-second", 7)


def test_memory_is_told_by_process(library: str):
    """However many processes there are; None where the driver does not tell how much."""
    reading = NvmlInventory(library).read("GPU-first")

    assert reading.free_bytes == 75 * GIB
    assert len(reading.held) == 20
    assert (reading.held[1000], reading.held[1018], reading.held[1019]) == (1 << 20, 19 << 20, None)


def test_device_without_processes_is_empty(library: str):
    """No process is no error."""
    assert NvmlInventory(library).read("GPU-second").held == {}


def test_older_driver_serves_too(tmp_path: Path):
    """Without the newer calls capacity is the total, and processes come from the call before."""
    inventory = NvmlInventory(build(tmp_path, "-DOLD_DRIVER"))

    assert inventory.devices()[0].capacity_bytes == 80 * GIB
    assert len(inventory.read("GPU-first").held) == 20


def test_driver_that_fails_is_named(library: str, monkeypatch: pytest.MonkeyPatch):
    """The call and its error number are told."""
    monkeypatch.setenv("NVML_BROKEN", "1")
    with pytest.raises(InventoryError, match="nvmlInit_v2: error 9"):
        NvmlInventory(library)


def test_machine_without_a_driver_has_no_devices(monkeypatch: pytest.MonkeyPatch):
    """No library is no GPU, and no failure."""
    monkeypatch.setattr("sandbox.gpu.inventory.NvmlInventory", _no_driver)

    assert find_inventory() is None
    with pytest.raises(InventoryError, match="no NVIDIA driver"):
        NvmlInventory("libno-such-driver.so.1")


@pytest.mark.parametrize("name", ["GPU-second", "1"])
def test_worker_can_be_given_some_devices(library: str, name: str):
    """By uuid, or by the place in the driver's list."""
    chosen = Chosen(NvmlInventory(library), [name])

    assert [device.uuid for device in chosen.devices()] == ["GPU-second"]
    assert chosen.read("GPU-second").held == {}


def test_unknown_device_is_refused(library: str):
    """A name that fits none is an error that lists what there is."""
    with pytest.raises(InventoryError, match="no such device: 5; there are GPU-first"):
        Chosen(NvmlInventory(library), ["5"])


def _no_driver() -> NvmlInventory:
    raise InventoryError("no NVIDIA driver")
