"""The gate "variants": is every question that a quiz generates right, readable and worked out to its end?

Many seeds are generated in a few grader cells; of a question in quiz.toml a few variants are shuffled here.
An independent solver in the bundle, in a cell without the generator, sees what a student sees and has to come
to the key; what else a variant must be is in `variant_rules`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec

from graders import jobs, messages
from graders.bilingual import both
from graders.bundle import MANIFEST, Bundle
from graders.gates.gate import GateResult, Tell
from graders.gates.variant_rules import faults_of
from graders.grading import Grader, grader_limits
from graders.problems import Problem
from graders.quiz.answers import right_answers, score
from graders.quiz.issuing import VariantError, check_variant
from graders.quiz.variant import Variant, solver_view
from graders.sanitise import clean_text
from sandbox.errors import BoundaryFailed
from sandbox.session import CellSpec, SessionSpec

NAME = "variants"
SEEDS = 1000
#: seeds of each question in quiz.toml
SHUFFLES = 8
#: variants made or solved in one cell
TOGETHER = 250
WALL_S = 120.0
SOURCE, SOLVER, WRITTEN = "variants.py", "solver.py", "quiz.toml"
#: by seed: a variant, or why there is none
Made = dict[int, Variant | str]
#: by seed: the solver's answers, or why there are none
Answers = dict[int, dict[str, str] | str]


class VariantsGate:
    """Every variant of many seeds; `seeds` stands in for the usual number."""

    name = NAME

    def __init__(self, seeds: int | None = None) -> None:
        self._count = seeds or SEEDS

    def applies(self, bundle: Bundle) -> bool:
        """Quizzes."""
        return bundle.kind == "quiz"

    def run(self, bundle: Bundle, grader: Grader, tell: Tell) -> GateResult:
        """Make the variants, solve them, and look at each."""
        steps = _Steps(2 * self._count, tell)
        generated = SOURCE in bundle.content
        seeds = list(range(1, self._count + 1)) if generated else []
        made, answers = _generate(bundle, grader, seeds, steps)
        variants = {seed: each for seed, each in made.items() if isinstance(each, Variant)}
        found = _Found()
        for seed, each in made.items():
            if isinstance(each, str):
                found.add(SOURCE, seed, "variant_fails", error=each)
        for seed, variant in variants.items():
            for code, particulars in faults_of(variant, bundle.gates.digits):
                found.add(SOURCE, seed, code, **particulars)
            if seed in answers:
                found.compare(seed, variant, answers[seed])
        found.hold_to_list(bundle, variants)
        written = _look_at_written(bundle, found)
        problems = found.problems()
        if SOLVER not in bundle.content and _generated(variants.values()):
            problems.append(Problem.of(SOLVER, "", "solver_missing"))
        return _result(problems, len(variants) + written, len(answers), len(seeds))


class _Steps:
    """Counts what is done, from any thread."""

    def __init__(self, total: int, tell: Tell) -> None:
        self._done, self._total, self._tell = 0, total, tell
        self._lock = threading.Lock()
        tell(0, total)

    def step(self) -> None:
        """One more is done."""
        with self._lock:
            self._done = min(self._done + 1, self._total)
            self._tell(self._done, self._total)


class _Found:
    """What is wrong, each kind of fault once, with the first seed that shows it and how many do."""

    def __init__(self) -> None:
        self._first: dict[tuple[object, ...], tuple[str, str, str, dict[str, str | int | float]]] = {}
        self._times: Counter[tuple[object, ...]] = Counter()

    def add(self, file: str, place: int | str, code: str, /, **particulars: str | int | float) -> None:
        """Note one fault of one seed, or of one place in a file."""
        kind = (file, code, *(particulars.get(name) for name in ("field", "place", "lang")))
        key = place if isinstance(place, str) else f"seed {place}"
        self._first.setdefault(kind, (file, key, code, particulars))
        self._times[kind] += 1

    def compare(self, seed: int, variant: Variant, solved: dict[str, str] | str) -> None:
        """Hold a solver's answers against the key."""
        if isinstance(solved, str):
            self.add(SOLVER, seed, "solver_fails", error=solved)
            return
        right = right_answers(variant)
        for field in score(variant, solved).fields:
            if not field.correct:
                answer = clean_text(solved.get(field.name, "–"), 100)
                self.add(
                    SOLVER,
                    seed,
                    "solver_differs",
                    field=field.name,
                    answer=answer,
                    right=right[field.name][:100],
                )

    def hold_to_list(self, bundle: Bundle, variants: dict[int, Variant]) -> None:
        """Where the manifest lists the generated questions, these are asked and no others."""
        written = bundle.quiz.ids if bundle.quiz else []
        listed = [name for name in bundle.questions if name not in written]
        seen = {variant.question: seed for seed, variant in reversed(variants.items())}
        for name in [name for name in listed if variants and name not in seen]:
            self.add(MANIFEST, "questions", "variant_never", field=name, name=name)
        for name, seed in seen.items():
            if name in written:
                self.add(SOURCE, seed, "quiz_twice", field=name, name=name)
            elif listed and name not in listed:
                self.add(SOURCE, seed, "variant_unlisted", field=name, name=name)

    def problems(self) -> list[Problem]:
        """One problem for each kind of fault."""
        return [
            Problem.of(file, key, code, times=self._times[kind], **particulars)
            for kind, (file, key, code, particulars) in self._first.items()
        ]


