"""What the doctor says of GPUs."""

from __future__ import annotations

import pytest

from sandbox import checkup
from sandbox.layers import Layer
from tests.sandbox.gpu.devices import TestInventory, device


@pytest.fixture(autouse=True)
def _no_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_try_boundary", dict)
    monkeypatch.setattr(checkup, "find_inventory", lambda: TestInventory(device(0, 80), device(1, 24)))
    monkeypatch.setattr(checkup, "unusable_nodes", lambda minors: [])


def gpu_layer() -> Layer:
    """The doctor's layer for GPU cells."""
    return next(layer for layer in checkup.examine() if layer.control == "C41")


def test_devices_are_named():
    """Each device with its size."""
    assert gpu_layer().active
    assert gpu_layer().detail == "Test GPU 0 (80 GiB), Test GPU 1 (24 GiB)"


def test_machine_without_a_gpu_still_grades(monkeypatch: pytest.MonkeyPatch):
    """The layer is missing, and not mandatory."""
    monkeypatch.setattr(checkup, "find_inventory", lambda: None)

    assert not gpu_layer().active
    assert not gpu_layer().mandatory


def test_nodes_that_cells_cannot_open_are_told_with_their_cure(monkeypatch: pytest.MonkeyPatch):
    """What is wrong with them, and the command that makes them."""
    monkeypatch.setattr(checkup, "unusable_nodes", lambda minors: ["/dev/nvidia-uvm is missing"])

    assert gpu_layer().detail == "/dev/nvidia-uvm is missing"
    assert gpu_layer().cure == "sudo nvidia-modprobe -u -c=0"
