"""A grading that its student stops."""

from __future__ import annotations

import threading

from graders.events import CheckFinished, CheckStarted, Event, Live
from graders.grading import Grader
from graders.report import Report
from tests.graders import samples

MANIFEST = (
    samples.MANIFEST
    + """
[[checks]]
test = "test_slow"
points = 2
title = { en = "Slow", ko = "느림" }
hint = { en = "Wait.", ko = "기다리세요." }
"""
)
CHECKS = (
    samples.CHECKS
    + """
def test_slow(submission, live):
    submission.train(live)
"""
)
#: trains for longer than anybody waits
SLOW = (
    samples.RIGHT
    + b"""
import time

def train(log):
    for step in range(150):
        log(loss=1 / (1 + step), step=step)
        time.sleep(0.01)
"""
)


def stopped_at(
    grader: Grader, wanted: type[Event], test: str, checks: str = CHECKS
) -> tuple[Report, list[Event]]:
    """The report of a slow training that is stopped at this event, and its events."""
    bundle = samples.bundle(exercise__toml=MANIFEST, checks__py=checks)
    stop, told = threading.Event(), []

    def on_event(event: Event) -> None:
        told.append(event)
        about = event.result.test if isinstance(event, CheckFinished) else getattr(event, "test", "")
        if isinstance(event, wanted) and about == test:
            stop.set()

    report = grader.grade(bundle, {"solution.py": SLOW}, 1, on_event, stop=stop)
    return report, told


def test_stopped_training_keeps_what_had_ended(grader: Grader) -> None:
    """Checks that had ended keep their points, the others did not run, and nobody is at fault."""
    report, told = stopped_at(grader, Live, "test_slow")

    assert report.verdict == "ST"
    assert report.stopped
    assert not report.accepted
    assert [(check.test, check.outcome, check.points) for check in report.checks] == [
        ("test_small", "passed", 1),
        ("test_slow", "not_run", 0),
        ("test_large", "not_run", 0),
    ]
    assert (report.points, report.max_points, report.diagnosis) == (1, 6, "")
    assert report.message
    assert any(isinstance(event, CheckStarted) and event.test == "test_slow" for event in told)


def test_stopped_training_keeps_its_curve(grader: Grader) -> None:
    """What had been drawn before the end is in the report."""
    report, _ = stopped_at(grader, Live, "test_slow")
    (curve,) = report.curves

    assert (curve.test, curve.name) == ("test_slow", "loss")
    assert curve.steps == list(range(curve.drawn))
    assert 1 <= curve.drawn < 150


def test_student_of_a_stopped_grading_learns_nothing_of_hidden_checks(grader: Grader) -> None:
    """A hidden check of a stopped grading did not run, whatever had ended at that moment."""
    report, _ = stopped_at(grader, Live, "test_slow")
    hidden = [check for check in report.student_view()["checks"] if check["visibility"] == "hidden"]

    assert [(check["outcome"], check["verdict"], check["points"]) for check in hidden] == [("not_run", "", 0)]


def test_stop_hides_no_broken_check(grader: Grader) -> None:
    """Where a check had failed by its own fault, the grading is ours to answer for, stopped or not."""
    broken = CHECKS.replace("def test_small(submission", "def test_small(no_such_fixture, submission")
    assert broken != CHECKS
    report, _ = stopped_at(grader, Live, "test_slow", broken)

    assert (report.verdict, report.points) == ("IE", 0)
    assert report.checks[0].outcome == "error"
    assert "no_such_fixture" in report.checks[0].message.en


def test_stop_before_the_beginning_runs_nothing(grader: Grader) -> None:
    """A grading that is stopped before it has a cell opens none."""
    stop = threading.Event()
    stop.set()
    report = grader.grade(samples.bundle(), {"solution.py": samples.RIGHT}, 1, stop=stop)

    assert report.verdict == "ST"
    assert {check.outcome for check in report.checks} == {"not_run"}
    assert report.usage.wall_s == 0


def test_stop_after_the_end_changes_nothing(grader: Grader) -> None:
    """Whoever stops when all is said gets the report of a grading that nobody stopped."""
    stop = threading.Event()

    def on_event(event: Event) -> None:
        if isinstance(event, CheckFinished) and event.result.test == "test_large":
            stop.set()

    report = grader.grade(samples.bundle(), {"solution.py": samples.RIGHT}, 1, on_event, stop=stop)

    assert report.verdict == "AC"
