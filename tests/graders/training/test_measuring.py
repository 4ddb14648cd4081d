"""The reference is trained with many seeds in cells; scores, curves and thresholds are taken down."""

from __future__ import annotations

import math

import msgspec
import pytest

from graders.grading import Grader
from graders.measured import Measured
from graders.training.measuring import MeasuringError, bands, measure, percentile, source_digest
from tests.graders.training import sample


def nothing(done: int, total: int) -> None:
    """Hear how far it is."""


@pytest.fixture(scope="module")
def measured(grader: Grader) -> Measured:
    """The small exercise, measured with twelve seeds."""
    return measure(sample.bundle(), grader, 12, nothing)


def test_scores_and_curves_are_measured(measured: Measured) -> None:
    """One score a seed with its spread, a threshold below them, and the band of the curve."""
    scores = measured.scores["test_accuracy"]

    assert measured.seeds == len(scores.values) == len(set(scores.values)) == 12
    assert abs(scores.mean - 0.9) < 0.02
    assert 0.003 < scores.deviation < 0.03
    assert scores.threshold < min(scores.values)
    assert math.isclose(scores.false_fail, 0.001, rel_tol=1e-6)
    assert measured.metrics["loss"].median == [3.0, 2.0, 1.0]


def test_measuring_again_gives_the_same(measured: Measured, grader: Grader) -> None:
    """The seeds follow from what is measured."""
    assert measure(sample.bundle(), grader, 12, nothing) == measured


def test_a_submission_like_the_reference_passes_and_a_weak_one_fails(
    measured: Measured, grader: Grader
) -> None:
    """The check holds the lower bound against the threshold, and says in both languages what was missing."""
    bundle = sample.bundle(measured)
    good, weak = (
        grader.grade(bundle, {"solution.py": text.encode()}, seed=5)
        for text in (sample.REFERENCE, sample.REFERENCE.replace("0.9", "0.8"))
    )
    (_, check) = weak.checks

    assert good.verdict == "AC"
    assert check.outcome == "failed"
    assert check.detail is not None
    assert check.detail["kind"] == "training"
    assert len(check.detail["scores"]) == 3
    assert "Scores of 3 training run(s): 0." in check.message.en
    assert "신뢰하한" in check.message.ko


def test_equal_seeds_give_equal_reports(measured: Measured, grader: Grader) -> None:
    """The training seeds are the grading's: the same scores, bound and message each time."""
    bundle = sample.bundle(measured)
    first, second = (
        grader.grade(bundle, {"solution.py": sample.WEAK.encode()}, seed=9).checks[1] for _ in range(2)
    )

    assert (first.detail, first.message) == (second.detail, second.message)


def test_a_hopeless_submission_is_trained_once(measured: Measured, grader: Grader) -> None:
    """Where not even full marks could lift the mean, no further seed is tried."""
    bundle = sample.bundle(measured)
    hopeless = sample.REFERENCE.replace("0.9", "0.1").encode()

    check = grader.grade(bundle, {"solution.py": hopeless}, seed=5).checks[1]

    assert check.detail is not None
    assert len(check.detail["scores"]) == 1
    assert "can no longer be reached" in check.message.en


@pytest.mark.parametrize("value", ["float('nan')", "float('inf')"])
def test_a_score_that_is_no_number_fails(measured: Measured, grader: Grader, value: str) -> None:
    """A score that is not finite is the submission's failure."""
    bundle = sample.bundle(measured)
    solution = sample.REFERENCE.replace("0.9", value).encode()

    check = grader.grade(bundle, {"solution.py": solution}, seed=5).checks[1]

    assert (check.outcome, check.verdict) == ("failed", "WA")


def test_without_measurements_the_check_is_at_fault(grader: Grader) -> None:
    """Nobody is failed by a threshold that nobody measured."""
    check = grader.grade(sample.bundle(), {"solution.py": sample.REFERENCE.encode()}, seed=5).checks[1]

    assert check.verdict == "IE"
    assert "seodang measure" in check.message.en


def test_another_design_needs_measuring_anew(measured: Measured, grader: Grader) -> None:
    """A threshold of another design is not used."""
    checks = sample.CHECKS.replace("false_fail=0.001", "false_fail=0.01")
    bundle = sample.bundle(measured, checks=checks)

    check = grader.grade(bundle, {"solution.py": sample.REFERENCE.encode()}, seed=5).checks[1]

    assert check.verdict == "IE"


def test_a_reference_that_fails_is_not_measured(grader: Grader) -> None:
    """The error names the check and what it said."""
    broken = sample.bundle(reference=sample.REFERENCE.replace("yes", "no"))

    with pytest.raises(MeasuringError, match="test_other"):
        measure(broken, grader, 5, nothing)


def test_the_digest_follows_what_is_measured() -> None:
    """Another check, reference or datum is another digest; texts and measurements are not."""
    plain = sample.bundle()
    content = {**plain.content, "prompt.en.md": b"Train!", "measured.json": b"{}"}
    reworded = msgspec.structs.replace(plain, content=content)
    more_data = msgspec.structs.replace(plain, content={**plain.content, "data/hidden/x.npz": b"1"})

    assert source_digest(reworded) == source_digest(plain)
    assert source_digest(more_data) != source_digest(plain)
    assert source_digest(sample.bundle(checks=sample.CHECKS + "\n")) != source_digest(plain)
    assert source_digest(sample.bundle(reference=sample.REFERENCE + "\n")) != source_digest(plain)


def test_a_band_has_the_steps_that_every_seed_reached() -> None:
    """Percentiles lie between neighbours, and a step that one curve lacks is left out."""
    curves = [{"loss": {0: float(seed), 1: 5.0, 2: 0.0}} for seed in range(11)]
    del curves[3]["loss"][2]

    band = bands(curves)["loss"]

    assert band.steps == [0, 1]
    assert (band.low[0], band.median[0], band.high[0]) == (0.5, 5.0, 9.5)
    assert percentile([4.0], 0.3) == 4.0
