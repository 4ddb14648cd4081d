"""A grader with real devices; without one these tests are listed as not run."""

from __future__ import annotations

import importlib
from collections.abc import Generator

import pytest

from graders.grading import Grader
from sandbox.gpu.inventory import Inventory, find_inventory
from tests import needs

WARM_UP_S = 180.0


@pytest.fixture(scope="session")
def inventory() -> Inventory:
    """The devices of this machine."""
    found = find_inventory()
    needs.require_hardware("an NVIDIA GPU", found is not None, "NVML finds none on this machine")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def gpu_grader(inventory: Inventory) -> Generator[Grader]:
    """A warm grader that serves exercises on a GPU."""
    torch = importlib.import_module("torch")
    needs.require(
        "torch for CUDA", torch.version.cuda is not None, "the installed torch is built without CUDA"
    )
    grader = Grader(slots=2, gpu="required")
    grader.start()
    grader.wait_ready(WARM_UP_S)
    yield grader
    grader.stop()
