"""The gate "examples": do an exercise's own solutions come out as each says of itself?

The reference and every right example get full marks with room below the limits, the starter does not, each
wrong example fails exactly the checks its header names, and checks.py and exercise.toml list the same tests.
Of a quiz, variants are generated: each is well formed, its key scores full marks, and one seed always gives
one variant.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from graders.bilingual import EMPTY, Bilingual, both
from graders.bundle import Bundle
from graders.events import Collected, Event
from graders.examples import Example, find_examples
from graders.gates.gate import GateResult, Tell
from graders.gates.headroom import without_room
from graders.grading import Grader
from graders.problems import Problem
from graders.quiz.answers import right_answers, score
from graders.quiz.issuing import GENERATOR, VariantError, issue
from graders.quiz.static import SOURCE as WRITTEN
from graders.quiz.variant import Variant
from graders.report import CheckResult, Report
from graders.verdicts import Verdict

NAME = "examples"
VARIANTS = 30
REPEATED = 3


class ExampleResult(msgspec.Struct, frozen=True):
    """How one solution, or one variant of a quiz, came out."""

    name: str
    ok: bool
    verdict: str = ""
    points: int = 0
    max_points: int = 0
    #: tests that did not pass
    failed: list[str] = []
    message: Bilingual = EMPTY


def _ignore(result: ExampleResult) -> None:
    return None


class ExamplesGate:
    """Every solution once; `hear` is told how each came out."""

    name = NAME

    def __init__(self, hear: Callable[[ExampleResult], None] = _ignore) -> None:
        self._hear = hear

    def applies(self, bundle: Bundle) -> bool:
        """Every exercise."""
        return True

    def run(self, bundle: Bundle, grader: Grader, tell: Tell) -> GateResult:
        """Try everything once."""
        problems: list[Problem] = []
        judge = _Quiz(bundle, grader) if bundle.kind == "quiz" else _Solutions(bundle, grader, problems)
        done = 0
        with ThreadPoolExecutor(max_workers=grader.slots, thread_name_prefix=NAME) as pool:
            for example, found in pool.map(judge.try_one, judge.work()):
                problems += found
                done += 1
                self._hear(example)
                tell(done, judge.total)
        problems += judge.conclude()
        key = "gate.examples_found" if problems else "gate.examples"
        summary = both(key, count=done, faults=len(problems))
        facts = {"tried": done, **_times(judge.seconds)}
        return GateResult(NAME, not problems, problems, summary, facts)


class _Solutions:
    """The solutions of an exercise, each graded once with one seed, so that validating is repeatable."""

    def __init__(self, bundle: Bundle, grader: Grader, problems: list[Problem]) -> None:
        self._bundle = bundle
        self._grader = grader
        self._examples = find_examples(bundle, problems)
        self._seed = int(bundle.version[:15], 16)
        self._collected: list[str] | None = None
        self._broken: Bilingual = EMPTY
        self.total = len(self._examples)
        #: what each grading took
        self.seconds: list[float] = []

    def work(self) -> Iterable[Example]:
        """What is to be tried."""
        return self._examples

    def try_one(self, example: Example) -> tuple[ExampleResult, list[Problem]]:
        """Grade one solution and judge what came of it."""
        started = time.monotonic()
        report = self._grader.grade(
            self._bundle, example.files, self._seed, self._on_event, include_after_due=True
        )
        self.seconds.append(time.monotonic() - started)
        failed = [check.test for check in report.checks if check.outcome != "passed"]
        found = self._judge(example, report, failed)
        result = ExampleResult(
            example.name,
            not found and report.verdict != Verdict.IE,
            report.verdict,
            report.points,
            report.max_points,
            failed,
            found[0].message if found else report.message,
        )
        return result, found

    def conclude(self) -> list[Problem]:
        """Tests without an entry and entries without a test, and checks that break."""
        problems = []
        if self._collected is not None:
            planned = {check.test: index for index, check in enumerate(self._bundle.checks)}
            for test, index in planned.items():
                if test not in self._collected:
                    problems.append(
                        Problem.of("exercise.toml", f"checks[{index}].test", "unbound_entry", test=test)
                    )
            for test in self._collected:
                if test not in planned:
                    problems.append(Problem.of("checks.py", test, "unbound_test", test=test))
        if self._broken and not problems:
            problems.append(Problem("checks.py", "", self._broken, both("bundle.checks_broken.cure")))
        return problems

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Collected):
            self._collected = event.tests

    def _judge(self, example: Example, report: Report, failed: list[str]) -> list[Problem]:
        file = example.name
        if report.verdict == Verdict.IE:
            self._note_broken(report)
            return []
        if example.role == "starter":
            return [] if failed else [Problem.of(file, "", "starter_passes")]
        if example.role == "wrong":
            return self._judge_wrong(example, report, failed)
        checks = {check.test: check for check in report.checks}
        if failed and report.message:  # it was refused before anything ran
            return [Problem(file, "", report.message, both("bundle.example_fails.cure"))]
        room = without_room(file, report, self._bundle.limits) if not failed else []
        return room + [_fails_check(file, checks[test]) for test in failed]

    def _judge_wrong(self, example: Example, report: Report, failed: list[str]) -> list[Problem]:
        missed = sorted(example.fails - set(failed))
        extra = [check for check in report.checks if check.test in set(failed) - example.fails]
        return [Problem.of(example.name, test, "wrong_passes", test=test) for test in missed] + [
            Problem.of(
                example.name,
                check.test,
                "wrong_fails_more",
                test=check.test,
                reason=check.message.en.split("\n")[0],
            )
            for check in extra
        ]

    def _note_broken(self, report: Report) -> None:
        """Remember the first failure of the checks themselves, with what they left behind."""
        if self._broken:
            return
        said = next(
            (c.message for c in report.checks if c.verdict == Verdict.IE and c.message), report.message
        )
        said = said or both("grading.ours")
        trace = f"\n{report.diagnosis}" if report.diagnosis else ""
        self._broken = Bilingual(said.en + trace, said.ko + trace)


class _Quiz:
    """Variants of a quiz from many seeds."""

    def __init__(self, bundle: Bundle, grader: Grader) -> None:
        self._bundle = bundle
        self._grader = grader
        self._seen: set[bytes] = set()
        self._written = bundle.quiz.ids if bundle.quiz else []
        self._file = GENERATOR if GENERATOR in bundle.content else WRITTEN
        self.total = VARIANTS
        #: what each variant took to be made
        self.seconds: list[float] = []

    def work(self) -> Iterable[int]:
        """The seeds to be tried."""
        return range(1, VARIANTS + 1)

    def try_one(self, seed: int) -> tuple[ExampleResult, list[Problem]]:
        """Generate one variant and judge it."""
        name = f"{self._file}, seed {seed}"
        started = time.monotonic()
        try:
            variant = issue(self._bundle, seed, self._grader)
            self.seconds.append(time.monotonic() - started)
            again = issue(self._bundle, seed, self._grader) if seed <= REPEATED else variant
        except VariantError as error:
            problem = Problem.of("variants.py", f"seed {seed}", "variant_fails", error=str(error))
            return ExampleResult(name, ok=False, message=problem.message), [problem]
        found = self._judge(seed, variant, again)
        message = found[0].message if found else Bilingual(variant.question, variant.question)
        return ExampleResult(name, ok=not found, message=message), found

    def conclude(self) -> list[Problem]:
        """A quiz whose variants are all alike is not generated at all."""
        return [Problem.of(GENERATOR, "", "variants_alike")] if len(self._seen) == 1 else []

    def _judge(self, seed: int, variant: Variant, again: Variant) -> list[Problem]:
        key = f"seed {seed}"
        written = variant.question in self._written
        file = WRITTEN if written else GENERATOR
        if not written:
            self._seen.add(msgspec.json.encode(variant))
        problems = []
        if variant != again:
            problems.append(Problem.of(file, key, "variant_differs"))
        result = score(variant, right_answers(variant))
        problems += [
            Problem.of(file, f"{key}, {each.name}", "key_scores_wrong")
            for each in result.fields
            if not each.correct
        ]
        return problems


def _times(seconds: list[float]) -> dict[str, float]:
    """Mean and worst, in seconds, where anything was timed."""
    if not seconds:
        return {}
    return {"mean_s": round(sum(seconds) / len(seconds), 3), "worst_s": round(max(seconds), 3)}


def _fails_check(file: str, check: CheckResult) -> Problem:
    """A right solution that fails a check."""
    reason = check.message or both("bundle.example_fails", test=check.test)
    return Problem(file, check.test, reason, both("bundle.example_fails.cure"))
