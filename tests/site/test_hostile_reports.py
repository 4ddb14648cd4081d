"""Pages of hostile submissions: whatever a cell wrote is text on them, and secrets are nowhere."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import msgspec
import pytest

from graders.grading import Grader
from graders.report import student_view
from seodang.models import DONE, Exercise, User, now
from tests.attacks import answering, exercise as target, forging, snooping, tampering
from tests.attacks.probe import Probe

from .conftest import Actor
from .factories import make_submission

MARKUP = ("<script>alert", "<img", "onerror=alert(1)>")
#: control characters, direction marks, surrogates: what moves a cursor or turns a line around
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PROBES = [
    probe
    for probe in (*forging.PROBES, *snooping.PROBES, *answering.PROBES, *tampering.PROBES)
    if probe.name.startswith(("P01", "P09", "P13", "P16", "P39", "P42", "X23-trace-of", "X24"))
]
LOUD = Probe(
    "X24-loud",
    "print('</pre><script>alert(1)</script>\\x1b]0;title\\x07\\u202e\\x00=1+1')\n"
    "import sys; print('<img src=x onerror=alert(1)>', file=sys.stderr)\n"
    "def scale(x):\n    raise type('<script>alert(2)</script>', (Exception,), {})('<img src=y>')\n",
    "RTE",
)


@pytest.mark.parametrize("probe", [*PROBES, LOUD], ids=lambda probe: probe.name)
def test_page_of_a_hostile_submission_is_text(
    grader: Grader, auth: Actor, student: User, exercise: Exercise, probe: Probe
) -> None:
    """In both languages: no markup but our own, no character that acts, no secret; so too for scripts."""
    report = grader.grade(target.task(probe.task), {"solution.py": probe.source.encode()})
    view = student_view(report)
    columns: dict[str, Any] = {"verdict": view["verdict"], "score": report.score, "points": report.points}
    row = make_submission(
        student,
        exercise,
        state=DONE,
        finished_at=now(),
        max_points=report.max_points,
        report=msgspec.to_builtins(report),
        files={"solution.py": "x = 1"},
        **columns,
    )
    for lang in ("en", "ko"):
        headers = {"Accept-Language": lang}
        page = auth.get(f"/submissions/{row.id}", headers=headers)
        status = auth.get(f"/submissions/{row.id}/status", headers=headers)
        told = json.dumps(status.json, ensure_ascii=False)

        assert (page.status_code, status.status_code) == (200, 200)
        assert "alert(1)" not in probe.source or "alert(1)" in html.unescape(page.text), (
            "it is shown, as text"
        )
        assert not any(mark in page.text for mark in MARKUP)
        assert UNSEEN.findall(page.text) == []
        assert UNSEEN.findall(told) == []
        assert target.leaks(html.unescape(page.text) + told) == []
