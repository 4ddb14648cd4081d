"""Canaries against graders: submissions and checks that earn or learn something once a control is off.

Controls of the checks' side are removed where they work: in this process, in the conversation of
`talking.py`, or inside a real grader cell, by the first lines of its checks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest

from graders import compare, grading, one_grading
from graders.bundle import Bundle
from graders.ledger import Ledger
from graders.report import CheckResult, Report
from graders.verdicts import Verdict
from sandbox.cells import CellExit
from tests.attacks import exercise
from tests.attacks.controls import talking
from tests.attacks.controls.stage import Stage

Off = frozenset[str]
Attempt = Callable[[Stage, Off], str]
Weaken = Callable[[pytest.MonkeyPatch], None]

IMPORTS = """
import gc, types
import torch
from graders import assert_close
from graders.incell import context
from graders.incell.main import Grading
from graders.messages import CheckFinished

def numbers(rng):
    return torch.from_numpy(rng.uniform(1, 9, (2, 3))).float()
"""
COMPARE = """
def test_small(submission, reference, rng):
    x = numbers(rng)
    assert_close(submission.scale(x), reference.scale(x))
"""
#: The same, with the submission's source run among the checks, where it shares their objects.
COMPARE_IN_ONE_PROCESS = """
def test_small(submission, reference, rng):
    inside = types.ModuleType("inside")
    exec(submission.source(), vars(inside))
    x = numbers(rng)
    assert_close(inside.scale(x), reference.scale(x))
"""
ONE = (("test_small", 1, "public"),)
TWO = (*ONE, ("test_again", 1, "public"))


def graded(stage: Stage, source: str, bundle: Bundle | None = None) -> Report:
    """The report of this submission."""
    return stage.grader.grade(bundle or exercise.bundle(), {"solution.py": source.encode()})


def weakened(control: str, weaken: Weaken, succeeded: Callable[[Stage], bool]) -> Attempt:
    """A canary for a control of this process: `weaken` removes it, `succeeded` tells what came of it."""

    def attempt(stage: Stage, off: Off) -> str:
        with pytest.MonkeyPatch.context() if control in off else nullcontext() as patch:
            if patch is not None:
                weaken(patch)
            return stage.planted if succeeded(stage) else ""

    return attempt


def _show_everything(patch: pytest.MonkeyPatch) -> None:
    below = Bundle.below

    def all_data(self: Bundle, prefix: str) -> dict[str, bytes]:
        return below(self, "data/" if prefix.startswith("data/") else prefix)

    patch.setattr(Bundle, "below", all_data)


def _sees_files(stage: Stage) -> bool:
    source = (
        "import os\nfor folder, _, names in os.walk('/box'):\n    for name in names:\n"
        "        print(open(os.path.join(folder, name), errors='replace').read())\n"
    )
    return exercise.CANARY in graded(stage, source + exercise.HONEST).output.stdout


OWN_FILES = weakened("C01", _show_everything, _sees_files)


def _compare_the_other_way(patch: pytest.MonkeyPatch) -> None:
    def no_element_is_wrong(leaf: compare.Leaf, *_: Any) -> None:
        got, expected, tolerance = leaf.got, leaf.expected, leaf.tolerance
        with np.errstate(all="ignore"):
            assert not (np.abs(got - expected) > tolerance[1] + tolerance[0] * np.abs(expected)).any()

    patch.setattr(compare, "_compare_values", no_element_is_wrong)


def _compare_as_numpy_does(patch: pytest.MonkeyPatch) -> None:
    def all_close(got: Any, expected: Any, *_: Any) -> None:
        assert np.allclose(got, expected)

    patch.setattr(compare, "_compare_arrays", all_close)


def _accepts(got: Any, expected: Any) -> Callable[[Stage], bool]:
    def accepted(stage: Stage) -> bool:
        try:
            compare.assert_close(got, expected)
        except AssertionError:
            return False
        return True

    return accepted


NOT_A_NUMBER = weakened("C26", _compare_the_other_way, _accepts(np.array([float("nan")]), np.array([1.0])))
EMPTY = weakened("C26", _compare_as_numpy_does, _accepts(np.zeros((0, 3)), np.ones((1, 3))))


def ALIAS(stage: Stage, off: Off) -> str:  # noqa: N802  # a canary like the others
    """Overwrite the input, from which the expected value is computed next."""
    checks = IMPORTS + (COMPARE_IN_ONE_PROCESS if "C27" in off else COMPARE)
    source = (
        "def source():\n    return open('/box/solution.py').read()\n\ndef scale(x):\n    return x.zero_()\n"
    )
    report = graded(stage, source, exercise.bundle(checks=checks, plan=ONE))
    return stage.planted if report.points else ""


def PREDICTION(stage: Stage, off: Off) -> str:  # noqa: N802
    """Answer rightly only where the input was known before it came."""
    known = "context.derived_key = lambda *parts: 7\n" if "C28" in off else ""
    source = (
        "import numpy as np\nimport torch\nrng = np.random.Generator(np.random.Philox(key=7))\n"
        "expected = torch.from_numpy(rng.uniform(1, 9, (2, 3))).float()\n"
        "def scale(x):\n    return 2 * x if torch.equal(x, expected) else torch.zeros_like(x)\n"
    )
    report = graded(stage, source, exercise.bundle(checks=IMPORTS + known + COMPARE, plan=ONE))
    return stage.planted if report.points else ""


def _show_hidden_usage(patch: pytest.MonkeyPatch) -> None:
    assemble = one_grading.OneGrading._assemble

    def hidden_first(self: Any, *args: Any, hidden_usage: Any = None, **more: Any) -> Report:
        return assemble(self, *args, **{**more, "usage": hidden_usage})

    patch.setattr(one_grading.OneGrading, "_assemble", hidden_first)


def _spells_by_memory(stage: Stage) -> bool:
    secret = int(exercise.HIDDEN_NUMBERS[0]) % 97
    source = (
        "import time\ndef scale(x):\n    first = int(x.max()) and int(x[0, 0])\n"
        "    if first > 100:\n        kept = b'x' * ((60 + first % 97) << 20)\n        time.sleep(1)\n"
        "    return 2 * x\n"
    )
    report = graded(stage, source, exercise.bundle(time_s=8, total_s=20))
    told = report.student_view()["usage"]["peak_bytes"] >> 20
    return bool(abs(told - 60 - secret) <= 8)


USAGE = weakened("C29", _show_hidden_usage, _spells_by_memory)

REPORTS_TWICE = """
def test_small(submission):
    assert submission.scale(1) == 2

