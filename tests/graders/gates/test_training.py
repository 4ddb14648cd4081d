"""The gate "training" refuses measurements that are missing, stale, wrong or unfair."""

from __future__ import annotations

import msgspec
import pytest

from graders.bundle import Bundle
from graders.gates import training
from graders.gates.gate import GateResult
from graders.gates.training import TrainingGate
from graders.grading import Grader
from graders.measured import Measured
from graders.training.bounds import summarise
from graders.training.measuring import Sample, measure
from tests.graders import samples
from tests.graders.training import sample


def nothing(done: int, total: int) -> None:
    """Hear how far it is."""


def run(bundle: Bundle, grader: Grader, false_fail: float = 1e-2) -> GateResult:
    """What the gate finds."""
    return TrainingGate(false_fail=false_fail).run(bundle, grader, nothing)


def first_problem(result: GateResult) -> str:
    """The key and the beginning of the first problem."""
    assert not result.ok
    problem = result.problems[0]
    return f"{problem.file} {problem.key}: {problem.message.en}"


@pytest.fixture(scope="module")
def measured(grader: Grader) -> Measured:
    """The small exercise, measured."""
    return measure(sample.bundle(), grader, 12, nothing)


def test_it_is_for_exercises_that_train_by_measurements(measured: Measured) -> None:
    """Not for other kinds, and not for training without a measured check."""
    gate = TrainingGate()

    assert gate.applies(sample.bundle(measured))
    assert gate.applies(sample.bundle())
    assert not gate.applies(samples.bundle())
    assert not gate.applies(sample.bundle(checks="def test_other(submission): pass\n"))


def test_measured_exercises_pass_and_their_author_sees_the_odds(measured: Measured, grader: Grader) -> None:
    """The summary says how often a good submission fails, what is caught, and what wrong examples reach."""
    told: list[tuple[int, int]] = []
    result = TrainingGate().run(
        sample.bundle(measured), grader, lambda done, total: told.append((done, total))
    )

    assert result.ok
    assert "probability of at most 1e-03" in result.summary.en
    assert "weak 0." in result.summary.en
    assert "1e-03" in result.summary.ko
    facts = result.facts["test_accuracy"]
    assert len(facts["fresh"]) == 5
    assert 0.6 < facts["wrong"]["examples/wrong/weak.py"] < 0.8
    assert 0 < facts["caught_drop"] < 0.3
    assert told[-1] == (6, 6)


def test_two_runs_of_the_gate_agree(measured: Measured, grader: Grader) -> None:
    """Its seeds follow from what is measured."""
    bundle = sample.bundle(measured)

    assert run(bundle, grader) == run(bundle, grader)


def test_missing_measurements_are_a_problem(grader: Grader) -> None:
    """The cure is to measure."""
    assert "there is no measured.json" in first_problem(run(sample.bundle(), grader))


def test_stale_measurements_are_a_problem(measured: Measured, grader: Grader) -> None:
    """Another reference, other checks or data make them stale."""
    changed = sample.bundle(measured, reference=sample.REFERENCE + "\n")

    assert first_problem(run(changed, grader)).startswith("measured.json reference: It was measured with")


def test_fresh_scores_that_disagree_are_a_problem(measured: Measured, grader: Grader) -> None:
    """Measurements of another machine, or edited by hand, are found out."""
    bundle = sample.bundle(sample.shifted(measured, 0.05))

    assert "15 fresh runs of the reference score" in first_problem(run(bundle, grader))


def test_one_poor_run_of_five_is_no_disagreement(
    measured: Measured, grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trainings have a tail: where the first runs disagree, more are made, and these decide."""
    known = measured.scores["test_accuracy"]
    made: list[int] = []

    def draw(
        bundle: Bundle, grader: Grader, files: object, purpose: str, count: int, tell: object
    ) -> list[Sample]:
        made.append(count)
        scores = [known.mean] * (count - 1) + [known.mean - (1.0 if len(made) == 1 else 0.0)]
        designs = {"test_accuracy": known.design}
        return [Sample(scores={"test_accuracy": score}, designs=designs) for score in scores]

    monkeypatch.setattr(training, "take_samples", draw)
    result = run(sample.bundle(measured), grader)

    assert result.ok
    assert made[:2] == [5, 15]
    assert min(result.facts["test_accuracy"]["fresh"]) < known.mean - 0.9


def test_too_many_false_fails_are_a_problem(measured: Measured, grader: Grader) -> None:
    """One in a thousand is too many where one in ten thousand is allowed."""
    found = first_problem(run(sample.bundle(measured), grader, false_fail=1e-4))

    assert found.startswith("measured.json scores.test_accuracy.false_fail: A submission as good as")


def test_scores_that_are_not_normal_are_a_problem(measured: Measured, grader: Grader) -> None:
    """Where one seed in twelve collapses, groups of the reference's own scores fail."""
    known = measured.scores["test_accuracy"]
    design = msgspec.structs.replace(known.design, false_fail=0.05)
    broken = summarise(([0.9, 0.901, 0.899] * 4)[:-1] * 2 + [0.3] * 2, design)
    checks = sample.CHECKS.replace("false_fail=0.001", "false_fail=0.05")
    claimed = sample.refreshed(
        msgspec.structs.replace(measured, scores={"test_accuracy": broken}), sample.bundle(checks=checks)
    )
    result = run(sample.bundle(claimed, checks=checks), grader, false_fail=0.06)

    assert not result.ok
    said = " ".join(problem.message.en for problem in result.problems)
    assert "do not spread like normal numbers" in said


def test_another_design_is_a_problem(measured: Measured, grader: Grader) -> None:
    """Checks that ask for other odds than were measured need measuring anew, whatever the digest claims."""
    checks = sample.CHECKS.replace("false_fail=0.001", "false_fail=0.002")
    changed = sample.bundle(checks=checks)
    bundle = sample.bundle(sample.refreshed(measured, changed), checks=checks)

    assert "measured.json knows test_accuracy" in first_problem(run(bundle, grader))


def test_a_reference_that_fails_is_a_problem(measured: Measured, grader: Grader) -> None:
    """It is named, with the check it fails."""
    reference = sample.REFERENCE.replace("yes", "no")
    changed = sample.bundle(reference=reference)
    bundle = sample.bundle(sample.refreshed(measured, changed), reference=reference)

    assert first_problem(run(bundle, grader)).startswith("reference test_other: ")
