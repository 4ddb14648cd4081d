from __future__ import annotations

from typing import Any

import msgspec
import pytest

from graders import messages
from graders.events import CheckFinished, CheckStarted, Event
from graders.ledger import Ledger
from graders.messages import Text
from graders.report import CheckResult
from graders.verdicts import Verdict, overall
from sandbox.cells import CellExit
from tests.graders import samples

FINE = CellExit(reason="stopped")
CHECKS = samples.bundle().checks


def finished(test: str = "test_small", **changed: Any) -> messages.CheckFinished:
    """A failed check, changed."""
    return msgspec.structs.replace(
        messages.CheckFinished(test, "failed", "WA", Text("check.words", {"text": "no"}), cell=1), **changed
    )


def told(*said: messages.Message | bytes, events: list[Event] | None = None) -> Ledger:
    """A ledger that heard these messages."""
    ledger = Ledger(CHECKS, CHECKS, events.append if events is not None else None)
    for message in said:
        ledger.receive(message if isinstance(message, bytes) else messages.encode(message))
    return ledger


def closed(ledger: Ledger, *cells: CellExit, grader: CellExit = FINE) -> list[CheckResult]:
    """Its results, the cells having ended like this."""
    return ledger.close(grader, cells or [FINE, FINE])


def test_points_come_from_the_manifest():
    """A passed check earns its entry's points, whatever else was said."""
    ledger = told(
        finished(outcome="passed", verdict=""),
        finished("test_large", outcome="passed", verdict=""),
        messages.Done(),
    )
    results = closed(ledger)

    assert [(r.points, r.max_points) for r in results] == [(1, 1), (3, 3)]
    assert overall(results) == Verdict.AC
    assert not ledger.fault(FINE)


@pytest.mark.parametrize(
    "forged",
    [
        b"\xc1",
        b"",
        msgspec.msgpack.encode(
            {"type": "check_finished", "test": "test_small", "outcome": "passed", "score": 9}
        ),
        msgspec.msgpack.encode({"type": "check_finished", "test": "test_small", "outcome": 1}),
        msgspec.msgpack.encode(
            {"type": "check_finished", "test": "test_small", "outcome": "passed", "calls": True}
        ),
        msgspec.msgpack.encode({"type": "grade", "points": 100}),
        messages.encode(finished("test_secret")),
        messages.encode(finished(outcome="perfect")),
        messages.encode(finished(verdict="AC")),
        messages.encode(finished(verdict="XX")),
        messages.encode(finished(verdict="ST")),
        messages.encode(finished(duration_s=float("nan"))),
        messages.encode(finished(duration_s=float("inf"))),
        messages.encode(finished(duration_s=-1.0)),
        messages.encode(finished(calls=-1)),
        messages.encode(finished(cell=-1)),
        messages.encode(finished(detail={"x": float("nan")})),
        messages.encode(finished(detail={"x": 2**64 - 1})),
        messages.encode(finished(detail={"x": [[[[[[[[[[1]]]]]]]]]]})),
        messages.encode(finished(detail={"x": list(range(5000))})),
        messages.encode(finished(message=Text("no.such.phrase"))),
        messages.encode(finished(message=Text("check.passed", more=(Text("check.passed"),) * 100))),
        messages.encode(messages.Live("test_small", "loss", 0, float("inf"))),
        messages.encode(messages.Variant({})),
        b"\x81" + b"\xa4type" + b"\x91" * 100_000,
    ],
)
def test_forged_message_voids_the_grading(forged: bytes):
    """Anything an honest grader cell never sends ends in our failure: no points, no earlier results."""
    ledger = told(finished("test_large", outcome="passed", verdict=""), forged, messages.Done())
    results = closed(ledger)

    assert ledger.violation
    assert ledger.fault(FINE)
    assert [r.points for r in results] == [0, 0]
    assert {r.verdict for r in results} == {"IE"}


def test_check_that_ends_twice_voids_the_grading():
    """A second result for one check is forged, as is anything after the last message."""
    assert told(finished(), finished()).violation
    assert told(messages.CheckStarted("test_small"), messages.CheckStarted("test_small")).violation
    assert told(messages.Done(), finished()).violation
    assert told(finished(), messages.CheckStarted("test_small")).violation


def test_message_over_a_mebibyte_voids_the_grading():
    """Size is bounded before anything is decoded."""
    assert told(b"\x00" * (2**20 + 1)).violation


