"""A quiz's generator in its grader cell: one variant from one seed."""

from __future__ import annotations

import random
import sys
from types import ModuleType

import msgspec

from graders.jobs import GraderJob
from graders.messages import Variant
from graders.quiz.questions import Question

SOURCE = "variants.py"


def generate(job: GraderJob) -> Variant:
    """Run `generate(rng)` of the quiz's variants.py; whatever it raises ends the cell with its traceback."""
    module = ModuleType("variants")
    module.__file__ = SOURCE
    sys.modules[module.__name__] = module  # dataclasses look their module up by name
    source = job.files[SOURCE].decode("utf-8")
    exec(compile(source, SOURCE, "exec"), module.__dict__)  # noqa: S102  the author's code, in the author's cell
    # A generator of its own, so that a variant depends on nothing but the seed.
    question = module.generate(random.Random(job.seed))
    if not isinstance(question, Question):
        raise TypeError(f"generate() must return a Question, not {type(question).__name__}")
    variant = question.to_variant()
    return Variant(question=msgspec.to_builtins(variant))
