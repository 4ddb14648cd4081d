"""What `seodang measure` found out about an exercise's reference, as it lies in measured.json.

The file says how the reference's curves ran and how its scores spread over seeds, and which threshold follows
from that. It is data like the rest of a bundle: decoded strictly, each list bounded, each number finite.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from graders.problems import Problem

MEASURED = "measured.json"
#: what lies in its place while the reference is being measured
SAMPLING = b'"sampling"'
#: kind of the detail that brings a score out of the cell
SAMPLE = "sample"
MAX_BYTES = 2**20
MAX_STEPS = 5000

Name = Annotated[str, Meta(min_length=1, max_length=64)]
Test = Annotated[str, Meta(pattern=r"^test_[A-Za-z0-9_]+$", max_length=120)]
Steps = Annotated[list[Annotated[int, Meta(ge=0, lt=2**31)]], Meta(max_length=MAX_STEPS)]
Numbers = Annotated[list[float], Meta(max_length=MAX_STEPS)]


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one curve of the reference ran: for each step, where the curves of nine in ten seeds lay."""

    steps: Steps
    #: the 5th percentile of the seeds' values, step by step
    low: Numbers
    #: the 95th
    high: Numbers
    #: the 50th
    median: Numbers


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a check decides about scores: what its author asked for."""

    #: a submission is trained with so many seeds at most
    seeds: Annotated[int, Meta(ge=2, le=50)] = 3
    #: of the lower bound: a submission whose true mean lies below the threshold fails at least this often
    confidence: Annotated[float, Meta(ge=0.5, le=0.999)] = 0.9
    #: how often a submission as good as the reference may fail, at most
    false_fail: Annotated[float, Meta(ge=1e-9, le=0.1)] = 1e-4
    #: how much less than the reference is still as good, in units of the score
    margin: Annotated[float, Meta(ge=0, le=1e6)] = 0.0
    #: the highest score there is
    best: Annotated[float, Meta(ge=-1e9, le=1e9)] = 1.0


class Scores(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reference's scores in one check, one a seed, and what follows from their spread."""

    values: Annotated[list[float], Meta(min_length=5, max_length=1000)]
    mean: float
    #: standard deviation, with n - 1
    deviation: Annotated[float, Meta(ge=0)]
    #: what the lower confidence bound of a submission's scores must reach
    threshold: float
    #: the probability that a submission as good as the reference fails, at most
    false_fail: Annotated[float, Meta(ge=0, le=1)]
    design: Design


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """measured.json."""

    schema: Literal[1]
    #: digest over what was measured: reference/, checks.py and data/
    reference: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    #: how many seeds the reference was trained with
    seeds: Annotated[int, Meta(ge=5, le=1000)]
    #: curves by name
    metrics: Annotated[dict[Name, Band], Meta(max_length=16)]
    #: scores by check
    scores: Annotated[dict[Test, Scores], Meta(max_length=100)]


def read_measured(content: Mapping[str, bytes], problems: list[Problem]) -> Measured | None:
    """What the bundle's measured.json says; None without one, or with its problem noted."""
    data = content.get(MEASURED)
    if data is None:
        return None
    try:
        return decode(data)
    except ValueError as error:
        problems.append(Problem.of(MEASURED, "", "measured_unfit", error=str(error)[:300]))
        return None


def decode(data: bytes) -> Measured:
    """The measurements in these bytes; raises ValueError for anything else."""
    if len(data) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes")
    try:
        measured = msgspec.json.decode(data, type=Measured)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    for fault in _faults(measured):
        raise ValueError(fault)
    return measured


def encode(measured: Measured) -> bytes:
    """The bytes of measured.json: equal measurements give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(measured, order="deterministic"), indent=0) + b"\n"


def _faults(measured: Measured) -> Iterator[str]:
    """What no type says: lists of one length in order, numbers that are numbers."""
    for name, band in measured.metrics.items():
        if not len(band.steps) == len(band.low) == len(band.high) == len(band.median):
            yield f"the lists of {name} differ in length"
        elif any(later <= step for step, later in zip(band.steps, band.steps[1:], strict=False)):
            yield f"the steps of {name} do not rise"
        elif not all(
            math.isfinite(low) and math.isfinite(high) and low <= middle <= high
            for low, middle, high in zip(band.low, band.median, band.high, strict=True)
        ):
            yield f"a value of {name} is out of order"
    for test, scores in measured.scores.items():
        numbers = (*scores.values, scores.mean, scores.deviation, scores.threshold, scores.false_fail)
        if not all(map(math.isfinite, numbers)):
            yield f"a number of {test} is not finite"
