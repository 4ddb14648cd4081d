"""A quiz's author's code in a grader cell: variants from seeds, and answers of its solver."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import msgspec

from graders.jobs import GraderJob
from graders.messages import Solved, Variant
from graders.quiz.questions import Question

SOURCE, SOLVER = "variants.py", "solver.py"


def generate(job: GraderJob) -> Iterator[Variant]:
    """Run `generate(rng)` of variants.py once a seed; whatever it raises ends the cell with its traceback."""
    module = _import(job, SOURCE)
    seeds = job.seeds or [job.seed]
    if job.question:
        yield _wanted(module, seeds, job.question)
        return
    for seed in seeds:
        yield _variant(_question(module, seed))


def _wanted(module: ModuleType, seeds: Sequence[int], wanted: str) -> Variant:
    """The first variant of this question; the first of all where no seed gives one."""
    first = None
    for seed in seeds:
        question = _question(module, seed)
        first = first or question
        if question.id == wanted:
            return _variant(question)
    assert first is not None
    return _variant(first)


def _question(module: ModuleType, seed: int) -> Question:
    # A generator of its own, so that a variant depends on nothing but the seed.
    question = module.generate(random.Random(seed))
    if not isinstance(question, Question):
        raise TypeError(f"generate() must return a Question, not {type(question).__name__}")
    return question


def _variant(question: Question) -> Variant:
    return Variant(question=msgspec.to_builtins(question.to_variant()))


def solve(job: GraderJob) -> Iterator[Solved]:
    """Run `solve(question)` of solver.py for each question: what a student sees of it, and its facts."""
    module = _import(job, SOLVER)
    for question in job.questions:
        answers = module.solve(question)
        if not isinstance(answers, Mapping):
            raise TypeError(f"solve() must return a dict of answers, not {type(answers).__name__}")
        yield Solved({str(name): _written(answer) for name, answer in answers.items()})


def _written(answer: Any) -> str:
    """An answer as a student writes it."""
    return ",".join(map(str, answer)) if isinstance(answer, (list, tuple, set)) else str(answer)


def _import(job: GraderJob, source: str) -> ModuleType:
    module = ModuleType(source.removesuffix(".py"))
    module.__file__ = source
    sys.modules[module.__name__] = module  # dataclasses look their module up by name
    text = job.files[source].decode("utf-8")
    exec(compile(text, source, "exec"), module.__dict__)  # noqa: S102  the author's code, in the author's cell
    return module
