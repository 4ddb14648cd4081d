"""Verdicts on a GPU: real cells, on a device whose memory the test sets."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace

import pytest

from graders import gpu
from graders.bundle import Bundle
from graders.events import Event
from graders.gpu import NoGpu
from graders.grading import Grader
from graders.report import Report
from graders.stacks import cold_roles
from sandbox import servers
from sandbox.boundary import local
from sandbox.boundary.local import LocalBoundary
from sandbox.errors import BoundaryUnavailable
from sandbox.gpu.inventory import Inventory
from sandbox.servers import RoleSpec
from tests import needs
from tests.graders import samples
from tests.sandbox.gpu.devices import GIB, MIB, TestInventory, device

SHARE_MIB = 1024
RIGHT = "def double(x):\n    return x + x\n"
RUNS_OUT = (
    "def double(x):\n    raise RuntimeError('CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has 8')\n"
)
SLEEPS = "import time\n\ndef double(x):\n    time.sleep(30)\n    return 2 * x\n"


class Everyone(dict[int, int | None]):
    """As if each process that is asked about held so much."""

    def __init__(self, each: int) -> None:
        super().__init__()
        self._each = each

    def get(self, pid: int, default: object = None) -> int:  # type: ignore[override]
        """So much."""
        return self._each


@pytest.fixture(scope="module")
def inventory() -> TestInventory:
    """One device of 8 GiB."""
    return TestInventory(device(gib=8))


@pytest.fixture(scope="module")
def gpu_grader(inventory: TestInventory) -> Generator[Grader]:
    """A grader with that device, and servers that import little."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gpu, "find_inventory", lambda: inventory)
        patch.setattr(local, "find_inventory", lambda: inventory)
        patch.setattr(gpu, "gpu_roles", _bare_roles)
        patch.setattr(gpu, "unusable_nodes", lambda minors: [])
        grader = Grader(slots=1, warm=False, stack="flask", gpu="required")
        grader.start()
        try:
            grader.wait_ready(60)
        except BoundaryUnavailable as error:
            grader.stop()
            needs.require("the local boundary", False, str(error))
    assert grader.bench is not None
    grader.bench.slots.patience_s = 0.2
    yield grader
    grader.stop()


@pytest.fixture(autouse=True)
def _empty(inventory: TestInventory) -> None:
    inventory.foreign["GPU-0"] = 0
    inventory.held["GPU-0"] = {}


def needing(fallback: bool = False, mib: int = SHARE_MIB) -> Bundle:
    """The small exercise, on a GPU."""
    table = (
        f"[resources]\ngpu = true\ngpu_memory_mib = {mib}\ncpu_fallback = {str(fallback).lower()}\n[limits]"
    )
    return samples.bundle(exercise__toml=samples.MANIFEST.replace("[limits]", table, 1))


def outcome(
    grader: Grader, source: str, on_event: Callable[[Event], None] | None = None, mib: int = SHARE_MIB
) -> Report:
    """The report of one submission."""
    return grader.grade(needing(mib=mib), {"solution.py": source.encode()}, 1, on_event)


def test_gpu_cells_are_tried_too(inventory: TestInventory, monkeypatch: pytest.MonkeyPatch):
    """The self-test runs in a cell with a share: what is not on the list of wider controls must hold."""
    monkeypatch.setattr(local, "WIDER", {"C11": "", "C15": "", "C16": ""})
    boundary = LocalBoundary(_bare_roles(), 1, inventory=inventory)
    boundary.start()
    try:
        with pytest.raises(BoundaryUnavailable, match="C05 self-test: sees /proc"):
            boundary.wait_ready(60)
    finally:
        boundary.stop()


def test_server_that_touched_cuda_serves_nobody(inventory: TestInventory, monkeypatch: pytest.MonkeyPatch):
    """The boundary is not ready with it, and names the control."""
    monkeypatch.setattr(servers, "machine_nodes", lambda: {"/dev/nvidiactl": "/dev/full"})
    role = RoleSpec("tests.sandbox.gpu.entries:look", warmup="tests.sandbox.gpu.entries:touch", gpu=True)
    role = replace(role, expose=("sandbox", "tests"), importable=True, collapse=False)
    boundary = LocalBoundary({**_bare_roles(), "submission": role}, 1, inventory=inventory)
    boundary.start()
    try:
        with pytest.raises(BoundaryUnavailable, match=r"C41 .*touched CUDA"):
            boundary.wait_ready(60)
    finally:
        boundary.stop()


def test_right_answer_is_accepted_on_its_device(gpu_grader: Grader, inventory: TestInventory):
    """The report names the device, and how much of it was held by the cells' own process."""
    inventory.held["GPU-0"] = Everyone(600 * MIB)
    report = outcome(gpu_grader, RIGHT)

    assert report.verdict == "AC", report.to_json()
    assert report.replay.gpu == "Test GPU 0"
    assert report.usage.gpu_peak_bytes == 600 * MIB


