"""The gate "mutation": do the checks notice small mistakes in the reference?

Each mutant is graded like a submission, up to its first failing check. One that no check notices survives;
the share of the others is the exercise's mutation score.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec

from graders.bilingual import both
from graders.bundle import Bundle, content_hash
from graders.gates.gate import GateResult, Tell
from graders.gates.mutants import REFERENCE, Mutant, MutantsError, ask_mutants, reference_files, sample
from graders.gates.waivers import WAIVERS, MutantWaiver, read_waivers, stale
from graders.grading import Grader
from graders.manifest import Limits
from graders.problems import Problem
from graders.report import CheckResult, Report
from graders.trial import Trial
from graders.verdicts import Verdict

NAME = "mutation"
#: how much longer than the reference a mutant may take, and the least seconds of one call and of a cell
SLOWER = 5.0
CALL_S, TOTAL_S = 0.5, 3.0
#: how much a check counts that noticed nothing yet, and how fast what it noticed is forgotten
UNTRIED, FADING = 0.1, 0.8
#: survivors that are told as problems, and that are listed at all
TOLD, LISTED = 50, 200


class Survivor(msgspec.Struct, frozen=True):
    """A mutant that no check noticed."""

    file: str
    line: int
    operator: str
    #: the lines it changes, before and after, as a waiver has to quote them
    original: str
    mutant: str
    diff: str
    #: AC, or IE where it made the checks themselves fail, which no student could be told
    verdict: str = "AC"


class MutationGate:
    """Small mistakes in the reference."""

    name = NAME

    def applies(self, bundle: Bundle) -> bool:
        """Every exercise that is answered in code."""
        return bundle.kind != "quiz"

    def run(self, bundle: Bundle, grader: Grader, tell: Tell) -> GateResult:
        """Grade the mutants of the reference and count those that pass."""
        problems: list[Problem] = []
        waivers = read_waivers(bundle, problems).mutants
        if problems:
            return _stopped(problems)
        trials = _Trials(bundle, grader)
        if not trials.measure():
            return _stopped([Problem.of(REFERENCE, "", "mutation_reference")])
        try:
            made = ask_mutants(bundle, grader)
        except MutantsError as error:
            return _stopped([Problem.of(REFERENCE, "", "mutants_unmade", why=str(error))])
        chosen = _spared(made, sample(made, bundle.gates.mutants, _draw_of(bundle)), waivers)
        verdicts = trials.run(chosen, tell)
        return _judge(bundle, made, list(zip(chosen, verdicts, strict=True)), waivers)


class _Trials:
    """Gradings of one reference's mutants, with the limits and the order that suit them."""

    def __init__(self, bundle: Bundle, grader: Grader) -> None:
        self._bundle = bundle
        self._grader = grader
        self._files = reference_files(bundle)
        self._seed = int(_draw_of(bundle)[:15], 16)
        self._limits = bundle.limits
        self._order = _Order([])
        self._lock = threading.Lock()
        self._done = 0

    def measure(self) -> bool:
        """Grade the reference itself, on each slot at once, as the mutants will be; whether it passes."""
        trial = Trial(shrink=False)
        with ThreadPoolExecutor(max_workers=self._grader.slots) as pool:
            reports = list(pool.map(lambda _: self._grade(self._files, trial), range(self._grader.slots)))
        self._limits = _limits(self._bundle.limits, reports)
        self._order = _Order(reports[0].checks)
        return all(report.verdict == Verdict.AC for report in reports)

    def run(self, mutants: Sequence[Mutant], tell: Tell) -> list[str]:
        """The verdict of each mutant."""
        tell(0, len(mutants))

        def try_one(mutant: Mutant) -> str:
            verdict = self._try(mutant)
            with self._lock:
                self._done += 1
                tell(self._done, len(mutants))
            return verdict

        with ThreadPoolExecutor(max_workers=self._grader.slots, thread_name_prefix=NAME) as pool:
            return list(pool.map(try_one, mutants))

    def _try(self, mutant: Mutant) -> str:
        with self._lock:
            order = self._order.tests()
        trial = Trial(shrink=False, stop_at_failure=True, limits=self._limits, order=order)
        report = self._grade(self._files | {mutant.file: mutant.after}, trial)
        killer = next((check.test for check in report.checks if check.outcome == "failed"), None)
        if killer is not None:
            with self._lock:
                self._order.learn(killer)
        return report.verdict

    def _grade(self, files: dict[str, bytes], trial: Trial) -> Report:
        return self._grader.grade(self._bundle, files, self._seed, include_after_due=True, trial=trial)


