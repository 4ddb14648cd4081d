from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from graders.events import CheckFinished, Event, Waiting
from graders.grading import Grader
from graders.report import Report, from_json, student_view
from sandbox.boundary.local import LocalBoundary
from sandbox.errors import BoundaryFailed
from sandbox.session import SessionResult, SessionSpec
from tests.graders import samples

#: writes to every descriptor it has, the channel to the checks among them
NOISY = """
import os

def double(x):
    for fd in range(3, 64):
        try:
            os.write(fd, b"x" * 999)
        except OSError:
            pass
    return 2 * x
"""


def graded(grader: Grader, source: str | bytes, **options: Any) -> Report:
    """The report of one submission to the small exercise."""
    data = source.encode() if isinstance(source, str) else source
    return grader.grade(samples.bundle(), {"solution.py": data}, **options)


def test_right_submission_is_accepted(grader: Grader):
    """Every check passes, all points are earned, and the report survives being stored."""
    report = graded(grader, samples.RIGHT)

    assert (report.verdict, report.score, report.points, report.max_points) == ("AC", 1.0, 4, 4)
    assert [check.outcome for check in report.checks] == ["passed", "passed"]
    assert report.usage.wall_s > 0
    assert report.hidden_usage.wall_s > 0
    assert from_json(report.to_json()) == report


@pytest.mark.parametrize(
    ("source", "verdict", "said"),
    [
        ("def double(x): return x + 1", "WA", ""),
        ("def double(x): raise ValueError('no idea')", "RTE", "no idea"),
        ("import os\ndef double(x): os._exit(0)", "RTE", "exit"),
        ("import sys\nsys.exit(0)", "RTE", ""),
        ("import time\ndef double(x):\n    time.sleep(60)", "TLE", "2.0 s"),
        ("def double(x):\n    while True: pass", "TLE", "2.0 s"),
        ("def double(x): return len(bytearray(2**33))", "MLE", ""),
        ("def double(x):\n    while True: print('x' * 4096)", "OLE", "16 MiB"),
        ("def double(x:\n", "CE", "line 1"),
        ("def triple(x): return 3 * x", "RTE", "triple"),
        (NOISY, "IR", ""),
    ],
)  # fmt: skip
def test_verdict_of_each_way_to_fail(grader: Grader, source: str, verdict: str, said: str):
    """Each way to fail has its verdict, and a text with what there is to know."""
    report = graded(grader, source, mode="run")
    first = report.checks[0]

    assert (report.verdict, first.verdict, report.points) == (verdict, verdict, 0), first.message.en
    assert said in first.message.en
    assert first.message.ko != ""


@pytest.mark.parametrize("source", [b"", b"\xff", b"x = '\x00'", b"# coding: latin-1\n"])
def test_unfit_file_is_refused_before_anything_runs(grader: Grader, source: bytes):
    """The report says which rule the file breaks; no cell is used."""
    report = graded(grader, source)

    assert (report.verdict, report.points, report.usage.wall_s) == ("CE", 0, 0)
    assert "solution.py" in report.message.en
    assert {check.outcome for check in report.checks} == {"not_run"}
    assert student_view(report)["verdict"] == "CE"


def test_run_executes_public_checks_only(grader: Grader):
    """Run is about public checks: neither points nor results of the others."""
    report = graded(grader, samples.RIGHT, mode="run")

    assert [check.test for check in report.checks] == ["test_small"]
    assert (report.mode, report.max_points, report.hidden_usage.wall_s) == ("run", 1, 0)


def test_check_after_the_deadline_waits_for_it(grader: Grader):
    """An after_due check is executed only when asked for."""
    manifest = samples.MANIFEST.replace('"hidden"', '"after_due"')
    bundle = samples.bundle(exercise__toml=manifest)
    now, later = (
        grader.grade(bundle, {"solution.py": samples.RIGHT}, include_after_due=due) for due in (False, True)
    )

    assert [len(report.checks) for report in (now, later)] == [1, 2]


def test_one_seed_gives_one_report(grader: Grader):
    """Two gradings of one record differ in times and usage only."""
    checks = "def test_small(submission, rng):\n    assert submission.double(int(rng.integers(100))) == 0\n"
    bundle = samples.bundle(checks__py=checks + "def test_large(seed):\n    pass\n")
    first, again, other = (grader.grade(bundle, {"solution.py": samples.RIGHT}, seed) for seed in (5, 5, 6))

    assert first.checks[0].message == again.checks[0].message
    assert first.replay == again.replay
    assert first.checks[0].message != other.checks[0].message


def test_events_tell_each_check_when_it_is_known(grader: Grader):
    """Events come in order; of a hidden check they hold passed or failed."""
    events: list[Event] = []
    graded(grader, "def double(x):\n    return 4 if x == 2 else 1/0", on_event=events.append)
    kinds = [event.kind for event in events if event.kind != "waiting"]
    hidden = [event.student_view() for event in events if isinstance(event, CheckFinished)][1]

    assert kinds == ["started", "collected", "check", "check", "check", "check"]
    assert hidden is not None
    assert (hidden["outcome"], hidden["verdict"], hidden["message"]["en"]) == ("failed", "WA", "")


