"""What a cell is asked to do: the payloads that cross the wall into it.

The host encodes a job, the sandbox carries the bytes without understanding them, and the entry function
inside the cell decodes them into the same struct. Only plain data travels: texts, numbers and file contents.
"""

from __future__ import annotations

from typing import Any

import msgspec


class SubmissionJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a submission cell serves: the student's files and the public data, nothing of the author's."""

    files: dict[str, bytes]
    #: module that the checks see as ``submission``: the first submitted file without its suffix
    entry: str = "solution"
    #: public data, by path below ``data/``
    data: dict[str, bytes] = {}
    #: echoed in every reply of this cell, so that an answer of another conversation is recognised
    nonce: bytes = b""
    #: what to look for in the files' text, as `SourcePolicy.rules` has it
    rules: list[tuple[str, str]] = []


class CheckPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check to run; the plan's order is the order of the report."""

    test: str
    visibility: str


class RepeatPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One repeat of a grading: its own seed, and the checks in its own order."""

    seed: int
    checks: list[CheckPlan]


class GraderJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a grader cell runs: the author's files, the checks in order, and the limits of a conversation."""

    exercise: str
    #: checks.py, reference/…, data/public/…, data/hidden/… by bundle-relative name; variants.py for a quiz
    files: dict[str, bytes]
    checks: list[CheckPlan]
    seed: int
    #: module of reference/ that stands for the submission; empty where nobody asks
    entry: str = ""
    #: seconds one call into the submission may take
    call_s: float = 10.0
    #: by phase ("public", "hidden"): what the replies of that phase's submission cells must echo
    nonces: dict[str, bytes] = {}
    #: how many calls into the submission the search for a smaller counter-example may use
    shrink_calls: int = 50
    #: whether a failure's kind of mistake is looked for
    diagnose: bool = True
    #: whether the checks after the first that fails are left out
    stop_at_failure: bool = False
    #: by dtype: relative and absolute tolerance, where the author wants others than the usual ones
    tolerances: dict[str, tuple[float, float]] = {}
    #: what a submission cell may use, for the message when it runs out; 0 where nobody asks
    memory_bytes: int = 0
    #: the same of a GPU; 0 where it has none
    gpu_memory_bytes: int = 0
    #: "grade" runs checks, "repeat" does so for each of `repeats`, "variant" generates one variant of a quiz,
    #: "solve" answers questions, "mutants" makes mutants of the files, "record" runs checks and tells what
    #: the submission answered
    kind: str = "grade"
    #: "variant" makes one of each of these instead of one of `seed`; "solve" gives `questions` to solver.py
    seeds: list[int] = []
    questions: list[dict[str, Any]] = []
    #: "variant" makes one variant of this question, from the first of `seeds` that gives it; empty: of any
    question: str = ""
    #: the submission cells there are for all repeats, and how many one may use
    repeats: list[RepeatPlan] = []
    cells: int = 0
    cells_each: int = 0


def encode(job: SubmissionJob | GraderJob) -> bytes:
    """The bytes a cell receives."""
    return msgspec.msgpack.encode(job)


def decode_submission(payload: bytes) -> SubmissionJob:
    """The job of a submission cell."""
    return msgspec.msgpack.decode(payload, type=SubmissionJob)


def decode_grader(payload: bytes) -> GraderJob:
    """The job of a grader cell."""
    return msgspec.msgpack.decode(payload, type=GraderJob)
