"""Room below the limits: a right solution that needs most of them would fail on a slower machine.

Only what does not depend on what else the machine does is held to it: processor time and memory.
"""

from __future__ import annotations

from graders.manifest import Limits
from graders.problems import Problem
from graders.report import Report

#: how many times what a right solution takes has to fit into a limit
ROOM = 3
_MIB = 1 << 20


def without_room(solution: str, report: Report, limits: Limits) -> list[Problem]:
    """A problem for each limit of which this solution takes more than a third, in either phase."""
    phases = (report.usage, report.hidden_usage)
    taken = {
        "cpu_s": max(phase.cpu_s for phase in phases),
        "memory_mib": max(phase.peak_bytes for phase in phases) / _MIB,
    }
    return [
        Problem.of(
            solution,
            f"limits.{name}",
            "no_room",
            limit=name,
            taken=f"{amount:.3g}",
            allowed=f"{getattr(limits, name):g}",
        )
        for name, amount in taken.items()
        if amount * ROOM > getattr(limits, name)
    ]
