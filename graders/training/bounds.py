"""Which lower confidence bound of k new scores to ask for, given n scores of the reference.

A submission passes when the lower bound of its mean, L = mean - t s / sqrt(k), reaches a threshold
T = M - margin - c S, where M and S are mean and deviation of the reference's n scores. For a submission whose
scores are drawn like the reference's, mu and sigma cancel: the probability of L < M - c S depends on k, n, t
and c alone, and c is chosen to make it small. docs/training.md derives it.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from graders.measured import Design, Scores
from graders.training.distributions import normal_cdf, spreads, student_quantile

#: scores before the first decision in favour: one alone has no spread
FIRST_LOOK = 2


class Decision(NamedTuple):
    """What the scores so far say."""

    #: None while another score could still matter
    passed: bool | None
    #: the lower confidence bound of the mean; the score itself where there is only one
    bound: float
    #: whether not even the best scores could reach the threshold now
    hopeless: bool = False


def decide(scores: Sequence[float], threshold: float, design: Design) -> Decision:
    """Whether these scores pass, fail, or leave it open."""
    bound = lower_bound(scores, design)
    if len(scores) >= FIRST_LOOK and bound >= threshold:
        return Decision(True, bound)
    if len(scores) >= design.seeds:
        return Decision(False, bound)
    most = (sum(scores) + design.best * (design.seeds - len(scores))) / design.seeds
    if most < threshold:  # a bound never lies above its mean
        return Decision(False, bound, hopeless=True)
    return Decision(None, bound)


def lower_bound(scores: Sequence[float], design: Design) -> float:
    """The one-sided lower confidence bound of the mean by Student's t; of one score, that score."""
    if len(scores) == 1:
        return scores[0]
    half = quantile(len(scores), design) * statistics.stdev(scores) / math.sqrt(len(scores))
    return statistics.fmean(scores) - half


def quantile(count: int, design: Design) -> float:
    """Student's t at a look of so many scores; the looks share the error of the design (Bonferroni)."""
    looks = design.seeds - FIRST_LOOK + 1
    return student_quantile(1 - (1 - design.confidence) / looks, count - 1)


def summarise(values: Sequence[float], design: Design) -> Scores:
    """The reference's scores with the threshold that follows from them."""
    mean, deviation = statistics.fmean(values), statistics.stdev(values)
    threshold = mean - design.margin - factor(len(values), design) * deviation
    return Scores(
        values=list(values),
        mean=mean,
        deviation=deviation,
        threshold=threshold,
        false_fail=false_fail(mean, deviation, len(values), threshold, design),
        design=design,
    )


def factor(measured: int, design: Design) -> float:
    """The smallest c for which a submission as good as the reference fails as rarely as the design asks."""
    low, high = 0.0, 1.0
    while fail_probability(measured, high, design) > design.false_fail:
        high *= 2
    for _ in range(40):
        middle = (low + high) / 2
        if fail_probability(measured, middle, design) > design.false_fail:
            low = middle
        else:
            high = middle
    return high


def false_fail(mean: float, deviation: float, measured: int, threshold: float, design: Design) -> float:
    """How often a submission as good as the reference fails at this threshold, at most."""
    if deviation == 0:
        return 0.0 if threshold < mean else 1.0
    return fail_probability(measured, (mean - threshold) / deviation, design)


def fail_probability(measured: int, c: float, design: Design) -> float:
    """P(L < M - c S) for scores drawn like the reference's, whatever their mean and spread.

    The expectation, over the two independent spreads, of a normal probability. A pass at an earlier look only
    makes failing rarer, so it is an upper bound for the whole procedure.
    """
    count = design.seeds
    half = quantile(count, design) / math.sqrt(count)
    width = math.sqrt(1 / count + 1 / measured)
    own, reference = _thinned(spreads(count - 1)), _thinned(spreads(measured - 1))
    return sum(
        weight * other * normal_cdf((half * u - c * v) / width) for u, weight in own for v, other in reference
    )


def pass_probability(drop: float, deviation: float, distance: float, design: Design) -> float:
    """How often a submission passes whose mean is `drop` below the reference's, at most.

    Its scores spread like the reference's, and the threshold lies `distance` below the reference's mean. The
    looks are added up, so the truth is lower.
    """
    if deviation == 0:
        return 1.0 if drop <= distance else 0.0
    total = 0.0
    for count in range(FIRST_LOOK, design.seeds + 1):
        half = quantile(count, design)
        gap = (distance - drop) / deviation * math.sqrt(count)
        total += sum(weight * normal_cdf(gap - half * u) for u, weight in spreads(count - 1))
    return min(1.0, total)


def caught_drop(scores: Scores, power: float = 0.95) -> float:
    """The smallest drop of the mean that makes a submission fail this often."""
    distance = scores.mean - scores.threshold
    low, high = 0.0, distance + 1e-9
    while pass_probability(high, scores.deviation, distance, scores.design) > 1 - power:
        high *= 2
    for _ in range(40):
        middle = (low + high) / 2
        if pass_probability(middle, scores.deviation, distance, scores.design) > 1 - power:
            low = middle
        else:
            high = middle
    return high


def regrouped_fails(scores: Scores, groups: int = 2000) -> float:
    """The share of groups of the reference's own scores that fail: near 0, if the normal model holds."""
    draw = random.Random(0)  # the same groups each time
    count = min(scores.design.seeds, len(scores.values))
    fails = 0
    for _ in range(groups):
        group = draw.sample(scores.values, count)
        fails += lower_bound(group, scores.design) < scores.threshold
    return fails / groups


def prediction_interval(scores: Scores, fresh: int, confidence: float = 0.999) -> tuple[float, float]:
    """Where the mean of so many fresh scores of the reference lies with this probability.

    By Student's t: G. J. Hahn and W. Q. Meeker, Statistical Intervals (1991), 4.7.
    """
    count = len(scores.values)
    half = student_quantile((1 + confidence) / 2, count - 1) * scores.deviation
    half *= math.sqrt(1 / fresh + 1 / count)
    return scores.mean - half, scores.mean + half


def _thinned(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The pairs that weigh anything."""
    return [pair for pair in pairs if pair[1] > 1e-14]