def test_texts_are_cleaned_and_cut():
    """Control characters and bidirectional marks never reach a report; long texts are cut."""
    text = "a\x00\x1b[31m\u202e\x85b" + "x" * 10_000
    (first, _) = closed(told(finished(message=Text("check.words", {"text": text}), detail={"k\x00": text})))

    assert first.message.en.startswith("a[31mb")
    assert len(first.message.en) <= 4096
    assert first.detail is not None
    assert list(first.detail) == ["k"]
    assert not set("\x00\x1b\u202e\x85") & set(first.detail["k"])


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        ("time", "TLE"),
        ("cpu", "TLE"),
        ("memory", "MLE"),
        ("output", "OLE"),
        ("exit", "RTE"),
        ("violation", "IR"),
    ],
)
def test_how_the_cell_ended_wins_over_what_was_said(reason: str, verdict: str):
    """The check during which a cell ended gets the verdict of that end, seen from outside, never IE."""
    for said in ("RTE", "IR", "IE"):
        outcome = "error" if said == "IE" else "failed"
        ledger = told(finished(outcome=outcome, verdict=said), messages.Done())
        first = closed(ledger, CellExit(reason=reason, limit=2.0, wall_s=2.5))[0]

        assert (first.outcome, first.verdict) == ("failed", verdict)


def test_check_that_ended_before_the_limit_keeps_its_result():
    """A cell's end is charged to the last check it served; a wrong answer given before stays one."""
    ledger = told(
        finished(outcome="passed", verdict=""),
        finished("test_large", outcome="failed", verdict="WA"),
        messages.Done(),
    )
    results = closed(ledger, CellExit(reason="time"))

    assert [r.verdict for r in results] == ["", "WA"]


def test_failing_example_survives_the_search_for_a_smaller_one():
    """A check that never ended counts with the example it had, marked as cut."""
    failing = messages.CheckFailing(
        "test_small", "failed", "WA", Text("check.words", {"text": "no"}), {"got": 1}
    )
    first, second = closed(told(messages.CheckStarted("test_small"), failing), grader=CellExit("time"))

    assert (first.verdict, first.detail) == ("WA", {"got": 1, "shrink": "cut"})
    assert second.verdict == "IE"


def test_grader_cell_that_ends_early_is_our_failure():
    """Results sent before stay; what is missing is an internal error that says how the cell ended."""
    ledger = told(finished(outcome="passed", verdict=""))
    grader = CellExit("signal", signal=9)
    results = closed(ledger, grader=grader)

    assert [r.verdict for r in results] == ["", "IE"]
    assert "signal 9" in ledger.fault(grader).en


def test_tests_and_entries_must_agree():
    """A test without an entry, or an entry without a result, is an internal error that names it."""
    unlisted = told(messages.Collected(["test_small", "test_large", "test_new"]), messages.Done())
    results = closed(told(finished(outcome="passed", verdict=""), messages.Done()))

    assert "test_new" in unlisted.fault(FINE).en
    assert results[1].verdict == "IE"
    assert "test_large" in results[1].message.en


def test_events_of_hidden_checks_come_together_at_the_end():
    """When a hidden check began and ended is not told: a submission could choose it by what it is given."""
    events: list[Event] = []
    hidden = next(check.test for check in CHECKS if check.visibility == "hidden")
    public = next(check.test for check in CHECKS if check.visibility == "public")
    ledger = told(messages.CheckStarted(public), finished(public), events=events)
    before = len(events)
    ledger.receive(messages.encode(messages.CheckStarted(hidden)))
    ledger.receive(messages.encode(finished(hidden)))
    held = len(events)
    ledger.receive(messages.encode(messages.Done()))
    ledger.close(FINE, [FINE, FINE])

    assert held == before
    assert [type(event) for event in events[before:]] == [CheckStarted, CheckFinished]


def test_events_are_told_once():
    """A repetition of the grading with the same record tells nothing again."""
    events: list[Event] = []
    announced: set[Any] = set()
    for _ in range(2):
        ledger = Ledger(CHECKS, CHECKS, events.append, announced)
        ledger.receive(messages.encode(messages.CheckStarted("test_small")))
        ledger.receive(messages.encode(finished()))

    assert [type(e) for e in events if isinstance(e, (CheckStarted, CheckFinished))] == [
        CheckStarted,
        CheckFinished,
    ]


def test_internal_error_wins_over_any_other_verdict():
    """No submission loses an attempt by a check that broke; CE comes next, then the first failing check."""

    def verdict(*said: str) -> Verdict:
        return overall(
            CheckResult("t", CHECKS[0].title, "public", "failed" if v else "passed", v, 0, 1) for v in said
        )

    assert verdict("WA", "IE") == Verdict.IE
    assert verdict("RTE", "CE") == Verdict.CE
    assert verdict("", "TLE", "WA") == Verdict.TLE
    assert verdict("", "") == Verdict.AC


def test_stopped_grading_forgets_hidden_checks():
    """Where the student stopped it, public results stay; a hidden one did not run, and no event told."""
    events: list[Event] = []
    ledger = told(
        messages.CheckStarted("test_large"),
        finished("test_large", outcome="passed", verdict=""),
        finished(outcome="passed", verdict=""),
        events=events,
    )
    results = ledger.close(FINE, [FINE], stopped=True)

    assert [(r.test, r.outcome, r.points) for r in results] == [
        ("test_small", "passed", 1),
        ("test_large", "not_run", 0),
    ]
    assert not ledger.fault(FINE, stopped=True)
    assert all(event.result.test == "test_small" for event in events if isinstance(event, CheckFinished))
    assert not any(isinstance(event, CheckStarted) for event in events)
