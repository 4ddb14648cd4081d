"""The gate "cheat": does a submission that solves nothing get anything?

Each cheat is graded like a submission and must get no point. Where what a cheat answers happens to be right,
the exercise says so and why, in waivers.toml. The cheats that replay recorded answers may pass what shows a
student everything it asks: public checks whose input is the same whatever the seed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graders.bilingual import both
from graders.bundle import Bundle
from graders.gates.cheating import Cheat, files_of, make_cheats
from graders.gates.flake import seeds_for
from graders.gates.gate import GateResult, Tell
from graders.gates.recordings import record
from graders.gates.waivers import CheatWaiver, read_waivers, stale_cheats
from graders.grading import Grader
from graders.problems import Problem
from graders.report import Report
from graders.trial import Trial
from graders.verdicts import Verdict

NAME = "cheat"
#: a cheat and the checks with points that it passes, where it should pass none
Passed = tuple[Cheat, list[str]]


class CheatGate:
    """The standing set of cheating submissions."""

    name = NAME

    def applies(self, bundle: Bundle) -> bool:
        """Every exercise that is answered in code."""
        return bundle.kind != "quiz"

    def run(self, bundle: Bundle, grader: Grader, tell: Tell) -> GateResult:
        """Grade every cheat and look at what it passes."""
        problems: list[Problem] = []
        waivers = read_waivers(bundle, problems).cheats
        first, second, graded = seeds_for(bundle, NAME, 3)
        recording = record(bundle, grader, (first, second))
        cheats = make_cheats(bundle, recording)
        reports = _grade_all(bundle, grader, cheats, graded, tell)
        passed = [
            (cheat, _paid(report, recording.fixed if cheat.replays else frozenset()))
            for cheat, report in zip(cheats, reports, strict=True)
        ]
        problems += _judge(passed, waivers)
        problems += [_broken(cheat) for cheat, report in zip(cheats, reports, strict=True) if _breaks(report)]
        return _result(problems, passed, waivers, len(recording.answers))


def _grade_all(
    bundle: Bundle, grader: Grader, cheats: Sequence[Cheat], seed: int, tell: Tell
) -> list[Report]:
    lock, done = threading.Lock(), 0
    tell(0, len(cheats))

    def one(cheat: Cheat) -> Report:
        nonlocal done
        trial = Trial(shrink=False)
        report = grader.grade(bundle, files_of(cheat, bundle), seed, include_after_due=True, trial=trial)
        with lock:
            done += 1
            tell(done, len(cheats))
        return report

    with ThreadPoolExecutor(max_workers=grader.slots, thread_name_prefix=NAME) as pool:
        return list(pool.map(one, cheats))


def _paid(report: Report, excused: frozenset[str]) -> list[str]:
    """The checks that gave points, but for those that anyone may answer from what they show."""
    return [check.test for check in report.checks if check.points and check.test not in excused]


def _breaks(report: Report) -> bool:
    """Whether the checks themselves failed: then a student who cheats so is not graded at all."""
    return report.verdict == Verdict.IE


def _judge(passed: Sequence[Passed], waivers: Sequence[CheatWaiver]) -> list[Problem]:
    """A problem for each check that pays a cheat, and for each waiver that waives nothing."""
    waived = {(waiver.cheat, test) for waiver in waivers for test in waiver.checks}
    found: dict[str, dict[str, list[str]]] = {}
    for cheat, tests in passed:
        for test in tests:
            found.setdefault(test, {}).setdefault(cheat.name, []).append(cheat.form)
    problems = []
    for test, cheats in found.items():
        left = {name: forms for name, forms in cheats.items() if (name, test) not in waived}
        if left:
            listed = "; ".join(_listed(name, forms) for name, forms in left.items())
            problems.append(
                Problem.of("checks.py", test, "cheat_pays", cheats=listed, cheat=next(iter(left)), test=test)
            )
    return problems + stale_cheats(
        waivers, [(name, test) for test, cheats in found.items() for name in cheats]
    )


def _listed(name: str, forms: Sequence[str]) -> str:
    """A cheat and which of its kind."""
    told = ", ".join(form for form in forms if form)
    return f"{name} ({told})" if told else name


def _broken(cheat: Cheat) -> Problem:
    return Problem.of("checks.py", "", "cheat_breaks", cheat=cheat.name, form=cheat.form or cheat.name)


def _result(
    problems: list[Problem], passed: Sequence[Passed], waivers: Sequence[CheatWaiver], recorded: int
) -> GateResult:
    waived = {(waiver.cheat, test) for waiver in waivers for test in waiver.checks}
    paid = sum(any((cheat.name, test) not in waived for test in tests) for cheat, tests in passed)
    excused = sum(bool(tests) for _, tests in passed) - paid
    facts: dict[str, Any] = {
        "cheats": [{"cheat": cheat.name, "form": cheat.form, "passed": tests} for cheat, tests in passed],
        "recorded": recorded,
        "paid": paid,
        "waived": excused,
    }
    # Without pay and yet a problem: a waiver is stale, or a cheat breaks the checks.
    key = "gate.cheat_paid" if paid else "gate.cheat_unclear" if problems else "gate.cheat"
    summary = both(key, count=len(passed), paid=paid, waived=excused)
    return GateResult(NAME, not problems, problems, summary, facts)