def test_what_a_submission_prints_is_kept_from_the_public_phase(grader: Grader):
    """Output of the hidden cell is in no report; control characters are dropped."""
    source = "def double(x):\n    print('saw', x, '\\x1b[31m')\n    return 2 * x"
    report = graded(grader, source)

    assert report.output.stdout.startswith("saw 2 ")
    assert "\x1b" not in report.output.stdout
    assert str(10**6) not in report.output.stdout


def test_test_without_an_entry_is_an_internal_error(grader: Grader):
    """A grading against an exercise that does not hold together says which test, and costs nothing."""
    bundle = samples.bundle(checks__py=samples.CHECKS + "\ndef test_new(submission):\n    pass\n")
    report = grader.grade(bundle, {"solution.py": samples.RIGHT})

    assert report.verdict == "IE"
    assert "test_new" in report.message.en


def test_broken_checks_are_our_failure(grader: Grader):
    """checks.py that cannot be imported, or a check that breaks, is IE with a diagnosis for the author."""
    report = grader.grade(
        samples.bundle(checks__py="import nothing_of_this_name\n"), {"solution.py": samples.RIGHT}
    )

    assert report.verdict == "IE"
    assert "nothing_of_this_name" in report.to_json().decode()
    assert b"nothing_of_this_name" not in str(student_view(report)["message"]).encode()


def test_grading_waits_for_a_slot_and_says_so(grader: Grader):
    """With every slot taken a grading tells how many are ahead."""
    slow = "import time\ntime.sleep(1.5)\ndef double(x): return 2 * x"
    events: list[Event] = []
    threads = [threading.Thread(target=graded, args=(grader, slow)) for _ in range(grader.slots)]
    for thread in threads:
        thread.start()
    threading.Event().wait(0.4)
    report = graded(grader, samples.RIGHT, on_event=events.append)
    for thread in threads:
        thread.join()

    assert isinstance(events[0], Waiting)
    assert report.verdict == "AC"


@pytest.mark.parametrize(("failures", "verdict"), [(1, "AC"), (2, "IE")])
def test_failed_boundary_is_tried_once_more(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, failures: int, verdict: str
):
    """One failure of the boundary goes unnoticed, a second one in a row is IE."""
    left = [failures]
    real: Callable[..., SessionResult] = LocalBoundary.run

    def run(self: LocalBoundary, spec: SessionSpec, *args: Any, **options: Any) -> SessionResult:
        if left[0]:
            left[0] -= 1
            raise BoundaryFailed("a fork server went away")
        return real(self, spec, *args, **options)

    monkeypatch.setattr(LocalBoundary, "run", run)
    report = graded(grader, samples.RIGHT)

    assert report.verdict == verdict
    assert left == [0]


def test_quiz_is_answered_and_not_graded(grader: Grader):
    """Grading a quiz is a mistake of the caller."""
    with pytest.raises(ValueError, match="quiz"):
        grader.grade(samples.quiz(), {})


def test_a_counter_example_reaches_the_report(grader: Grader):
    """The smallest failing case arrives whole: by name, and with a line that makes it again."""
    checks = """
import torch
from graders import assert_close, given, strategies as st

@given(case=st.conv2d_cases())
def test_small(submission, case):
    x = case["x"]
    want = torch.nn.functional.conv2d(x, *(case[name] for name in ("weight", "bias", "stride", "padding")))
    assert_close(submission.double(**case), want)

def test_large(submission):
    assert True
"""
    source = """
import torch
import torch.nn.functional as F

def double(x, weight, bias, stride, padding):
    return F.conv2d(x, weight, bias, stride, max(padding - 1, 0))
"""
    bundle = samples.bundle(checks__py=checks)
    report = grader.grade(bundle, {"solution.py": source.encode()}, seed=5)
    detail = report.checks[0].detail or {}

    assert detail["shrink"] == "done"
    assert {each["name"]: each["rebuild"] for each in detail["arguments"]} == {
        "x": "torch.tensor([[[[1.0]]]])",
        "weight": "torch.tensor([[[[1.0]]]])",
        "bias": "None",
        "stride": "1",
        "padding": "1",
    }
    assert "padding = 1" in report.checks[0].message.en


def test_no_message_tells_where_the_checks_memory_is(grader: Grader):
    """pytest writes out the objects of an assertion, and messages leave their addresses out."""
    checks = "def test_small(submission, rng):\n    assert submission.double(2) == rng\n"
    bundle = samples.bundle(checks__py=checks + "def test_large(seed):\n    pass\n")
    message = grader.grade(bundle, {"solution.py": samples.RIGHT}).checks[0].message

    assert "Generator(Philox)" in message.en
    assert "0x" not in message.en + message.ko
