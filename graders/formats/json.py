"""Reports as JSON for other programs; docs/report-format.md describes every key."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from graders.report import Report


def format_reports(graded: Sequence[tuple[str, Report]]) -> str:
    """One report as itself; several as a list that says which file each is about."""
    if len(graded) == 1:
        data = msgspec.json.encode(graded[0][1])
    else:
        data = msgspec.json.encode([{"file": name, "report": report} for name, report in graded])
    return msgspec.json.format(data, indent=2).decode()
