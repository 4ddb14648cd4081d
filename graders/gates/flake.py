"""The gate "flake": does every solution come out the same, whatever the seed and the order of checks?

The reference and right examples pass every check, a wrong example fails exactly those it names, in each of
many repeats. The repeats share cells, so one that deviates is tried again in fresh ones, where a student's
submission would run: only what happens there counts.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from graders.bilingual import both
from graders.bundle import Bundle
from graders.examples import Example, find_examples
from graders.gates.gate import GateResult, Tell
from graders.grading import Grader
from graders.problems import Problem
from graders.repeats import TOGETHER, Repeat, order, repeat, repeat_alone
from graders.trial import Trial

NAME = "flake"
#: deviating repeats of a solution that are tried again, and how often each
LOOKED_AT, LOOKS = 5, 3


@dataclass
class _Record:
    """What one solution did so far."""

    example: Example
    repeats: list[Repeat] = field(default_factory=list)


@dataclass(frozen=True)
class Flake:
    """A check that came out differently for one solution, in cells of its own."""

    solution: str
    check: str
    #: with this seed it did, whatever the order of the checks, or in that order only
    seed: int
    any_order: bool
    #: repeats in which this check came out differently
    times: int
    of: int
    #: whether it failed where it should have passed
    fails: bool


class FlakeGate:
    """Every solution again and again; `repeats` stands in for the exercise's own number."""

    name = NAME

    def __init__(self, repeats: int | None = None) -> None:
        self._repeats = repeats

    def applies(self, bundle: Bundle) -> bool:
        """Every exercise that is answered in code."""
        return bundle.kind != "quiz"

    def run(self, bundle: Bundle, grader: Grader, tell: Tell) -> GateResult:
        """Repeat the grading of each solution and look at what deviates."""
        count = self._repeats or bundle.gates.repeats
        solutions = [each for each in find_examples(bundle, []) if each.role != "starter"]
        records = _repeat_all(bundle, grader, solutions, count, tell)
        with ThreadPoolExecutor(max_workers=grader.slots, thread_name_prefix=NAME) as pool:
            flakes = [
                flake for found in pool.map(lambda r: _look(bundle, grader, r), records) for flake in found
            ]
        problems = [_problem(bundle, flake) for flake in flakes]
        flaky = len({flake.solution for flake in flakes})
        facts = {
            "repeats": count,
            "solutions": len(solutions),
            "gradings": sum(len(record.repeats) for record in records),
            "flaky": [
                {
                    "solution": flake.solution,
                    "check": flake.check,
                    "seed": str(flake.seed),
                    "times": flake.times,
                    "of": flake.of,
                }
                for flake in flakes
            ],
        }
        key = "gate.flake_found" if flaky else "gate.flake"
        summary = both(key, solutions=len(solutions), count=count, flaky=flaky)
        return GateResult(NAME, not problems, problems, summary, facts)


def seeds_for(bundle: Bundle, solution: str, count: int) -> list[int]:
    """Seeds that nobody chose, the same whenever this version is validated."""
    text = f"{bundle.version}\x1f{solution}"
    digests = (hashlib.blake2b(f"{text}\x1f{n}".encode(), digest_size=8).digest() for n in range(count))
    return [int.from_bytes(digest, "big") >> 1 for digest in digests]


def _repeat_all(
    bundle: Bundle, grader: Grader, solutions: Sequence[Example], count: int, tell: Tell
) -> list[_Record]:
    """All repeats of all solutions, a handful at a time on each slot."""
    records = [_Record(example) for example in solutions]
    work = [
        (record, seeds[start : start + TOGETHER])
        for record in records
        for seeds in [seeds_for(bundle, record.example.name, count)]
        for start in range(0, count, TOGETHER)
    ]
    lock, done = threading.Lock(), 0
    tell(0, count * len(records))

    def some(record: _Record, seeds: Sequence[int]) -> None:
        nonlocal done
        for each in repeat(grader, bundle, record.example.files, seeds):
            with lock:
                record.repeats.append(each)
                done += 1
                tell(done, count * len(records))

    with ThreadPoolExecutor(max_workers=grader.slots, thread_name_prefix=NAME) as pool:
        for future in [pool.submit(some, *each) for each in work]:
            future.result()
    return records


def _look(bundle: Bundle, grader: Grader, record: _Record) -> list[Flake]:
    """The checks that came out differently, each once, with a seed that shows it in fresh cells."""
    expected = record.example.fails
    deviating = sorted((r for r in record.repeats if r.failed != expected), key=lambda r: r.seed)
    times = Counter(test for each in deviating for test in each.failed ^ expected)
    found: dict[str, Flake] = {}
    for each in deviating[:LOOKED_AT]:
        failed, any_order = _confirm(bundle, grader, record.example, each)
        for test in sorted(failed ^ expected):
            flake = Flake(
                record.example.name, test, each.seed, any_order, max(1, times[test]),
                len(record.repeats), test in failed,
            )  # fmt: skip
            found.setdefault(test, flake)
    return list(found.values())


def _confirm(
    bundle: Bundle, grader: Grader, example: Example, deviating: Repeat
) -> tuple[frozenset[str], bool]:
    """What failed in the first fresh grading that deviates too, and whether that takes no special order."""
    plain = Trial(shrink=False)
    report = grader.grade(bundle, example.files, deviating.seed, include_after_due=True, trial=plain)
    failed = frozenset(check.test for check in report.checks if check.outcome != "passed")
    if failed != example.fails:
        return failed, True
    for _ in range(LOOKS):
        again = repeat_alone(grader, bundle, example.files, deviating.seed)
        if again.failed != example.fails:
            return again.failed, False
    return example.fails, True


def _problem(bundle: Bundle, flake: Flake) -> Problem:
    code = "flaky" if flake.any_order else "flaky_in_order"
    return Problem.of(
        flake.solution,
        flake.check,
        f"{code}_fails" if flake.fails else f"{code}_passes",
        test=flake.check,
        times=flake.times,
        of=flake.of,
        seed=flake.seed,
        order=", ".join(order(bundle, flake.seed)),
        command=_command(bundle, flake),
    )


def _command(bundle: Bundle, flake: Flake) -> str:
    """What shows the deviation to the author."""
    return f"seodang grade {bundle.name} exercises/{bundle.name}/{flake.solution} --seed {flake.seed}"
