"""A report as Gradescope's results.json.

Source: Gradescope's autograder specification, "Output format"
(https://gradescope-autograders.readthedocs.io/en/latest/specs/). Its fields are documented there; it
publishes no schema.
"""

from __future__ import annotations

import json
from typing import Any

from graders.formats.sheet import Case, Sheet


def format_gradescope(sheet: Sheet) -> str:
    """The results of one submission; empty where grading failed by our fault.

    Gradescope calls a run without results a failed autograder and takes no points for it, which is what a
    failure of ours has to be.
    """
    if sheet.ours:
        return ""
    results: dict[str, Any] = {
        "score": sheet.points,
        "execution_time": round(sheet.usage.wall_s),
        "output": "\n".join(part for part in (sheet.verdict_name, sheet.message, *_advice(sheet)) if part),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": {"exercise": sheet.exercise, "version": sheet.version, "verdict": sheet.verdict},
        "tests": [_test(case, number, sheet) for number, case in enumerate(sheet.cases, start=1)],
    }
    return json.dumps(results, ensure_ascii=False, indent=2) + "\n"


def _advice(sheet: Sheet) -> list[str]:
    return [f"{each.place.file}:{each.place.line}: {each.text}" for each in sheet.advice]


def _test(case: Case, number: int, sheet: Sheet) -> dict[str, Any]:
    return {
        "name": case.title,
        "number": str(number),
        "score": case.points,
        "max_score": case.max_points,
        "status": "passed" if case.passed else "failed",
        "output": case.text or ("" if case.passed else sheet.message),
        "visibility": "after_due_date" if case.visibility == "after_due" else "visible",
        "extra_data": {"test": case.test, "outcome": case.outcome, "verdict": case.verdict},
    }
