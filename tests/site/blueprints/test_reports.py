"""What a student reads about a grading: while it waits, while it runs, and when it is done."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from graders.bilingual import EMPTY
from graders.manifest import Limits
from graders.report import SCHEMA, CheckResult, Output, Replay, Report, Usage
from seodang.extensions import db
from seodang.models import DONE, QUEUED, RUNNING, Event, Exercise, Submission, User, now
from seodang.services import leases

from ..conftest import Actor
from ..factories import make_submission, make_user

MIB = 2**20


def report(usage: Usage, **check: Any) -> dict[str, Any]:
    """The stored report of a run with one public check."""
    fields: dict[str, Any] = {"outcome": "failed", "verdict": "RTE", "points": 0, "max_points": 1}
    result = CheckResult(test="test_public", title=EMPTY, visibility="public", **(fields | check))
    told = Report(
        SCHEMA,
        "test/double",
        "v",
        "run",
        "RTE",
        0.0,
        0,
        1,
        EMPTY,
        [result],
        usage,
        Usage(),
        Output(),
        Replay("v", "", {}, 1, Limits(), "test"),
    )
    found: dict[str, Any] = msgspec.to_builtins(told)
    return found


def done(user: User, exercise: Exercise, usage: Usage | None = None, **check: Any) -> Submission:
    """A finished run with that report."""
    columns: dict[str, Any] = {"verdict": "RTE", "score": 0.0, "points": 0.0, "max_points": 1.0}
    return make_submission(
        user,
        exercise,
        mode="run",
        state=DONE,
        finished_at=now(),
        report=report(usage or Usage(), **check),
        **columns,
    )


def test_usage_stands_against_its_limits(auth: Actor, student: User, exercise: Exercise) -> None:
    """Each number has its limit in words and as a labelled meter; one near its limit says so."""
    row = done(student, exercise, Usage(wall_s=0.41, cpu_s=57.0, peak_bytes=60 * MIB))
    page = auth.get(f"/submissions/{row.id}").text
    meters = re.findall(r'<meter [^>]*max="([\d.]+)"[^>]*value="([\d.]+)" aria-label="(\w+)"', page)

    assert meters == [("60.0", "0.41", "Time"), ("60.0", "57.0", "Processor"), ("512", "60.0", "Memory")]
    assert "0.41 of 60 s" in page
    assert "60 of 512 MiB" in page
    assert page.count("near the limit") == 1


def test_frames_lead_to_the_shown_text(auth: Actor, student: User, exercise: Exercise) -> None:
    """On the submission's page a frame leads to its line there, on the desk to the editor."""
    text = "Your code raised ValueError: no\n    solution.py, line 2, in double: return 2 * x"
    row = done(student, exercise, message={"en": text, "ko": text})
    page, desk = auth.get(f"/submissions/{row.id}").text, auth.get("/courses/test/exercises/double").text

    assert '<a class="place" href="#source-1-line-2" data-file="solution.py" data-line="2">' in page
    assert 'id="source-1-line-2">    return 2 * x' in page
    assert '<a class="place" href="#source-1" data-file="solution.py" data-line="2">' in desk
    assert 'id="source-1"' in desk


def test_hint_of_a_check_is_folded(auth: Actor, student: User, exercise: Exercise) -> None:
    """What a check hints at is read by those who unfold it."""
    row = done(student, exercise, hint={"en": "Multiply.", "ko": "곱하세요."})
    page = auth.get(f"/submissions/{row.id}").text

    assert '<details class="check__hint"><summary>Hint</summary><p>Multiply.</p></details>' in page


def test_place_in_the_queue(auth: Actor, student: User, exercise: Exercise) -> None:
    """Page, stream and poll tell how many are served before; those for other workers are not counted."""
    others = [make_submission(make_user(f"other-{at}"), exercise) for at in range(3)]
    others[2].queue = "gpu"
    db.session.commit()
    mine = make_submission(student, exercise)
    page = auth.get(f"/submissions/{mine.id}").text
    told = auth.get(f"/submissions/{mine.id}/status").json["events"]

    assert "2 ahead of you" in page
    assert told[-1] == {"id": 0, "kind": "waiting", "data": {"ahead": 2}}
    others[0].state = others[1].state = DONE
    db.session.commit()
    assert "You are next" in auth.get(f"/submissions/{mine.id}").text


@pytest.mark.parametrize(("ended", "words"), [(0, "0 of 2 checks"), (1, "1 of 2 checks")])
def test_progress_of_what_runs(
    auth: Actor, student: User, exercise: Exercise, ended: int, words: str
) -> None:
    """A page that is opened in the middle tells how many checks have ended and for how long it has run."""
    row = make_submission(student, exercise)
    assert row.state == QUEUED
    assert leases.claim() is not None
    db.session.refresh(row)
    row.started_at = now() - timedelta(seconds=42)
    data = {"test": "test_public", "outcome": "passed", "points": 1, "max_points": 1}
    db.session.add_all(Event(submission_id=row.id, kind="check", data=data) for _ in range(ended))
    db.session.commit()
    page = auth.get(f"/submissions/{row.id}").text

    assert row.state == RUNNING
    assert re.search(rf"{words}, 4[234] s", page)


def test_only_the_verdict_is_a_live_region(auth: Actor, student: User, exercise: Exercise) -> None:
    """Rows, subtotals and the place in the queue change unannounced; one sentence tells the end."""
    page = auth.get(f"/submissions/{done(student, exercise).id}").text
    report_part = page[page.index("data-report") : page.index("Files handed in")]

    assert page.count('role="status"') >= 1
    assert "aria-live" not in report_part
    assert 'role="status"' not in report_part
