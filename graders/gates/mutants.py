"""Mutants as the host knows them: asked of a grader cell, checked here, never parsed.

A mutant is a span of one of the reference's files and the text that takes its place. That is all a cell says
of it; the mutated file and the difference that an author reads are made from the bytes of the bundle.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from graders import jobs, messages
from graders.bundle import Bundle
from graders.grading import Grader, grader_limits
from graders.sanitise import clean_text
from sandbox.errors import BoundaryFailed
from sandbox.session import CellSpec, SessionSpec

REFERENCE = "reference/"
WALL_S = 30.0
#: what a reference of a few hundred lines makes; one that makes more is not an exercise's
MAX_MUTANTS = 5000
MAX_MESSAGE = 16 * 1024
MAX_OPERATOR = 40
_OPERATOR = re.compile(r"[a-z][a-z/ ]*")


class MutantsError(Exception):
    """The cell made no usable mutants; the text is for the exercise's author."""


@dataclass(frozen=True)
class Mutant:
    """One small mistake in one file of the reference."""

    file: str
    operator: str
    start: int
    end: int
    text: str
    #: the whole file without it
    before: bytes

    @property
    def after(self) -> bytes:
        """The whole file with it."""
        return self.before[: self.start] + self.text.encode() + self.before[self.end :]

    @property
    def line(self) -> int:
        """The first line it changes, from 1."""
        return self.before.count(b"\n", 0, self.start) + 1

    @property
    def original(self) -> str:
        """The lines it changes, as the author wrote them, without the blanks around."""
        return self._lines(self.before, self.end)

    @property
    def mutant(self) -> str:
        """What became of these lines."""
        return self._lines(self.after, self.start + len(self.text.encode()))

    @property
    def diff(self) -> str:
        """The lines before and after, marked as in a patch."""
        marked = [("-", line) for line in self.original.splitlines()]
        marked += [("+", line) for line in self.mutant.splitlines()]
        return "\n".join(f"{mark} {line}" for mark, line in marked)

    def _lines(self, data: bytes, end: int) -> str:
        first = data.rfind(b"\n", 0, self.start) + 1
        last = data.find(b"\n", max(end, self.start))
        return clean_text(data[first : last if last >= 0 else len(data)], 4000).strip()


def ask_mutants(bundle: Bundle, grader: Grader) -> list[Mutant]:
    """Every mutant of the reference, in the order of the text; raises MutantsError."""
    files = reference_files(bundle)
    python = {name: data for name, data in files.items() if name.endswith(".py")}
    job = jobs.GraderJob(exercise=bundle.name, files=python, checks=[], seed=0, kind="mutants")
    spec = SessionSpec(
        grader=CellSpec(jobs.encode(job), grader_limits(bundle, WALL_S)),
        submission={},
        replacements=0,
        wall_s=WALL_S,
    )
    try:
        return _converse(spec, grader, python)
    except BoundaryFailed:  # ours, so once more
        return _converse(spec, grader, python)


def reference_files(bundle: Bundle) -> dict[str, bytes]:
    """The reference as a submission: each file a student hands in."""
    held = bundle.below(REFERENCE)
    return {name: held[name] for name in bundle.files if name in held}


def sample(mutants: Sequence[Mutant], most: int, seed: str) -> list[Mutant]:
    """At most so many of them, drawn the same for one seed, in their order."""
    if len(mutants) <= most:
        return list(mutants)
    chosen = random.Random(seed).sample(range(len(mutants)), most)
    return [mutants[index] for index in sorted(chosen)]


def _converse(spec: SessionSpec, grader: Grader, files: Mapping[str, bytes]) -> list[Mutant]:
    said: list[bytes] = []
    enough = threading.Event()

    def on_message(data: bytes) -> None:
        if len(said) > MAX_MUTANTS or len(data) > MAX_MESSAGE:
            enough.set()
        else:
            said.append(data)

    end = grader.converse(spec, on_message, stop=enough).grader
    if enough.is_set():
        raise MutantsError("its cell said too much")
    found = [_decode(data) for data in said]
    if not found or not isinstance(found[-1], messages.Done):
        trace = clean_text("\n".join(part[-4000:] for part in (end.stack, end.stderr) if part))
        raise MutantsError(f"its cell ended: {end.reason}. {trace}".strip())
    return [_check(message, files) for message in found[:-1]]


def _decode(data: bytes) -> messages.AnyMessage:
    try:
        return messages.decode(data)
    except msgspec.MsgspecError as error:
        raise MutantsError(f"its cell sent something that is no message: {error}") from error


def _check(message: messages.AnyMessage, files: Mapping[str, bytes]) -> Mutant:
    """The mutant in a message; raises MutantsError for what no honest cell says."""
    if not isinstance(message, messages.Mutant):
        raise MutantsError(f"its cell sent an unasked {type(message).__name__}")
    before = files.get(message.file)
    if before is None or not 0 <= message.start <= message.end <= len(before):
        raise MutantsError("its cell changed what is not there")
    if len(message.operator) > MAX_OPERATOR or not _OPERATOR.fullmatch(message.operator):
        raise MutantsError("its cell named no operator")
    mutant = Mutant(message.file, message.operator, message.start, message.end, message.text, before)
    try:
        mutant.after.decode()
    except UnicodeError as error:
        raise MutantsError("its cell wrote what is no text") from error
    return mutant
