"""What runs inside a laboratory's fork servers before their first fork: secrets in every corner of them."""

from __future__ import annotations

import ctypes
import os
import tempfile
from typing import Any

from sandbox.cell.launch import CellFds
from sandbox.forkserver import ForkServer

#: A variable that owners pass on to their fork servers; how the secret gets into one.
CARRIER = "OPENBLAS_L2_SIZE"
#: A descriptor that no server should have open, far from those it uses.
FORGOTTEN = 150
_PR_SET_NAME = 15

_payloads: list[bytes] = []


def plant() -> None:
    """The secret as name of the process and in a descriptor left open; a random sequence already begun."""
    secret = os.environ[CARRIER].encode()
    ctypes.CDLL(None).prctl(_PR_SET_NAME, secret, 0, 0, 0)
    forgotten = os.memfd_create("forgotten")
    os.write(forgotten, secret)
    os.dup2(forgotten, FORGOTTEN)
    os.close(forgotten)
    next(tempfile._get_candidate_names())  # type: ignore[attr-defined]  # what C37 renews


def plant_and_read_payloads() -> None:
    """Remove C36: a server that reads each payload and keeps it, as a cache might."""
    plant()
    fork = ForkServer._fork

    def read_and_fork(self: ForkServer, spawn: Any, status: Any, fds: CellFds) -> None:
        _payloads.append(os.pread(fds.payload, 1 << 20, 0))
        fork(self, spawn, status, fds)

    ForkServer._fork = read_and_fork  # type: ignore[method-assign]
