"""Issuing a variant: the author's generator runs in a grader cell, its result is checked here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from graders import jobs, messages
from graders.bundle import Bundle
from graders.grading import Grader, grader_limits, shared_grader
from graders.quiz.variant import Variant
from graders.sanitise import UnfitValueError, clean_text, clean_value
from sandbox.errors import BoundaryFailed
from sandbox.session import CellSpec, SessionSpec

WALL_S = 20.0
MAX_TEXT = 20_000


class VariantError(Exception):
    """The quiz's generator gave no usable variant; the text is for its author."""


def issue(bundle: Bundle, seed: int, grader: Grader | None = None) -> Variant:
    """One variant of a quiz, always the same for one version and one seed; raises VariantError."""
    chosen = grader or shared_grader()
    job = jobs.GraderJob(
        exercise=bundle.name, files=_files(bundle.content), checks=[], seed=seed, kind="variant"
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
    return {name: data for name, data in content.items() if name == "variants.py" or name.startswith("data/")}
