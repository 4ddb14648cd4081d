"""Nothing that a student sees depends on a hidden input, but for passed or failed."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from graders.events import Event
from graders.grading import Grader
from tests.attacks import exercise

SEED = 20
#: two sets of hidden inputs; the first number of each is what a submission can tell them apart by
ONE, OTHER = (1000.5, 314159.25), (2000.5, 271828.1875)

#: ends in a way that depends on the first hidden number, which is 1000.5 or 2000.5
BY_INPUT = """
import os, sys, time
def scale(x):
    hidden = float(x.max()) > 100
    first = float(x[0, 0])
    if not hidden:
        return 2 * x
    if first < 1500:
        ONE
    OTHER
"""


def by_input(one: str, other: str) -> bytes:
    """A submission, right on public inputs, that does one thing or the other on hidden ones."""
    return BY_INPUT.replace("ONE", one).replace("OTHER", other).encode()


PAIRS = {
    "message": ("raise ValueError(f'input {x.tolist()}')", "raise KeyError(f'input {x.tolist()}')"),
    "exit": ("os._exit(int(first) % 100)", "raise SystemExit(first)"),
    "output": ("print(x.tolist()); return x", "print('y' * 10**5, file=sys.stderr); return x"),
    "flood": ("sys.stdout.write('x' * 2**25); return x", "return x"),
    "kind": ("return None", "return x.double()"),
    "compile": ("compile('(', 'solution.py', 'exec')", "return x"),
    "memory": ("return bytearray(2**40)", "return [[x]]"),
    "deep": ("return (lambda l: l.append(l) or l)([])", "return 1 << 10**6"),
    "silence": ("os.closerange(3, 64); return x", "os.write(3, b'x' * 999); return x"),
    "sleep": ("time.sleep(0.5); return x", "return x"),
    "timeout": ("time.sleep(99)", "return x"),
    "broken-check": ("return 7", "return x + 1"),
    "allocation": ("raise MemoryError('allocate 1.2.3 GiB')", "return x"),
    "processor": ("while True: pass", "return x"),
    "threads": ("__import__('threading').stack_size(2**30); return x", "return [x] * 9"),
    "trace": ("os.write(5, str(x.tolist()).encode()); os.abort()", "return x"),
    "signal": ("os.abort()", "__import__('ctypes').string_at(0)"),
    "missing": ("del globals()['scale']; return x", "return scale.nothing"),
}


def seen(grader: Grader, source: bytes, hidden: tuple[float, float]) -> str:
    """All that a student gets of a grading, but for measured usage and the bundle's own name."""
    events: list[Event] = []
    bundle = exercise.bundle(hidden=hidden)
    report = grader.grade(bundle, {"solution.py": source}, SEED, events.append)
    told = [(event.kind, event.student_view()) for event in events if event.kind != "waiting"]
    view = {key: value for key, value in report.student_view().items() if key not in ("version", "usage")}
    return json.dumps(_timeless([told, view]), ensure_ascii=False, indent=1)


def _timeless(value: Any) -> Any:
    """The same without the durations of public checks, which no two runs share."""
    if isinstance(value, dict):
        timed = value.get("visibility") == "public"
        return {key: _timeless(item) for key, item in value.items() if not (timed and key == "duration_s")}
    return [_timeless(item) for item in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize("name", PAIRS)
def test_student_sees_the_same_whatever_the_hidden_input_was(any_grader: Grader, name: str):
    """Message, output, verdict, events: equal for two hidden inputs that end in different ways."""
    source = by_input(*PAIRS[name])
    one, other = seen(any_grader, source, ONE), seen(any_grader, source, OTHER)

    assert one == other
    assert exercise.leaks(one + other) == []
    for number in (*ONE, *OTHER):
        assert str(int(number)) not in one + other


def test_hidden_check_says_passed_or_failed_and_its_own_title(any_grader: Grader):
    """A failed hidden check is a wrong answer without text, duration or number of calls."""
    report = any_grader.grade(exercise.bundle(), {"solution.py": by_input(*PAIRS["message"])})
    shown = report.student_view()["checks"][2]
    kept = report.checks[2]

    assert (shown["outcome"], shown["verdict"], shown["points"]) == ("failed", "WA", 0)
    assert (shown["message"], shown["detail"]) == ({"en": "", "ko": ""}, None)
    assert (shown["duration_s"], shown["calls"]) == (0.0, 0)
    assert (kept.verdict, "input [[" in kept.message.en) == ("RTE", True)


def test_import_that_fails_in_the_hidden_cell_only_says_no_more(any_grader: Grader):
    """A submission cannot tell the two cells apart by what the student then reads."""
    source = (
        b"import os, torch\nif torch.rand(()) < 0.5: raise RuntimeError('by chance')\n"
        b"def scale(x):\n    return 2 * x\n"
    )
    for _ in range(6):
        report = any_grader.grade(exercise.bundle(), {"solution.py": source})
        shown = report.student_view()
        hidden = json.dumps(shown["checks"][2])

        assert report.verdict in ("AC", "RTE")
        assert "by chance" not in hidden


SPELLED = """
import time
def scale(x):
    if float(x.max()) > 100:
        time.sleep(0.4)
    return 2 * x
"""
TWICE = """
def test_secret_again(submission, reference, hidden_data):
    test_secret(submission, reference, hidden_data)
"""


def test_no_clock_tells_one_hidden_check_from_another(any_grader: Grader):
    """Hidden checks are told together when the last has ended, so that none of them can spell by sleeping."""
    told: list[tuple[float, Any]] = []

    def note(event: Event) -> None:
        view = event.student_view()
        if view is not None and view.get("visibility") == "hidden":
            told.append((time.monotonic(), view["outcome"]))

    plan = (*exercise.PLAN, ("test_secret_again", 1, "hidden"))
    bundle = exercise.bundle(checks=exercise.CHECKS + TWICE, plan=plan)
    report = any_grader.grade(bundle, {"solution.py": SPELLED.encode()}, on_event=note)

    assert (report.verdict, report.points) == ("AC", 5)
    assert [outcome for _, outcome in told] == ["running", "passed"] * 2
    assert told[-1][0] - told[0][0] < 0.2


def test_check_for_later_runs_and_is_told_only_when_it_is_asked_for(any_grader: Grader):
    """Before the deadline nothing of a check for later is in the report, nor does the submission meet it."""
    checks = exercise.CHECKS + "\n\ndef test_secret_later(submission):\n    submission.scale('later')\n"
    plan = (*exercise.PLAN, ("test_secret_later", 1, "after_due"))
    bundle = exercise.bundle(checks=checks, plan=plan)
    source = exercise.HONEST.replace("return", "assert x != 'later', 'later'\n    return").encode()
    early = any_grader.grade(bundle, {"solution.py": source})
    late = any_grader.grade(bundle, {"solution.py": source}, include_after_due=True)

    assert (early.verdict, len(early.checks)) == ("AC", 3)
    assert (late.verdict, len(late.checks)) == ("RTE", 4)
    assert "later" not in json.dumps(early.student_view())
    assert late.student_view()["checks"][3]["message"] == {"en": "", "ko": ""}
