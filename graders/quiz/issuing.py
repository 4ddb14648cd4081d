"""Issuing a variant: of a question in quiz.toml, or of one that the author's generator makes.

The generator runs in a grader cell and its result is checked here; what is written in quiz.toml is data, and
no cell is asked for it. One version, one seed and one wanted question give one variant.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import msgspec

from graders import jobs, messages
from graders.bundle import Bundle
from graders.grading import Grader, grader_limits, shared_grader
from graders.quiz.static import StaticQuiz
from graders.quiz.variant import Variant
from graders.sanitise import UnfitValueError, clean_text, clean_value
from sandbox.errors import BoundaryFailed
from sandbox.session import CellSpec, SessionSpec

GENERATOR = "variants.py"
WALL_S = 20.0
#: seeds that are tried for one question
TRIES = 400
MAX_TEXT = 20_000


class VariantError(Exception):
    """The quiz's generator gave no usable variant; the text is for its author."""


def issue(bundle: Bundle, seed: int, grader: Grader | None = None, *, question: str = "") -> Variant:
    """One variant of this question of a quiz, or of any; raises VariantError.

    Of a question that the quiz does not have (any more), any other is asked.
    """
    static = _static(bundle, seed, question)
    if static is not None:
        return static.variant(seed, question)
    chosen = grader or shared_grader()
    job = jobs.GraderJob(
        exercise=bundle.name,
        files=_files(bundle.content),
        checks=[],
        seed=seed,
        kind="variant",
        seeds=_seeds(seed) if question else [],
        question=question,
    )
    spec = SessionSpec(
        grader=CellSpec(jobs.encode(job), grader_limits(bundle, WALL_S)),
        submission={},
        replacements=0,
        wall_s=WALL_S,
    )
    try:
        return _converse(spec, chosen)
    except BoundaryFailed:  # ours, so once more
        return _converse(spec, chosen)


def _static(bundle: Bundle, seed: int, question: str) -> StaticQuiz | None:
    """The written questions, where one of them is to be asked; of any, each one is as likely."""
    if bundle.quiz is None or GENERATOR not in bundle.content or question in bundle.quiz.ids:
        return bundle.quiz
    if question:
        return None
    written = len(bundle.quiz.ids)
    generated = max(1, len(bundle.questions) - written)
    return bundle.quiz if random.Random(seed).randrange(written + generated) < written else None


def _seeds(seed: int) -> list[int]:
    """The seed, and those that are tried after it until one gives the question that is wanted."""
    rng = random.Random(seed)
    return [seed, *(rng.getrandbits(62) for _ in range(TRIES - 1))]


def _converse(spec: SessionSpec, grader: Grader) -> Variant:
    said: list[bytes] = []

    def on_message(data: bytes) -> None:
        if len(said) < 3:
            said.append(data)

    end = grader.converse(spec, on_message).grader
    question = _question(said)
    if question is None:
        trace = clean_text("\n".join(part[-4000:] for part in (end.stack, end.stderr) if part))
        raise VariantError(f"generate() gave no question (its cell ended: {end.reason}).\n{trace}".strip())
    return check_variant(question)


def check_variant(question: Mapping[str, Any]) -> Variant:
    """Plain data from a cell as a variant; raises VariantError naming what does not fit."""
    try:
        variant = msgspec.convert(clean_value(dict(question), MAX_TEXT), Variant, strict=True)
    except (msgspec.ValidationError, UnfitValueError) as error:
        raise VariantError(f"generate() gave something else than a question: {error}") from error
    faults = variant.faults()
    if faults:
        raise VariantError("; ".join(faults))
    return variant


def _question(said: list[bytes]) -> dict[str, Any] | None:
    """The question among a cell's messages, if there is exactly one."""
    found = []
    for data in said:
        try:
            message = messages.decode(data)
        except msgspec.MsgspecError as error:
            raise VariantError(f"the cell sent something that is no message: {error}") from error
        if isinstance(message, messages.Variant):
            found.append(message.question)
    return found[0] if len(found) == 1 else None


def _files(content: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in content.items() if name == GENERATOR or name.startswith("data/")}
