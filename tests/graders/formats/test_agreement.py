"""One report, many formats: each tells the same checks with the same outcomes and points."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from graders.formats import FORMATS, Graded, Reader
from graders.formats.json import report_schema
from graders.formats.sheet import View
from graders.formats.terminal import TerminalReport
from tests.graders.formats.reports import REPORTS, graded

SCHEMA = Path(__file__).parents[3] / "docs" / "report.schema.json"
NAMES = [name for name in REPORTS if name != "broken"]

Points = list[tuple[int, int, bool]]


def from_json(each: Graded, view: View) -> Points:
    """Points, most and whether passed, by JSON."""
    checks = json.loads(FORMATS["json"]([each], Reader("en", view)))["checks"]
    return [(check["points"], check["max_points"], check["outcome"] == "passed") for check in checks]


def from_junit(each: Graded, view: View) -> Points:
    """The same by JUnit XML."""
    root = ElementTree.fromstring(FORMATS["junit"]([each], Reader("en", view)))
    points = {found.get("name"): (found.get("value") or "").split("/") for found in root.iter("property")}
    return [
        (*(int(part) for part in points[f"points.{case.get('name')}"]), len(case) == 0)  # type: ignore[misc]
        for case in root.iter("testcase")
    ]


def from_gradescope(each: Graded, view: View) -> Points:
    """The same by Gradescope's results."""
    tests = json.loads(FORMATS["gradescope"]([each], Reader("en", view)))["tests"]
    return [(test["score"], test["max_score"], test["status"] == "passed") for test in tests]


def from_summary(each: Graded, view: View) -> Points:
    """The same by the job summary's table."""
    rows = re.findall(
        r"^\| (\S+) \|.*\| (\d+)/(\d+) \|$", FORMATS["summary"]([each], Reader("en", view)), re.M
    )
    return [(int(points), int(most), mark == "✅") for mark, points, most in rows]


def from_terminal(each: Graded, view: View) -> Points:
    """The same by the terminal."""
    console = Console(file=io.StringIO(), width=100, highlight=False, markup=False, emoji=False)
    TerminalReport(console, "en", view).report(each.name, each.report)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    rows = re.findall(r"^ *([✓✗!–]|ok|x|-) +(\d+)/(\d+) ", text, re.M)
    return [(int(points), int(most), mark in ("✓", "ok")) for mark, points, most in rows]


@pytest.mark.parametrize("view", ["author", "student"])
@pytest.mark.parametrize("tell", [from_junit, from_gradescope, from_summary, from_terminal])
@pytest.mark.parametrize("name", NAMES)
def test_formats_agree(name: str, tell: object, view: View) -> None:
    """Cases and scores are those of the JSON, in its order."""
    (each,) = graded(name)

    assert tell(each, view) == from_json(each, view)  # type: ignore[operator]


def test_the_schema_of_reports_is_published() -> None:
    """docs/report.schema.json is the schema of the code; `python -m graders.formats.schema` prints it."""
    assert json.loads(SCHEMA.read_text()) == report_schema()


@pytest.mark.parametrize("name", REPORTS)
def test_reports_hold_against_their_schema(name: str) -> None:
    """The JSON of every report is what the published schema describes."""
    made, schema = json.loads(FORMATS["json"](graded(name), Reader("en"))), json.loads(SCHEMA.read_text())

    assert list(Draft202012Validator(schema).iter_errors(made)) == []
    assert list(Draft202012Validator(schema).iter_errors({**made, "verdict": 1, "checks": None}))
