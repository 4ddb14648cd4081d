"""What the reference answers to the public checks, as text that only a submission's cell opens.

Recorded twice, with two seeds: a check whose calls are the same both times shows a student its whole input,
and whoever writes its answers down has answered it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from graders import jobs, messages
from graders.bundle import Bundle
from graders.grading import Grader
from graders.messages import Recorded
from graders.one_grading import OneGrading, planned
from graders.trial import Trial
from sandbox.errors import BoundaryFailed
from sandbox.session import CellSpec, SessionSpec

#: texts of all answers together: a submission may hold no more
MAX_TEXT = 120_000
#: how many are heard, and how much they may say together
MAX_ANSWERS, MAX_HEARD = 4000, 32 * 2**20
_PATH = re.compile(r"[A-Za-z_?][A-Za-z0-9_.()?]*")
_KEY = re.compile(r"[0-9a-f]{24}")
_ANSWER = re.compile(r"[A-Za-z0-9+/]*={0,2}")


@dataclass(frozen=True)
class Recording:
    """Answers of the reference to the public checks."""

    answers: list[Recorded]
    #: checks that ask the same whatever the seed
    fixed: frozenset[str]


def record(bundle: Bundle, grader: Grader, seeds: tuple[int, int]) -> Recording:
    """The answers with the first seed; none where the exercise is one whose answers cannot be taken down."""
    if bundle.kind == "app" or bundle.resources.gpu:
        return Recording([], frozenset())
    first, second = (_record(bundle, grader, seed) for seed in seeds)
    alike = [(a.path, a.content) for a in first] == [(a.path, a.content) for a in second]
    public = [check.test for check in bundle.checks if check.visibility == "public"]
    fixed = [test for test in public if _calls(first, test) == _calls(second, test)]
    # One that makes no calls of its own looks at what others, or a fixture, have asked.
    return Recording(_within(first), frozenset(test for test in fixed if alike or _calls(first, test)))


def _record(bundle: Bundle, grader: Grader, seed: int) -> list[Recorded]:
    files = {name: bundle.below("reference/")[name] for name in bundle.files}
    checks = planned(bundle, "run", False)
    spec = OneGrading(bundle, "run", seed, checks, grader.boundary, Trial(shrink=False)).session(files)
    job = msgspec.structs.replace(jobs.decode_grader(spec.grader.payload), kind="record")
    asked = replace(spec, grader=CellSpec(jobs.encode(job), spec.grader.limits))
    try:
        return _heard(grader, asked)
    except BoundaryFailed:  # ours, so once more
        return _heard(grader, asked)


def _heard(grader: Grader, spec: SessionSpec) -> list[Recorded]:
    """The answers that a cell tells, in bounds."""
    said: list[Recorded] = []
    left = MAX_HEARD

    def on_message(data: bytes) -> None:
        nonlocal left
        left -= len(data)
        message = _decode(data) if left >= 0 and len(said) < MAX_ANSWERS else None
        if message is not None:
            said.append(message)

    grader.converse(spec, on_message)
    return said


def _decode(data: bytes) -> Recorded | None:
    """An answer in the form that our own recorder gives it; everything else is left out."""
    try:
        message = messages.decode(data)
    except msgspec.MsgspecError:
        return None
    if not isinstance(message, Recorded):
        return None
    keys = _KEY.fullmatch(message.content) and _KEY.fullmatch(message.shape)
    fits = keys and _PATH.fullmatch(message.path) and _ANSWER.fullmatch(message.answer)
    return message if fits and len(message.answer) <= MAX_TEXT else None


def _calls(answers: Sequence[Recorded], test: str) -> list[tuple[str, str]]:
    return [(answer.path, answer.content) for answer in answers if answer.test == test]


def _within(answers: Sequence[Recorded]) -> list[Recorded]:
    """Each call once, as many as there is room for, small answers before large ones."""
    once = {(answer.path, answer.content): answer for answer in answers}
    kept, left = [], MAX_TEXT
    for answer in sorted(once.values(), key=lambda each: len(each.answer)):
        left -= len(answer.answer) + 100
        if left < 0:
            break
        kept.append(answer)
    order = {(a.path, a.content): n for n, a in reversed(list(enumerate(answers)))}
    return sorted(kept, key=lambda each: order[each.path, each.content])
