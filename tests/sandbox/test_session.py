"""A session: what a cell answers, how it ends, and who says so."""

from __future__ import annotations

import pytest

from sandbox import CellLimits
from sandbox.policy import MIB
from tests.sandbox.conftest import ROOMY, Laboratory


def test_answer_arrives_with_what_it_used(laboratory: Laboratory) -> None:
    """A well-behaved cell's answer arrives, and its usage was measured outside it."""
    finding = laboratory.run("result = sum(range(10))")

    assert finding.result == 45
    assert finding.exit.reason == "stopped"
    assert finding.exit.wall_s > 0


def test_each_phase_has_a_cell_of_its_own(laboratory: Laboratory) -> None:
    """Nothing a public cell leaves behind is there for the hidden one."""
    leave = "open('left.txt', 'w').write('x'); import os; result = os.listdir('.')"
    look = "import os; result = os.listdir('.')"

    public, hidden = laboratory.run_phases(
        {"public": leave, "hidden": look}, [("public", 10), ("hidden", 10)]
    )

    assert public.result == ["left.txt"]
    assert hidden.result == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os._exit(3)", "exit"),
        ("import ctypes; ctypes.string_at(0)", "signal"),
        ("import os; os.close(3); import time; time.sleep(30)", "violation"),
        ("import os; os.write(3, b'\\xff' * 64)\nimport time; time.sleep(30)", "violation"),
    ],
    ids=["exit", "segmentation fault", "closes its channel", "writes rubbish"],
)
def test_death_is_told_by_its_cause(laboratory: Laboratory, code: str, reason: str) -> None:
    """However a cell dies, the reason comes from outside it."""
    finding = laboratory.run(code)

    assert finding.answer == {}
    assert finding.exit.reason == reason


def test_sleeping_cell_is_ended_for_time_and_says_where(laboratory: Laboratory) -> None:
    """A cell that does not answer in time is ended, and its stack names the line."""
    finding = laboratory.run("import time\n\ndef nap():\n    time.sleep(60)\n\nnap()", patience_s=0.5)

    assert finding.exit.reason == "time"
    assert "line 4 in nap" in finding.exit.stack


def test_wall_limit_holds_without_the_grader(laboratory: Laboratory) -> None:
    """The fork server ends a cell at its own wall-clock limit, whatever the grader cell waits for."""
    limits = CellLimits(wall_s=0.5, cpu_s=60, memory_bytes=256 * MIB)

    finding = laboratory.run("import time; time.sleep(60)", limits)

    assert (finding.exit.reason, finding.exit.limit) == ("time", 0.5)


def test_processor_limit_cannot_be_ignored(laboratory: Laboratory) -> None:
    """A spinning cell that ignores signals ends at its processor limit."""
    limits = CellLimits(wall_s=60, cpu_s=1, memory_bytes=256 * MIB)
    spin = "import signal\nfor s in (15, 2, 24):\n    signal.signal(s, signal.SIG_IGN)\nwhile True: pass"

    finding = laboratory.run(spin, limits)

    assert (finding.exit.reason, finding.exit.limit) == ("cpu", 1)


def test_allocation_over_the_limit_fails_in_the_cell(laboratory: Laboratory) -> None:
    """A single allocation over the limit is refused, so the code sees a MemoryError."""
    finding = laboratory.run("bytearray(2 * 2**30)")

    assert finding.answer["error"] == "MemoryError"


def test_growth_over_the_limit_ends_the_cell(laboratory: Laboratory) -> None:
    """Memory that no resource limit counts, such as mapped files, is seen by the watchdog."""
    limits = CellLimits(wall_s=60, cpu_s=60, memory_bytes=64 * MIB, disk_bytes=512 * MIB)
    hoard = """
    import mmap
    file = open("big", "w+b")
    file.truncate(200 * 2**20)
    pages = mmap.mmap(file.fileno(), 200 * 2**20)
    def hoard():
        for i in range(0, 200 * 2**20, 4096):
            pages[i] = 1
        __import__("time").sleep(30)  # until it is seen
    hoard()
    """

    finding = laboratory.run(hoard, limits)

    assert (finding.exit.reason, finding.exit.limit) == ("memory", 64 * MIB)
    assert finding.exit.peak_bytes > 64 * MIB
    assert "in hoard" in finding.exit.stack


def test_flood_of_output_ends_the_cell(laboratory: Laboratory) -> None:
    """Over 16 MiB of output ends the cell; the first 64 KiB are kept."""
    finding = laboratory.run("while True: print('x' * 1000)")

    assert finding.exit.reason == "output"
    assert finding.exit.limit == 16 * MIB
    assert 0 < len(finding.exit.stdout) <= 64 * 1024


def test_some_output_is_kept_and_cut(laboratory: Laboratory) -> None:
    """Output under the limit is kept to 64 KiB and counted in full."""
    finding = laboratory.run("print('y' * 200_000)")

    assert finding.exit.reason == "stopped"
    assert finding.exit.stdout_bytes == 200_001
    assert len(finding.exit.stdout) == 64 * 1024


def test_replacement_cells_run_out(laboratory: Laboratory) -> None:
    """A session opens each phase's cell and three replacements, and no more."""
    die = {"public": "import os; os._exit(1)"}
    script = [("public", 10.0)] * 5

    findings = laboratory.run_phases(die, script, ROOMY)

    assert len(findings) == 4
    assert laboratory.results[-1].grader.reason in ("exit", "stopped")


def test_grader_cell_that_breaks_the_protocol_is_ended(laboratory: Laboratory) -> None:
    """Asking for what was never offered ends the grader cell, and the servers serve on."""
    before = laboratory.boundary.server_pids()

    assert laboratory.run_phases({"public": "result = 1"}, [("unheard of", 1.0)]) == []
    assert laboratory.results[-1].grader.reason == "violation"
    assert laboratory.run("result = 2").result == 2
    assert laboratory.boundary.server_pids() == before


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "cpu"),
        ("while True: print('x' * 1000)", "output"),
        ("import ctypes; ctypes.string_at(0)", "signal"),
    ],
    ids=["processor", "output", "segmentation fault"],
)
def test_cell_that_is_ended_says_where_it_was(laboratory: Laboratory, body: str, reason: str) -> None:
    """Whatever limit ended a cell, its stack names the function, so that a student can be told the line."""
    limits = CellLimits(wall_s=30, cpu_s=1, memory_bytes=64 * MIB)

    finding = laboratory.run(f"def busy():\n    {body}\n\nbusy()", limits)

    assert finding.exit.reason == reason
    assert "in busy" in finding.exit.stack
