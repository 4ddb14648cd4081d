"""What a review of the walls found: each was once possible."""

from __future__ import annotations

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
