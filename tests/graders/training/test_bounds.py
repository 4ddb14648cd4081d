"""Thresholds of scores keep what they promise: shown by drawing scores, not by repeating the formulas."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from scipy import stats

from graders.measured import Design, Scores
from graders.training import bounds

DRAWS = 40_000
MEAN, SPREAD = 0.8, 0.02


def threshold_draws(design: Design, measured: int, seed: int) -> np.ndarray:
    """Thresholds of so many measurings of a reference with a known mean and spread."""
    rng = np.random.default_rng(seed)
    values = rng.normal(MEAN, SPREAD, (DRAWS, measured))
    c = bounds.factor(measured, design)
    thresholds: np.ndarray = values.mean(1) - design.margin - c * values.std(1, ddof=1)
    return thresholds


def fails(design: Design, thresholds: np.ndarray, mean: float, spread: float, seed: int) -> float:
    """The share of submissions that fail, decided score by score as a check does."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(mean, spread, (len(thresholds), design.seeds))
    return float(
        np.mean([not passes(row.tolist(), t, design) for row, t in zip(scores, thresholds, strict=True)])
    )


def passes(scores: list[float], threshold: float, design: Design) -> bool:
    """Whether these scores pass, looked at one after the other."""
    for count in range(1, design.seeds + 1):
        decision = bounds.decide(scores[:count], threshold, design)
        if decision.passed is not None:
            return decision.passed
    raise AssertionError("no decision at the last score")


@pytest.mark.parametrize(("seeds", "measured", "rate"), [(3, 12, 0.02), (3, 30, 0.01), (5, 20, 0.05)])
def test_a_submission_like_the_reference_fails_as_rarely_as_stated(
    seeds: int, measured: int, rate: float
) -> None:
    """Over many measurings and submissions drawn alike, the last look fails at the stated rate, not more."""
    design = Design(seeds=seeds, false_fail=rate, best=10.0)
    thresholds = threshold_draws(design, measured, seed=1)
    rng = np.random.default_rng(2)
    scores = rng.normal(MEAN, SPREAD, (DRAWS, seeds))
    t = bounds.quantile(seeds, design)
    last = scores.mean(1) - t * scores.std(1, ddof=1) / math.sqrt(seeds)
    error = 4 * math.sqrt(rate / DRAWS)

    assert abs(np.mean(last < thresholds) - rate) < error
    assert fails(design, thresholds[:5000], MEAN, SPREAD, seed=3) < rate + 4 * error


def test_the_probability_is_right_far_in_the_tail() -> None:
    """One in ten thousand is so in two million draws, for the default design and 30 measured seeds."""
    design, measured, draws = Design(), 30, 2_000_000
    rng = np.random.default_rng(5)
    own, reference = (
        np.sqrt(rng.chisquare(count - 1, draws) / (count - 1)) for count in (design.seeds, measured)
    )
    means = rng.normal(0, math.sqrt(1 / design.seeds + 1 / measured), draws)
    half = bounds.quantile(design.seeds, design) / math.sqrt(design.seeds)
    c = bounds.factor(measured, design)

    failed = np.count_nonzero(means - half * own + c * reference < 0)
    low, high = stats.poisson.interval(0.999, draws * design.false_fail)
    assert low <= failed <= high


def test_a_model_below_the_threshold_is_caught_as_stated() -> None:
    """Whatever its spread, a submission whose true mean lies at the threshold passes in 10 % at most."""
    design = Design(best=10.0)
    thresholds = np.full(8000, MEAN)

    for spread in (0.001, 0.02, 0.3):
        assert fails(design, thresholds, MEAN, spread, seed=7) > design.confidence - 0.01


def test_the_stated_drop_is_caught_with_the_stated_power() -> None:
    """A submission that is worse by `caught_drop` fails in 95 of 100 cases or more, one like it does not."""
    values = np.random.default_rng(11).normal(MEAN, SPREAD, 30).tolist()
    scores = bounds.summarise(values, Design(best=10.0))
    drop = bounds.caught_drop(scores)
    thresholds = np.full(8000, scores.threshold)

    caught = fails(scores.design, thresholds, scores.mean - drop, scores.deviation, seed=13)
    assert 0.945 < caught < 0.975
    assert fails(scores.design, thresholds, scores.mean - drop / 2, scores.deviation, seed=13) < 0.5


