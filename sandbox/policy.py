"""Limits and controls of a cell, as data."""

from __future__ import annotations

import msgspec

from sandbox.errors import WeakenedPolicy
from sandbox.gpu.grant import GpuGrant

MIB = 2**20

#: Controls that a policy switches, by their ids in docs/security.md: those of the walls (C03, C04), of a
#: cell, of the watch over it (C18 to C20) and of the owner who reads its output (C21).
CONTROLS = frozenset({f"C{number:02}" for number in (*range(2, 22), 37)})


class CellLimits(msgspec.Struct, frozen=True):
    """What one cell may use before it is ended."""

    wall_s: float  #: seconds from fork to end
    cpu_s: float  #: seconds of processor time, all threads
    memory_bytes: int  #: growth over the fork server's own memory
    output_bytes: int = 16 * MIB  #: stdout and stderr together; more ends the cell
    disk_bytes: int = 32 * MIB  #: size of the work directory
    inodes: int = 512  #: files and folders in the work directory
    threads: int = 16
    descriptors: int = 64
    gpu: GpuGrant | None = None  #: a share of one device; sandbox/gpu says what such a cell has beyond others


class SandboxPolicy(msgspec.Struct, frozen=True):
    """Which controls are on.

    A policy that leaves one out exists to show what that control is good for: boundaries
    refuse it, and only the laboratory of the tests overrides the refusal.
    """

    controls: frozenset[str] = CONTROLS

    def has(self, control: str) -> bool:
        """Whether `control` is on."""
        return control in self.controls

    def without(self, *controls: str) -> SandboxPolicy:
        """The same policy with these controls off; raises `ValueError` for one that no policy switches."""
        if unknown := set(controls) - CONTROLS:
            raise ValueError(f"no such controls: {', '.join(sorted(unknown))}")
        return SandboxPolicy(self.controls - set(controls))

    def require_whole(self) -> SandboxPolicy:
        """This policy, if it leaves nothing out; raises `WeakenedPolicy` naming what is missing otherwise."""
        if missing := CONTROLS - self.controls:
            raise WeakenedPolicy(sorted(missing))
        return self


WHOLE = SandboxPolicy()
