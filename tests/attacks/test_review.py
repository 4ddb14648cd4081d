"""What a review of the walls found: each was once possible."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graders.grading import Grader
from tests.attacks import exercise
from tests.attacks.attempt import attempt

#: both streams at once, again and again, and then one of them alone with more than a pipe holds
TWO_STREAMS = """
import os, time
for _ in range(40):
    os.write(1, b"out")
    os.write(2, b"err")
    time.sleep(0.005)
time.sleep(0.1)
for _ in range(60):
    os.write(2, b"x" * 4096)
"""

#: the machine's threads and free memory, which a neighbour can move
COUNTERS = """
import ctypes
libc, seen = ctypes.CDLL(None, use_errno=True), ctypes.create_string_buffer(256)
if libc.syscall(99, seen) == 0 or any(seen.raw):
    raise SystemExit("a cell reads how many threads and pages others have")
"""

#: what a cell does first with the descriptors it was handed, here under high numbers and backwards
ARRANGED = """
import os, sys
sys.path.insert(0, sys.argv[1])
from sandbox.cell import launch
from sandbox.policy import WHOLE
names, given = ("stdout", "stderr", "trace", "payload", "channel", "extra", "proc"), {}
for number, name in enumerate(names):
    file = os.memfd_create(name)
    given[name] = os.dup2(file, int(sys.argv[2]) + len(names) - number)
    os.write(file, name.encode())
report = os.dup2(1, 300)
extra, proc = [given.pop("extra")], given.pop("proc")
count, proc = launch._arrange_descriptors(launch.CellFds(extra=extra, **given), proc, WHOLE.without("C14"))
order = (launch.STDOUT, launch.STDERR, launch.TRACE, launch.PAYLOAD, launch.CHANNEL, launch.EXTRA, proc)
os.write(report, b" ".join(os.pread(fd, 9, 0) for fd in order))
"""


def test_submission_that_prints_on_both_streams_is_read_to_the_end(any_grader: Grader):
    """Output read together with another stream's is no end of it: nothing waits for a full pipe."""
    tried = attempt(any_grader, exercise.bundle(), (TWO_STREAMS + exercise.HONEST).encode())
    output = tried.report.output

    assert tried.report.verdict == "AC", tried.report.checks[0].message.en
    assert (output.stdout_bytes, output.stderr_bytes) == (120, 120 + 60 * 4096)


def test_cell_does_not_read_the_machines_counters(any_grader: Grader):
    """How many threads run and how much memory is free, which a neighbour can spell with, stays outside."""
    tried = attempt(any_grader, exercise.bundle(), (COUNTERS + exercise.HONEST).encode())

    assert tried.report.verdict == "AC", tried.report.checks[0].message.en


def test_hidden_checks_have_the_whole_time_however_long_public_ones_took(any_grader: Grader):
    """A cell that is forked ahead waits on nobody's clock: its time begins with its first check."""
    names = [f"test_{phase}_{number}" for phase in ("public", "hidden") for number in range(4)]
    checks = "".join(f"def {name}(submission): assert submission.scale(1) == 2\n" for name in names)
    plan = tuple((name, 1, name.split("_")[1]) for name in names)
    bundle = exercise.bundle(checks=checks, plan=plan, time_s=3, total_s=4)
    slow = b"import time\ndef scale(x):\n    time.sleep(0.6)\n    return 2 * x\n"

    tried = attempt(any_grader, bundle, slow)

    assert (tried.report.verdict, tried.report.points) == ("AC", 8), tried.report.hidden_usage


@pytest.mark.parametrize("first", [20, 198, 203])
def test_cell_gets_its_own_descriptors_whatever_their_numbers(first: int):
    """None takes another's place on its way, as it could in a server with a hundred cells."""
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-c", ARRANGED, root, str(first)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert told == "stdout stderr trace payload channel extra proc"
