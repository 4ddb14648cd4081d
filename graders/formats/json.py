"""Reports as JSON for other programs; docs/report-format.md describes every key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from graders.formats.sheet import View
from graders.report import Report


def format_reports(graded: Sequence[tuple[str, Report]], view: View = "author") -> str:
    """One report as itself; several as a list that says which file each is about."""
    shown: list[tuple[str, Any]] = [
        (name, report.student_view() if view == "student" else report) for name, report in graded
    ]
    if len(shown) == 1:
        data = msgspec.json.encode(shown[0][1])
    else:
        data = msgspec.json.encode([{"file": name, "report": report} for name, report in shown])
    return msgspec.json.format(data, indent=2).decode()


def report_schema() -> dict[str, Any]:
    """The JSON Schema of a whole report (https://json-schema.org, draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Seodang report",
        **msgspec.json.schema(Report),
    }
