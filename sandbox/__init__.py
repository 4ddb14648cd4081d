"""The sandbox: runs code it does not understand, and says how it ended.

Theory of operation. An *owner* (a worker, the command line) holds a *boundary*: two *fork
servers*, processes with heavy libraries imported and warmed up, behind namespaces of
their own. One forks *grader cells*, the other *submission cells*; they are executed
separately, so that a submission learns nothing of a grader's memory layout. A *session* is
one grader cell and the submission cells it asks for.

    owner ──control socket──► fork server ──fork──► cell
      │◄──status socket, one a cell (Started, Ended / End)──┘
      │◄──stdout, stderr, trace: pipes, drained and capped─────┘
      └──line: Emit, Open, Lost, Finish──► grader cell ◄──socket pair──► submission cell

A cell is closed before it reads its payload: own namespaces, a read-only root without
/proc, a small work directory, resource limits, no capabilities, Landlock, an allow-list of
system calls. Memory and time are watched from outside. When the owner dies, sockets close
and the kernel ends everything.

Nothing here knows what an exercise is; what the cells run is configured by name.
"""

import logging

from sandbox.cells import CellExit
from sandbox.choice import SandboxChoice
from sandbox.control import GraderControl
from sandbox.errors import BoundaryFailed, BoundaryUnavailable, CellsExhausted, SandboxError
from sandbox.layers import Layer
from sandbox.policy import CellLimits

# A library's place: whoever runs it decides where its log goes, and a terminal stays clean.
logging.getLogger(__name__).addHandler(logging.NullHandler())


def doctor() -> list[Layer]:
    """Every layer of the sandbox on this machine, active or missing, and why."""
    from sandbox.checkup import examine  # noqa: PLC0415  # cells import this package and never need it

    return examine()


__all__ = [
    "BoundaryFailed",
    "BoundaryUnavailable",
    "CellExit",
    "CellLimits",
    "CellsExhausted",
    "GraderControl",
    "Layer",
    "SandboxChoice",
    "SandboxError",
    "doctor",
]
