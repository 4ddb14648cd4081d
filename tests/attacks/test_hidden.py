"""Nothing that a student sees depends on a hidden input, but for passed or failed."""

from __future__ import annotations

import json
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
def test_student_sees_the_same_whatever_the_hidden_input_was(grader: Grader, name: str):
    """Message, output, verdict, events: equal for two hidden inputs that end in different ways."""
    source = by_input(*PAIRS[name])
    one, other = seen(grader, source, ONE), seen(grader, source, OTHER)

    assert one == other
    assert exercise.leaks(one + other) == []
    for number in (*ONE, *OTHER):
        assert str(int(number)) not in one + other


def test_hidden_check_says_passed_or_failed_and_its_own_title(grader: Grader):
    """A failed hidden check is a wrong answer without text, duration or number of calls."""
    report = grader.grade(exercise.bundle(), {"solution.py": by_input(*PAIRS["message"])})
    shown = report.student_view()["checks"][2]
    kept = report.checks[2]

    assert (shown["outcome"], shown["verdict"], shown["points"]) == ("failed", "WA", 0)
    assert (shown["message"], shown["detail"]) == ({"en": "", "ko": ""}, None)
    assert (shown["duration_s"], shown["calls"]) == (0.0, 0)
    assert (kept.verdict, "input [[" in kept.message.en) == ("RTE", True)


def test_import_that_fails_in_the_hidden_cell_only_says_no_more(grader: Grader):
    """A submission cannot tell the two cells apart by what the student then reads."""
    source = (
        b"import os, torch\nif torch.rand(()) < 0.5: raise RuntimeError('by chance')\n"
        b"def scale(x):\n    return 2 * x\n"
    )
    for _ in range(6):
        report = grader.grade(exercise.bundle(), {"solution.py": source})
        shown = report.student_view()
        hidden = json.dumps(shown["checks"][2])

        assert report.verdict in ("AC", "RTE")
        assert "by chance" not in hidden
