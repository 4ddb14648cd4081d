"""How a cell ended, as its owner tells it to others."""

from __future__ import annotations

import msgspec


class CellExit(msgspec.Struct, frozen=True):
    """The end of one cell. Everything but the text fields was measured outside the cell.

    `reason` is "stopped" (ended by us, nothing wrong), "exit" (it ended itself), "signal",
    "time" (wall clock), "cpu", "memory", "gpu_memory", "output" or "violation" (it broke the
    protocol).
    """

    reason: str
    exit_code: int | None = None
    signal: int | None = None
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_bytes: int = 0  #: most memory seen over what it was forked with
    gpu_peak_bytes: int = 0  #: most memory seen on its device; 0 where none could be measured
    gpu_short: bool = False  #: others held so much that it could not have had its share
    limit: float | None = None  #: the limit that was hit, in seconds or bytes
    stack: str = ""  #: where its main thread was when it ran out of time; the cell's own word
    stdout: str = ""  #: the first 64 KiB
    stderr: str = ""
    stdout_bytes: int = 0  #: how much it wrote in all
    stderr_bytes: int = 0
