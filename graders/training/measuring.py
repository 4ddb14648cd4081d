"""Measuring, on the host: the reference is graded once a seed, and its scores and curves are taken down.

A grading that measures is an ordinary one of an ordinary bundle, but that in place of measured.json lies a
mark. Where a check would decide about scores, it then hands the first one out instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import msgspec

from graders.bilingual import Bilingual, both
from graders.bundle import Bundle, content_hash
from graders.events import Event, Live
from graders.grading import Grader
from graders.measured import MAX_STEPS, MEASURED, SAMPLE, SAMPLING, Band, Design, Measured
from graders.report import CheckResult
from graders.training.bounds import summarise
from graders.trial import Trial

LEAST_SEEDS = 5
_SOURCES = ("checks.py", "reference/", "data/")
_PERCENTILES = (0.05, 0.5, 0.95)

Tell = Callable[[int, int], None]


class MeasuringError(Exception):
    """The reference cannot be measured: which check, and what it said."""

    def __init__(self, test: str, message: Bilingual) -> None:
        self.test = test
        self.message = message
        super().__init__(f"{test}: {message.en}")


@dataclass
class Sample:
    """What one grading gave: scores by check, points by curve."""

    scores: dict[str, float] = field(default_factory=dict)
    designs: dict[str, Design] = field(default_factory=dict)
    curves: dict[str, dict[int, float]] = field(default_factory=dict)
    #: the check that first streamed a curve; what others stream under its name is left out
    owners: dict[str, str] = field(default_factory=dict)
    #: what went wrong elsewhere, first of all
    fault: tuple[str, Bilingual] | None = None

    def on_event(self, event: Event) -> None:
        """Take down a point of a curve."""
        if isinstance(event, Live) and self.owners.setdefault(event.name, event.test) == event.test:
            self.curves.setdefault(event.name, {}).setdefault(event.step, event.value)


class _Said(msgspec.Struct):
    """The detail of a check that handed its score out."""

    score: float
    design: Design


def source_digest(bundle: Bundle) -> str:
    """What measurements hold for: checks, reference and data. Texts and examples do not matter."""
    return content_hash({name: data for name, data in bundle.content.items() if name.startswith(_SOURCES)})


def measures(bundle: Bundle) -> bool:
    """Whether the exercise's checks ask for measurements."""
    return b"measured.expect" in bundle.content.get("checks.py", b"")


def measure(bundle: Bundle, grader: Grader, seeds: int, tell: Tell) -> Measured:
    """Train the reference with so many seeds; raises MeasuringError where it cannot be measured."""
    samples = take_samples(bundle, grader, reference_files(bundle), "measure", seeds, tell)
    for sample in samples:
        if sample.fault is not None:
            raise MeasuringError(*sample.fault)
    first = samples[0]
    if not first.scores:
        raise MeasuringError("checks.py", both("training.nothing_measured"))
    scores = {
        test: summarise([sample.scores[test] for sample in samples], design)
        for test, design in first.designs.items()
    }
    return Measured(
        schema=1,
        reference=source_digest(bundle),
        seeds=len(samples),
        metrics=bands([sample.curves for sample in samples]),
        scores=scores,
    )


def take_samples(
    bundle: Bundle, grader: Grader, files: Mapping[str, bytes], purpose: str, count: int, tell: Tell
) -> list[Sample]:
    """One sample a seed; the seeds follow from what is measured and for what purpose."""
    marked = msgspec.structs.replace(bundle, content={**bundle.content, MEASURED: SAMPLING})
    digest = source_digest(bundle)
    seeds = [_seed(digest, purpose, index) for index in range(count)]
    samples: list[Sample] = []
    with ThreadPoolExecutor(max_workers=grader.slots, thread_name_prefix="measure") as pool:
        for sample in pool.map(lambda seed: _take(marked, grader, files, seed), seeds):
            samples.append(sample)
            tell(len(samples), count)
    return samples


def reference_files(bundle: Bundle) -> dict[str, bytes]:
    """The reference as something to grade."""
    return {name: bundle.content[f"reference/{name}"] for name in bundle.files}


def bands(curves: Sequence[Mapping[str, Mapping[int, float]]]) -> dict[str, Band]:
    """Percentiles of each curve, at the steps that every seed reached."""
    found: dict[str, Band] = {}
    for name in sorted(set.intersection(*(set(each) for each in curves))):
        every = [each[name] for each in curves]
        steps = sorted(set.intersection(*(set(curve) for curve in every)))[:MAX_STEPS]
        low, median, high = (
            [_rounded(percentile([curve[step] for curve in every], share)) for step in steps]
            for share in _PERCENTILES
        )
        found[name] = Band(steps=steps, low=low, high=high, median=median)
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies, between neighbours in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _rounded(value: float) -> float:
    """Five digits: more than a page can draw."""
    return float(f"{value:.5g}")


def _seed(digest: str, purpose: str, index: int) -> int:
    return int(hashlib.sha256(f"{digest} {purpose} {index}".encode()).hexdigest()[:15], 16)


def _take(bundle: Bundle, grader: Grader, files: Mapping[str, bytes], seed: int) -> Sample:
    sample = Sample()
    trial = Trial(shrink=False)
    report = grader.grade(bundle, files, seed, sample.on_event, include_after_due=True, trial=trial)
    if report.message:
        sample.fault = ("", report.message)
    for check in report.checks:
        _note(check, sample)
    return sample


def _note(check: CheckResult, sample: Sample) -> None:
    """Take down the score of a check, or that it failed otherwise."""
    detail = check.detail or {}
    if detail.get("kind") == SAMPLE:
        try:
            said = msgspec.convert(detail, _Said)
        except msgspec.ValidationError:
            return
        sample.scores[check.test], sample.designs[check.test] = said.score, said.design
    elif check.outcome != "passed" and sample.fault is None:
        sample.fault = (check.test, check.message)