class _Order:
    """In which order checks are tried: first what notices most for its time, of late above all.

    Mutants come in the order of the text, so what noticed the last one will likely notice the next. The
    order decides how long it takes and never what comes out.
    """

    def __init__(self, checks: Sequence[CheckResult]) -> None:
        self._cost = {check.test: 1e-3 + check.duration_s for check in checks}
        self._worth = dict.fromkeys(self._cost, UNTRIED)

    def tests(self) -> tuple[str, ...]:
        """All tests, the best first."""
        return tuple(sorted(self._cost, key=lambda test: self._cost[test] / self._worth[test]))

    def learn(self, killer: str) -> None:
        """This test noticed a mutant."""
        for test in self._worth:
            self._worth[test] = max(UNTRIED, self._worth[test] * FADING)
        self._worth[killer] += 1.0


def _draw_of(bundle: Bundle) -> str:
    """What all chance follows from: everything but the waivers, so that writing one changes nothing else."""
    return content_hash({name: data for name, data in bundle.content.items() if name != WAIVERS})


def _limits(own: Limits, reports: Sequence[Report]) -> Limits:
    """Five times what the reference took, and never more than a student may take."""
    call = max(check.duration_s for report in reports for check in report.checks)
    whole = max(max(report.usage.wall_s, report.hidden_usage.wall_s) for report in reports)
    total = min(own.total_s, max(TOTAL_S, SLOWER * whole))
    return msgspec.structs.replace(
        own, time_s=min(own.time_s, max(CALL_S, SLOWER * call)), total_s=total, cpu_s=min(own.cpu_s, total)
    )


def _spared(made: Sequence[Mutant], chosen: list[Mutant], waivers: Sequence[MutantWaiver]) -> list[Mutant]:
    """The chosen mutants, and with them those that are waived: a waiver is never overlooked by chance."""
    wanted = {*map(id, chosen), *(id(each) for each in made if any(_covers(w, each) for w in waivers))}
    return [each for each in made if id(each) in wanted]


def _judge(
    bundle: Bundle,
    made: Sequence[Mutant],
    tried: Sequence[tuple[Mutant, str]],
    waivers: Sequence[MutantWaiver],
) -> GateResult:
    through = [(mutant, verdict) for mutant, verdict in tried if verdict in (Verdict.AC, Verdict.IE)]
    survivors = [(m, v) for m, v in through if not any(_covers(waiver, m) for waiver in waivers)]
    waived = len(through) - len(survivors)
    killed, counted = len(tried) - len(through), len(tried) - waived
    score = killed / counted if counted else 1.0
    problems = _stale(tried, waivers)
    if score < bundle.gates.mutation_score:
        problems += [_problem(mutant, verdict) for mutant, verdict in survivors[:TOLD]]
    facts: dict[str, Any] = {
        "made": len(made),
        "tried": len(tried),
        "killed": killed,
        "survived": len(survivors),
        "waived": waived,
        "timed_out": sum(verdict == Verdict.TLE for _, verdict in tried),
        "score": round(score, 4),
        "threshold": bundle.gates.mutation_score,
        "survivors": [
            msgspec.to_builtins(_survivor(mutant, verdict)) for mutant, verdict in survivors[:LISTED]
        ],
    }
    shown = {key: value for key, value in facts.items() if key != "survivors"}
    # Rounded down: what is below the threshold must not read like it.
    percent = {"percent": int(score * 1000) / 10, "least": round(bundle.gates.mutation_score * 100, 1)}
    summary = both("gate.mutation", counted=counted, **{**shown, **percent})
    return GateResult(NAME, not problems, problems, summary, facts)


def _covers(waiver: MutantWaiver, mutant: Mutant) -> bool:
    file = REFERENCE + mutant.file
    return (waiver.file, waiver.original, waiver.mutant) == (file, mutant.original, mutant.mutant)


def _stale(tried: Sequence[tuple[Mutant, str]], waivers: Sequence[MutantWaiver]) -> list[Problem]:
    """Waivers of mutants that are not made any more, or that a check notices now.

    One that only ran out of time may do so because the machine was busy; its waiver stands.
    """
    standing = (Verdict.AC, Verdict.IE, Verdict.TLE)
    return [
        stale(f"mutants[{index}]", waiver.mutant)
        for index, waiver in enumerate(waivers)
        if not any(_covers(waiver, mutant) and verdict in standing for mutant, verdict in tried)
    ]


def _survivor(mutant: Mutant, verdict: str) -> Survivor:
    return Survivor(
        REFERENCE + mutant.file, mutant.line, mutant.operator, mutant.original, mutant.mutant, mutant.diff,
        verdict,
    )  # fmt: skip


def _problem(mutant: Mutant, verdict: str) -> Problem:
    code = "mutant_breaks" if verdict == Verdict.IE else "mutant_survives"
    key = f"line {mutant.line}"
    return Problem.of(REFERENCE + mutant.file, key, code, operator=mutant.operator, diff=mutant.diff)


def _stopped(problems: list[Problem]) -> GateResult:
    """The result of a gate that could not begin."""
    return GateResult(NAME, False, problems, both("gate.mutation_stopped"))
