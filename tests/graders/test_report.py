from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from graders.bilingual import Bilingual
from graders.manifest import Limits
from graders.report import CheckResult, Output, Replay, Report, Usage, from_json, student_view

GOLDEN = Path(__file__).parent / "golden" / "report.json"
DOCUMENT = Path(__file__).parents[2] / "docs" / "report-format.md"
SECRET = "CANARY-4711"


def check(test: str, visibility: Any, outcome: Any, verdict: str, points: int) -> CheckResult:
    """A check's result with something to keep secret in each free field."""
    return CheckResult(
        test=test,
        title=Bilingual("Small numbers", "작은 수"),
        visibility=visibility,
        outcome=outcome,
        verdict=verdict,
        points=points,
        max_points=2,
        hint=Bilingual("Multiply.", "곱하세요."),
        message=Bilingual(f"{SECRET} expected 4, got 5", f"{SECRET} 기댓값 4, 결과 5"),
        detail={"kind": "value", "expected": SECRET, "got": 5},
        duration_s=0.01234,
        calls=3,
    )


def report(*checks: CheckResult, verdict: str = "WA", **changed: Any) -> Report:
    """A report of these checks."""
    points = sum(c.points for c in checks)
    made = Report(
        schema=1,
        exercise="demo/double",
        version="0f" * 32,
        mode="submit",
        verdict=verdict,
        score=points / max(sum(c.max_points for c in checks), 1),
        points=points,
        max_points=sum(c.max_points for c in checks),
        message=Bilingual("", ""),
        checks=list(checks),
        usage=Usage(0.12345, 0.0678, 5_000_000),
        hidden_usage=Usage(4711.0, 4711.0, 4711),
        output=Output("printed\n", "", 8, 0),
        replay=Replay("0f" * 32, "sha256:00", {"python": "3.11.7"}, 47114711, Limits(), "linux-x86_64-2cpu"),
        diagnosis=SECRET,
    )
    return msgspec.structs.replace(made, **changed)


def documented(heading: str) -> list[str]:
    """First column of the first table below a heading of the document."""
    text = DOCUMENT.read_text()
    section = text[text.index(f"## {heading}\n") :].split("\n##")[0]
    table = next(part for part in section.split("\n\n") if part.startswith("|"))
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_json_is_the_golden_one():
    """The JSON of a report changes on purpose only: with its schema version and its document."""
    made = report(
        check("test_small", "public", "failed", "WA", 0), check("test_large", "hidden", "passed", "", 2)
    )

    assert msgspec.json.format(made.to_json(), indent=2).decode() + "\n" == GOLDEN.read_text()
    assert from_json(GOLDEN.read_text()) == made


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Report", Report), ("A check", CheckResult), ("Usage", Usage), ("Output", Output), ("Replay", Replay)],
)
def test_every_key_is_documented(heading: str, kind: type[msgspec.Struct]):
    """docs/report-format.md lists exactly the keys of each object."""
    assert sorted(documented(heading)) == sorted(kind.__struct_fields__)


def test_every_key_a_student_sees_is_documented():
    """The document lists exactly the keys of a student's report; its checks have all of theirs."""
    view = student_view(report(check("test_small", "public", "failed", "WA", 0)))

    assert documented("What a student sees") == list(view)
    assert set(view["checks"][0]) == set(CheckResult.__struct_fields__)


def test_student_sees_nothing_of_a_hidden_check_but_passed_or_failed():
    """Whatever a hidden check says or used, the student's report is the same byte for byte."""
    views = []
    for outcome, verdict in (("failed", "WA"), ("failed", "TLE"), ("failed", "RTE"), ("not_run", "")):
        hidden = check("test_large", "hidden", outcome, verdict, 0)
        made = report(check("test_small", "public", "passed", "", 2), hidden, verdict=verdict or "WA")
        views.append(msgspec.json.encode(student_view(made)))

    assert len(set(views)) == 1
    view = msgspec.json.decode(views[0])
    assert view["verdict"] == "WA"
    assert view["checks"][1] == {
        "test": "test_large",
        "title": {"en": "Small numbers", "ko": "작은 수"},
        "visibility": "hidden",
        "outcome": "failed",
        "verdict": "WA",
        "points": 0,
        "max_points": 2,
        "hint": {"en": "Multiply.", "ko": "곱하세요."},
        "message": {"en": "", "ko": ""},
        "detail": None,
        "duration_s": 0.0,
        "calls": 0,
    }


def test_student_never_sees_seed_diagnosis_and_hidden_usage():
    """The secret parts of a report are in none of its values."""
    hidden = check("test_large", "hidden", "failed", "TLE", 0)
    view = msgspec.json.encode(student_view(report(hidden, verdict="IE", message=Bilingual(SECRET, SECRET))))

    assert SECRET.encode() not in view
    assert b"4711" not in view


@pytest.mark.parametrize(
    ("public", "verdict", "shown"),
    [("failed", "RTE", "RTE"), ("passed", "TLE", "WA"), ("passed", "AC", "AC"), ("passed", "IE", "IE")],
)
def test_verdict_a_student_sees_depends_on_public_checks(public: str, verdict: str, shown: str):
    """A failure on hidden checks alone is a wrong answer, however it came about."""
    first = check("test_small", "public", public, verdict if public == "failed" else "", 0)
    hidden = check("test_large", "hidden", "passed" if verdict == "AC" else "failed", verdict, 0)

    assert student_view(report(first, hidden, verdict=verdict))["verdict"] == shown


def test_times_a_student_sees_are_coarse():
    """Times are rounded to 10 ms and memory to a mebibyte."""
    view = student_view(report(check("test_small", "public", "failed", "WA", 0)))

    assert view["usage"] == {"wall_s": 0.12, "cpu_s": 0.07, "peak_bytes": 4 * 2**20}
    assert view["checks"][0]["duration_s"] == 0.01