def test_again(submission):
    grading, = (thing for thing in gc.get_objects() if isinstance(thing, Grading))
    grading._emit(CheckFinished("test_small", "passed"))
"""


def _take_any_report(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ledger, "_may_finish", lambda self, test: self._specs[test])


def _passes_by_the_second(stage: Stage) -> bool:
    bundle = exercise.bundle(checks=IMPORTS + REPORTS_TWICE, plan=TWO)
    report = graded(stage, "def scale(x):\n    return 3 * x\n", bundle)
    return report.checks[0].outcome == "passed"


SECOND_REPORT = weakened("C31", _take_any_report, _passes_by_the_second)


def _believe_in_bad_luck(patch: pytest.MonkeyPatch) -> None:
    def ours(end: CellExit) -> Verdict | None:
        return Verdict.IE if end.reason in ("exit", "signal") else None

    patch.setattr("graders.ledger.verdict_of_exit", ours)


def _costs_no_attempt(stage: Stage) -> bool:
    return graded(stage, "import os\ndef scale(x):\n    os._exit(137)\n").verdict == "IE"


FAULT = weakened("C32", _believe_in_bad_luck, _costs_no_attempt)


def _leave_texts_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(one_grading, "clean_text", lambda text, limit=0: text)


def _drives_terminal(stage: Stage) -> bool:
    report = graded(stage, "print('\\x1b]0;owned\\x07')\n" + exercise.HONEST)
    return "\x1b]0;owned\x07" in report.output.stdout


CONTROL_CHARACTERS = weakened("C33", _leave_texts_alone, _drives_terminal)


def _show_hidden_checks(patch: pytest.MonkeyPatch) -> None:
    def whole(self: CheckResult, stopped: bool = False) -> CheckResult:
        return self

    patch.setattr(CheckResult, "for_student", whole)


def _tells_hidden_input(stage: Stage) -> bool:
    source = (
        "def scale(x):\n    if x.max() > 100:\n"
        "        raise ValueError(f'input {x.tolist()}')\n    return 2 * x\n"
    )
    return bool(exercise.leaks(json.dumps(graded(stage, source).student_view())))


HIDDEN_MESSAGE = weakened("C34", _show_hidden_checks, _tells_hidden_input)


def _take_any_source(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(grading, "check_files", lambda files, bundle: dict(files))


def _runs_what_nobody_can_read(stage: Stage) -> bool:
    hidden = "# coding: utf-7\ndef scale(x):\n    +AHIAZQB0AHUAcgBu- 2 * x\n"
    return graded(stage, hidden).verdict == "AC"


ENCODING = weakened("C35", _take_any_source, _runs_what_nobody_can_read)

LARGE_FRAME = talking.LARGE_FRAME
DRIP = talking.DRIP
UNTYPED = talking.UNTYPED
EARLY_ANSWER = talking.EARLY_ANSWER
FOREIGN_DTYPE = talking.FOREIGN_DTYPE