def scores_of(**changed: object) -> Scores:
    """Scores of a steady reference."""
    rng = random.Random(3)
    values = [rng.gauss(MEAN, SPREAD) for _ in range(30)]
    return bounds.summarise(values, msgspec.convert(changed, Design))


def test_a_margin_lowers_the_threshold_and_the_false_fail_probability() -> None:
    """What is called as good as the reference may be worse by the margin, and fails more rarely."""
    plain, wide = scores_of(), scores_of(margin=0.02)

    assert math.isclose(plain.threshold - wide.threshold, 0.02)
    assert math.isclose(plain.false_fail, 1e-4, rel_tol=1e-6)
    assert wide.false_fail < plain.false_fail / 2


def test_a_reference_without_spread_needs_a_margin() -> None:
    """Equal scores say nothing about how others would spread, unless the author says what is near enough."""
    equal = [0.5] * 10

    assert bounds.summarise(equal, Design()).false_fail == 1.0
    assert bounds.summarise(equal, Design(margin=0.05)).false_fail == 0.0
    assert math.isclose(bounds.summarise(equal, Design(margin=0.05)).threshold, 0.45)


def steps(scores: list[float], threshold: float, design: Design) -> Iterator[bool | None]:
    """The decision after each score."""
    for count in range(1, len(scores) + 1):
        yield bounds.decide(scores[:count], threshold, design).passed


def test_few_scores_are_enough_where_the_answer_is_clear() -> None:
    """Two steady scores pass, one hopeless score fails, and what is unclear takes every seed."""
    design = Design(seeds=4)

    assert list(steps([0.9, 0.9], 0.8, design)) == [None, True]
    assert list(steps([0.1], 0.8, design)) == [False]
    assert list(steps([0.75, 0.9, 0.7, 0.8], 0.7, design)) == [None, None, None, False]


def test_stopping_early_at_a_hopeless_score_changes_no_verdict() -> None:
    """Wherever training stops as hopeless, no further scores could have passed."""
    design = Design(seeds=4)
    rng = random.Random(9)
    hopeless = 0
    for _ in range(2000):
        scores = [rng.random() for _ in range(rng.randint(1, 3))]
        decision = bounds.decide(scores, 0.7, design)
        if not decision.hopeless:
            continue
        hopeless += 1
        for rest in ([1.0] * 3, [1.0, 0.99, 1.0], [rng.random() for _ in range(3)]):
            whole = [*scores, *rest][: design.seeds]
            assert not any(list(steps(whole, 0.7, design))[len(scores) :])
    assert hopeless > 200


def test_the_reference_own_groups_show_a_spread_that_is_not_normal() -> None:
    """Groups of normal scores never fail; where one run in ten collapses, some do."""
    normal = scores_of()
    values = [*normal.values[:27], 0.1, 0.1, 0.1]
    broken = bounds.summarise(values, Design(false_fail=0.05))

    assert bounds.regrouped_fails(normal) == 0
    assert bounds.regrouped_fails(broken) > 1e-3


def test_fresh_scores_lie_where_predicted() -> None:
    """The mean of five fresh scores lies in the 99 % interval in 99 of 100 cases."""
    rng = np.random.default_rng(17)
    inside, known = 0, scores_of()
    for _ in range(4000):
        values = rng.normal(MEAN, SPREAD, 10).tolist()
        scores = msgspec.structs.replace(
            known, values=values, mean=float(np.mean(values)), deviation=float(np.std(values, ddof=1))
        )
        low, high = bounds.prediction_interval(scores, 5, confidence=0.99)
        inside += low <= rng.normal(MEAN, SPREAD, 5).mean() <= high

    assert abs(inside / 4000 - 0.99) < 0.006
