"""A grading without a sandbox: the submission's server in a forked process, the checks' side in this one.

For tests of the protocol only; what they serve is written by themselves.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import textwrap
from collections.abc import Callable

import torch

from graders import messages
from graders.incell.proxy import Cells, Submission
from graders.incell.server import serve
from graders.jobs import SubmissionJob, encode
from sandbox.cells import CellExit
from sandbox.errors import CellsExhausted
from sandbox.wire import Channel

NONCE = b"n" * 16

Serve = Callable[[bytes, Channel], None]


class Halves:
    """Stands in for the grader cell's control: each cell is a forked process with a folder of its own."""

    def __init__(self, source: str = "", *, serve: Serve = serve, replacements: int = 3) -> None:
        self.sent: list[messages.AnyMessage] = []
        self.phases: list[str] = []
        self.left = replacements + 2
        self._payload = encode(SubmissionJob({"solution.py": textwrap.dedent(source).encode()}, nonce=NONCE))
        self._serve = serve
        self._pids: dict[int, int] = {}

    def emit(self, message: bytes) -> None:
        self.sent.append(messages.decode(message))

    def open(self, phase: str) -> Channel:
        if not self.left:
            raise CellsExhausted("no cell left")
        self.left -= 1
        self.phases.append(phase)
        near, far = socket.socketpair()
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            try:
                # A pool of threads that an earlier test made did not survive the fork; using it would hang.
                torch.set_num_threads(1)
                near.close()
                os.chdir(tempfile.mkdtemp())
                self._serve(self._payload, Channel(far.detach()))
            finally:
                os._exit(0)
        far.close()
        channel = Channel(near.detach())
        self._pids[channel.fd] = pid
        return channel

    def lost(self, channel: Channel, why: str) -> CellExit:
        status = self._end(channel)
        if why == "timeout":
            return CellExit("time", wall_s=1.0, limit=0.5)
        if why == "violation":
            return CellExit("violation")
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL:
            return CellExit("signal", signal=os.WTERMSIG(status))
        return CellExit("exit", exit_code=os.waitstatus_to_exitcode(status))

    def finish(self, channel: Channel) -> CellExit:
        self._end(channel)
        return CellExit("stopped")

    def _end(self, channel: Channel) -> int:
        pid = self._pids.pop(channel.fd)
        channel.close()
        os.kill(pid, signal.SIGKILL)
        return os.waitpid(pid, 0)[1]


def submission_of(source: str, *, call_s: float = 5.0, **options: object) -> tuple[Submission, Cells, Halves]:
    """A submission of this source, its cells and their control."""
    halves = Halves(source, **options)  # type: ignore[arg-type]
    cells = Cells(halves, {"public": NONCE, "hidden": NONCE}, call_s)
    cells.start("public")
    return Submission(cells), cells, halves