def _generate(bundle: Bundle, grader: Grader, seeds: Sequence[int], steps: _Steps) -> tuple[Made, Answers]:
    """The variants of these seeds, and the solver's answers to them where there is a solver."""
    batches = [seeds[start : start + TOGETHER] for start in range(0, len(seeds), TOGETHER)]
    made: Made = {}
    answers: Answers = {}
    with ThreadPoolExecutor(max_workers=grader.slots, thread_name_prefix=NAME) as pool:
        for part in pool.map(lambda batch: _make(bundle, grader, batch, steps), batches):
            made |= part
        if SOLVER in bundle.content:
            variants = {seed: each for seed, each in made.items() if isinstance(each, Variant)}
            wanted = [{seed: variants[seed] for seed in batch if seed in variants} for batch in batches]
            for solved in pool.map(lambda batch: _solve(bundle, grader, batch, steps), wanted):
                answers |= solved
    return made, answers


def _look_at_written(bundle: Bundle, found: _Found) -> int:
    """Look at a few variants of each question in quiz.toml, and say how many."""
    if bundle.quiz is None:
        return 0
    for place, name in enumerate(bundle.quiz.ids):
        for seed in range(SHUFFLES):
            variant = bundle.quiz.variant(seed, name)
            for code, particulars in faults_of(variant, bundle.gates.digits):
                found.add(WRITTEN, f"questions[{place}]", code, **particulars)
    return len(bundle.quiz.ids) * SHUFFLES


def _make(bundle: Bundle, grader: Grader, seeds: Sequence[int], steps: _Steps) -> Made:
    """The variants of these seeds; of a cell that ends early, the seed it ended at is the last."""
    job = jobs.GraderJob(
        bundle.name, _files(bundle, SOURCE), checks=[], seed=seeds[0], kind="variant", seeds=list(seeds)
    )
    said, trace = _ask(bundle, grader, job, len(seeds), steps)
    made: Made = {}
    for seed, message in zip(seeds, said, strict=False):
        try:
            if not isinstance(message, messages.Variant):
                raise VariantError("its cell sent something else")
            made[seed] = check_variant(message.question)
        except VariantError as error:
            made[seed] = str(error)
    if len(said) < len(seeds):
        made[seeds[len(said)]] = trace
    return made


def _solve(bundle: Bundle, grader: Grader, variants: dict[int, Variant], steps: _Steps) -> Answers:
    """The solver's answers, from a cell that holds neither key nor generator."""
    if not variants:
        return {}
    seeds, questions = list(variants), [solver_view(variant) for variant in variants.values()]
    files = _files(bundle, SOLVER)
    job = jobs.GraderJob(bundle.name, files, checks=[], seed=0, kind="solve", questions=questions)
    said, trace = _ask(bundle, grader, job, len(seeds), steps)
    answers: Answers = {
        seed: message.answers if isinstance(message, messages.Solved) else "its cell sent something else"
        for seed, message in zip(seeds, said, strict=False)
    }
    if len(said) < len(seeds):
        answers[seeds[len(said)]] = trace
    return answers


def _ask(
    bundle: Bundle, grader: Grader, job: jobs.GraderJob, count: int, steps: _Steps
) -> tuple[list[messages.AnyMessage | None], str]:
    """At most so many messages of a cell, None for what is none, and what it left behind."""
    cell = CellSpec(jobs.encode(job), grader_limits(bundle, WALL_S))
    spec = SessionSpec(grader=cell, submission={}, replacements=0, wall_s=WALL_S)
    said: list[messages.AnyMessage | None] = []

    def on_message(data: bytes) -> None:
        message = _decode(data)
        if len(said) < count and not isinstance(message, messages.Done):
            said.append(message)
            steps.step()

    try:
        end = grader.converse(spec, on_message).grader
    except BoundaryFailed:  # ours, so once more
        said.clear()
        end = grader.converse(spec, on_message).grader
    left = "\n".join(part[-4000:] for part in (end.stack, end.stderr) if part)
    return said, clean_text(f"its cell ended: {end.reason}.\n{left}".strip())


def _decode(data: bytes) -> messages.AnyMessage | None:
    try:
        return messages.decode(data)
    except msgspec.MsgspecError:
        return None


def _files(bundle: Bundle, source: str) -> dict[str, bytes]:
    return {name: data for name, data in bundle.content.items() if name == source or name.startswith("data/")}


def _generated(variants: Any) -> bool:
    """Whether one question has different right answers in different variants."""
    seen: dict[str, dict[str, str]] = {}
    return any(
        seen.setdefault(each.question, right_answers(each)) != right_answers(each) for each in variants
    )


def _result(problems: list[Problem], made: int, solved: int, wanted: int) -> GateResult:
    facts: dict[str, Any] = {"seeds": wanted, "variants": made, "solved": solved}
    key = "gate.variants_found" if problems else "gate.variants"
    summary = both(key, made=made, solved=solved, faults=len(problems))
    return GateResult(NAME, not problems, problems, summary, facts)
