"""Submissions on a real GPU: what they get, and whose fault it is when they do not."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from graders.events import Event
from graders.grading import Grader, grade
from sandbox.gpu.inventory import Inventory
from sandbox.gpu.slots import GpuSlots
from tests import needs
from tests.gpu.exercise import RIGHT, bundle, outcome

MIB = 1 << 20
#: Holds memory of the first device until its input ends; argument: MiB.
HOG = """
import sys, torch
held = torch.empty(int(sys.argv[1]) << 20, dtype=torch.uint8, device="cuda:0")
torch.cuda.synchronize()
print("held", flush=True)
sys.stdin.read()
"""


def test_matrix_product_is_accepted(gpu_grader: Grader, inventory: Inventory):
    """A right answer that computes on its device gets full marks, and the report names the device."""
    report = outcome(gpu_grader, RIGHT)

    assert report.verdict == "AC", report.to_json()
    assert report.replay.gpu in {device.name for device in inventory.devices()}
    assert 0 < report.usage.gpu_peak_bytes <= 2048 * MIB


def test_second_grading_is_fast(gpu_grader: Grader):
    """No fresh interpreter and no import of torch: the fork server was warm. Printed for docs/gpu.md."""
    outcome(gpu_grader, RIGHT)
    began = time.monotonic()
    outcome(gpu_grader, RIGHT)
    taken = time.monotonic() - began

    sys.stderr.write(f"a GPU grading takes {taken:.2f} s\n")
    assert taken < 20


def test_asking_for_too_much_is_the_submissions_fault(gpu_grader: Grader):
    """torch says that the share is used up: GMLE, with the sizes."""
    source = RIGHT.replace(
        "    return a.to", '    torch.empty(8 << 30, dtype=torch.uint8, device="cuda")\n    return a.to'
    )
    report = outcome(gpu_grader, source)

    assert report.verdict == "GMLE", report.to_json()
    assert "2048 MiB" in report.checks[0].message.en


def test_taking_more_than_the_share_ends_the_cell(gpu_grader: Grader):
    """Advice taken back, memory held: the watch outside sees it."""
    source = RIGHT.replace(
        "    return a.to",
        "    torch.cuda.set_per_process_memory_fraction(1.0)\n"
        '    held = torch.zeros(3 << 30, dtype=torch.uint8, device="cuda")\n'
        "    torch.cuda.synchronize()\n"
        "    __import__('time').sleep(10)\n"
        "    return a.to",
    )
    report = outcome(gpu_grader, source)

    assert report.verdict == "GMLE", report.to_json()
    assert report.usage.wall_s < 60
    assert report.usage.gpu_peak_bytes > 2048 * MIB


def test_device_that_others_hold_is_our_fault(
    gpu_grader: Grader, inventory: Inventory, monkeypatch: pytest.MonkeyPatch
):
    """Too little free before the start: nothing of the submission runs, and the verdict is IE."""
    _be_impatient(gpu_grader, monkeypatch)
    total = inventory.devices()[0].capacity_bytes // MIB
    needs.require_hardware("exactly one GPU", len(inventory.devices()) == 1, "another device would serve")
    with _Hog(total // 2):
        report = outcome(gpu_grader, RIGHT, mib=total * 3 // 4)

    assert report.verdict == "IE", report.to_json()
    assert "GPU memory" in report.message.en


def test_memory_that_a_neighbour_took_is_our_fault(
    gpu_grader: Grader, inventory: Inventory, monkeypatch: pytest.MonkeyPatch
):
    """Memory runs out within the share because others hold more than theirs: graded again, then IE."""
    _be_impatient(gpu_grader, monkeypatch)
    total = inventory.devices()[0].capacity_bytes // MIB
    needs.require_hardware("exactly one GPU", len(inventory.devices()) == 1, "another device would serve")
    source = RIGHT.replace(
        "    return a.to",
        "    __import__('time').sleep(20)\n"
        f'    torch.empty({total * 3 // 5} << 20, dtype=torch.uint8, device="cuda")\n'
        "    return a.to",
    )
    hogs: list[_Hog] = []

    def on_event(event: Event) -> None:
        if event.kind == "started" and not hogs:
            hogs.append(_Hog(total // 2))

    try:
        files = {"solution.py": source.encode()}
        report = grade(bundle(total * 3 // 4), files, grader=gpu_grader, on_event=on_event)
    finally:
        for hog in hogs:
            hog.close()

    assert report.verdict == "IE", report.to_json()


def test_shares_of_one_device_run_side_by_side(gpu_grader: Grader):
    """Two small shares do not wait for each other."""
    source = RIGHT.replace("    return a.to", "    __import__('time').sleep(3)\n    return a.to")
    verdicts: list[str] = []
    threads = [
        threading.Thread(target=lambda: verdicts.append(outcome(gpu_grader, source).verdict))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verdicts == ["AC", "AC"]


class _Hog:
    """A foreign process that holds so many MiB of the first device."""

    def __init__(self, mib: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", HOG, str(mib)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"

    def close(self) -> None:
        """Let go of it."""
        self._process.communicate()

    def __enter__(self) -> _Hog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _be_impatient(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for memory that others hold for two seconds instead of a minute."""
    assert grader.bench is not None
    assert isinstance(grader.bench.slots, GpuSlots)
    monkeypatch.setattr(grader.bench.slots, "patience_s", 2.0)