def test_running_out_within_the_share_is_the_submissions(gpu_grader: Grader):
    """torch's words, told with the sizes: GMLE."""
    report = outcome(gpu_grader, RUNS_OUT)

    assert report.verdict == "GMLE"
    assert report.checks[0].message.en.startswith(
        "GPU memory limit: your code asked for 20,480 MiB at once; 1024 MiB are allowed in all."
    )


def test_holding_more_than_the_share_ends_the_cell(gpu_grader: Grader, inventory: TestInventory):
    """Seen from outside, whatever the cell says: GMLE, long before its time is up."""

    def on_event(event: Event) -> None:
        if event.kind == "started":
            inventory.held["GPU-0"] = Everyone(2 * GIB)

    report = outcome(gpu_grader, SLEEPS, on_event)

    assert report.verdict == "GMLE", report.to_json()
    assert "1024 MiB allowed, 2048.0 MiB used" in report.checks[0].message.en


def test_running_out_while_others_hold_too_much_is_ours(gpu_grader: Grader, inventory: TestInventory):
    """The same words of the cell, but its share was not to be had: graded again, and IE if it lasts."""

    def on_event(event: Event) -> None:
        if event.kind == "started":
            inventory.foreign["GPU-0"] = 7 * GIB + 512 * MIB

    report = outcome(gpu_grader, RUNS_OUT, on_event)

    assert report.verdict == "IE", report.to_json()
    assert report.points == 0
    assert "other programs held the GPU memory" in report.message.en


def test_crowd_that_passes_costs_one_repetition(gpu_grader: Grader, inventory: TestInventory):
    """The second try has its share, so what it says counts."""
    reads = inventory.reads

    def on_event(event: Event) -> None:
        if event.kind == "started":
            inventory.foreign["GPU-0"] = 8 * GIB
            inventory.on_read = forget

    def forget(uuid: str) -> None:
        if gpu_grader.bench is not None and gpu_grader.bench.slots.waiting:
            inventory.foreign["GPU-0"] = 0  # gone by the time the next share is asked for

    try:
        report = outcome(gpu_grader, RUNS_OUT, on_event)
    finally:
        inventory.on_read = lambda uuid: None

    assert report.verdict == "GMLE", report.to_json()
    assert inventory.reads > reads + 2


def test_device_that_stays_crowded_is_ours(gpu_grader: Grader, inventory: TestInventory):
    """Nothing of the submission runs, and nothing counts."""
    inventory.foreign["GPU-0"] = 7 * GIB + 512 * MIB
    report = outcome(gpu_grader, RIGHT)

    assert report.verdict == "IE"
    assert {check.outcome for check in report.checks} == {"not_run"}
    assert "1024 MiB of a device are promised and not free" in report.diagnosis


def test_share_is_given_back(gpu_grader: Grader):
    """However a grading ends, the ledger is as before."""
    for source in (RIGHT, RUNS_OUT, "raise SystemExit", "def double(x): return"):
        outcome(gpu_grader, source, mib=8192)

    assert outcome(gpu_grader, RIGHT, mib=8192).verdict == "AC"


def test_claim_without_a_gpu_is_an_exception_like_any_other(gpu_grader: Grader):
    """An exercise on a processor has no GPU memory to run out of."""
    report = gpu_grader.grade(samples.bundle(), {"solution.py": RUNS_OUT.encode()}, 1)

    assert report.verdict == "RTE"
    assert report.replay.gpu == ""


def test_processor_serves_where_the_exercise_allows_it(gpu_grader: Grader):
    """A share that no device here has: with `cpu_fallback` it is graded, without one."""
    report = gpu_grader.grade(needing(fallback=True, mib=9216), {"solution.py": RIGHT.encode()}, 1)

    assert (report.verdict, report.replay.gpu) == ("AC", "")
    with pytest.raises(NoGpu, match="9216 MiB"):
        outcome(gpu_grader, RIGHT, mib=9216)


def test_grader_without_devices_says_so(monkeypatch: pytest.MonkeyPatch):
    """Required and missing is unavailable, by name; "auto" goes on without."""
    monkeypatch.setattr(gpu, "find_inventory", _none)

    with pytest.raises(BoundaryUnavailable, match="C41 GPU: no GPU was found"):
        Grader(slots=1, gpu="required")
    assert Grader(slots=1, gpu="auto").bench is None


def test_device_without_its_nodes_is_refused(inventory: TestInventory, monkeypatch: pytest.MonkeyPatch):
    """The driver lists it and cells could not open it: said before anything is graded, with the cure."""
    monkeypatch.setattr(gpu, "find_inventory", lambda: inventory)

    with pytest.raises(BoundaryUnavailable, match="/dev/nvidia-uvm is missing"):
        Grader(slots=1, gpu="auto")


def _bare_roles() -> dict[str, RoleSpec]:
    roles = cold_roles("flask")
    return {**roles, "submission": replace(roles["submission"], gpu=True)}


def _none() -> Inventory | None:
    return None
