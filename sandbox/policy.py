"""Limits and controls of a cell, as data."""

from __future__ import annotations

import msgspec

MIB = 2**20

#: Controls a cell applies to itself, by their ids in docs/security.md.
CELL_CONTROLS = frozenset(
    {"C02", "C05", "C06", "C07", "C08", "C12", "C13", "C14", "C15", "C16", "C17", "C18", "C20", "C37"}
)


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


class CellPolicy(msgspec.Struct, frozen=True):
    """Which controls a cell closes itself with; anything but all of them is for tests only."""

    controls: frozenset[str] = CELL_CONTROLS

    def has(self, control: str) -> bool:
        """Whether `control` is on."""
        return control in self.controls
