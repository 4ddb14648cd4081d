"""Checks for dbscan-tune: the grader clusters and scores, the submission only proposes.

Every grading draws its data anew: shapes that are not round, noise around them, and a unit of length that differs
a hundredfold from set to set. One search has ten tries on one set; of several sets the lowest score counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from numbers import Integral, Real

import numpy as np
import pytest
from sklearn.cluster import DBSCAN
from sklearn.metrics import adjusted_rand_score

from graders import assert_close, expect

BUDGET = 10
EPS = (1e-6, 1e6)
MIN_SAMPLES = (1, 100)
#: thickness of the shapes, how far noise keeps off them and how far out it lies, where a shape is about 2 wide
SPREAD, CLEAR, MARGIN = 0.04, 0.12, 0.4
BANDS = (0.40, 0.60, 0.85)


def evenly(rng, count, low, high):
    """Return numbers from low to high, one in each of equal parts, so that no gap tears a shape."""
    return low + (high - low) * (np.arange(count) + rng.random(count)) / count


def arc(rng, count, radius, turn=(0.0, 1.0), middle=(0.0, 0.0)):
    """Return points along a part of a circle."""
    angles = 2 * math.pi * evenly(rng, count, *turn)
    return np.array(middle) + radius * np.column_stack([np.cos(angles), np.sin(angles)])


def moons(rng):
    """Return two crescents, each with a tip in the hollow of the other."""
    return [arc(rng, 260, 1.0, (0.0, 0.5)), arc(rng, 260, 1.0, (0.5, 1.0), (1.0, 0.45))]


def rings(rng):
    """Return a small ring within a large one."""
    return [arc(rng, 400, 1.0), arc(rng, 180, 0.45)]


def waves(rng):
    """Return three waves above one another."""
    places = [evenly(rng, 190, 0.0, 2.4) for _ in range(3)]
    return [np.column_stack([x, 0.3 * np.sin(2.6 * x) + 0.65 * number]) for number, x in enumerate(places)]


def hooks(rng):
    """Return two open rings side by side."""
    return [arc(rng, 230, 0.65, (0.0, 0.75)), arc(rng, 230, 0.65, (0.0, 0.75), (1.65, 0.3))]


def eyes(rng):
    """Return two rings, one of them with a small one in its middle."""
    return [arc(rng, 260, 0.65), arc(rng, 260, 0.65, middle=(1.8, 0.0)), arc(rng, 60, 0.12)]


def draw(rng, shape, unit):
    """Return the points of a set and their labels: the number of a shape, or -1 for noise."""
    groups = shape(rng)
    labels = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    points = np.concatenate(groups) + rng.normal(scale=SPREAD, size=(len(labels), 2))
    wanted = int(rng.uniform(0.40, 0.50) * len(points))
    low, high = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
    noise = rng.uniform(low, high, size=(4 * wanted, 2))
    far = ((noise[:, None] - points) ** 2).sum(axis=2).min(axis=1) > CLEAR**2
    noise = noise[far][:wanted]
    order = rng.permutation(len(points) + len(noise))
    points = np.concatenate([points, noise])[order] + rng.uniform(-5, 5, size=2)
    return points * unit, np.concatenate([labels, np.full(len(noise), -1)])[order]


def draw_sets(rng, shapes):
    """Return a set of each shape, with units far apart, the smallest in any place."""
    exponents = rng.permutation(np.linspace(-2, 2, len(shapes)))
    return [
        draw(rng, shape, 10 ** (exponent + rng.uniform(-0.3, 0.3)))
        for shape, exponent in zip(shapes, exponents)
    ]


@dataclass
class Search:
    """The tries of one search, and what became of them."""

    points: np.ndarray
    tries: list[dict] = field(default_factory=list)
    #: in both languages, what was wrong with the proposal that ended the search
    fault: tuple[str, str] | None = None

    @property
    def score(self):
        """The best score of its tries."""
        return max((each["score"] for each in self.tries), default=0.0)


def fault_of(proposal):
    """Return what is wrong with a proposal, in English and in Korean, or None."""
    if type(proposal) is not dict or set(proposal) != {"eps", "min_samples"}:
        return (
            "A proposal is a dict with the keys eps and min_samples, and no others.",
            "제안은 eps와 min_samples 두 키만 있는 dict여야 합니다.",
        )
    eps, fewest = proposal["eps"], proposal["min_samples"]
    # Compared as it is: an int may be too large to become a float. NaN lies between no bounds.
    if type(eps) is bool or not isinstance(eps, Real) or not EPS[0] <= eps <= EPS[1]:
        return (
            f"eps must be a number from 0.000001 to 1000000, not {shorten(eps)}.",
            f"eps의 값은 0.000001 이상 1000000 이하의 수여야 하는데 {shorten(eps)}입니다.",
        )
    low, high = MIN_SAMPLES
    if type(fewest) is bool or not isinstance(fewest, Integral) or not low <= fewest <= high:
        return (
            f"min_samples must be a whole number (int) from {low} to {high}, not {shorten(fewest)}.",
            f"min_samples의 값은 {low} 이상 {high} 이하의 정수(int)여야 하는데 {shorten(fewest)}입니다.",
        )
    return None


def shorten(value):
    """Return a value as Python writes it, cut to a length that reads well."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def search(submission, points, labels):
    """Ask for proposals, cluster and score; what the next one is told is in the history."""
    state = Search(points)
    for _ in range(BUDGET):
        proposal = submission.propose([dict(each) for each in state.tries], points.copy())
        state.fault = fault_of(proposal)
        if state.fault:
            break
        eps, fewest = float(proposal["eps"]), int(proposal["min_samples"])
        found = DBSCAN(eps=eps, min_samples=fewest).fit_predict(points)
        state.tries.append(
            {
                "eps": eps,
                "min_samples": fewest,
                "score": float(adjusted_rand_score(labels, found)),
                "clusters": int(found.max()) + 1,
                "noise": float((found == -1).mean()),
            }
        )
    return state


@pytest.fixture(scope="session")
def practice(submission, seed):
    """The searches on the two shapes that the text shows."""
    return [search(submission, *each) for each in draw_sets(np.random.default_rng([seed, 1]), (moons, rings))]


@pytest.fixture(scope="session")
def others(submission, seed):
    """The searches on shapes that no public check uses."""
    sets = draw_sets(np.random.default_rng([seed, 2]), (waves, hooks, eyes))
    return [search(submission, *each) for each in sets]


def expect_score(searches, least):
    """Hold the worst of the searches against a band."""
    scores = [each.score for each in searches]
    expect(
        all(each.tries for each in searches),
        en="There is nothing to score: the first proposal is not valid.",
        ko="점수를 매길 시도가 없습니다. 첫 제안이 올바르지 않습니다.",
    )
    told = ", ".join(f"{score:.3f}" for score in scores)
    worst = searches[scores.index(min(scores))].tries
    best = max(worst, key=lambda each: each["score"])
    expect(
        min(scores) >= least,
        en=f"The best scores of the {len(scores)} sets are {told}; this check asks each for {least:.2f}. On the worst set the "
        f"best try found {best['clusters']} clusters and called {best['noise']:.0%} of the points noise.",
        ko=f"데이터 {len(scores)}벌의 가장 좋은 점수는 {told}입니다. 이 검사의 기준은 모두 {least:.2f} 이상입니다. 점수가 가장 낮은 데이터에서 "
        f"가장 좋은 시도는 군집 {best['clusters']}개를 찾았고 점의 {best['noise']:.0%}를 잡음으로 보았습니다.",
    )


def test_first_proposal(submission, practice):
    """Without any history there is a valid first proposal."""
    fault = fault_of(submission.propose([], practice[0].points))

    expect(not fault, en=fault[0] if fault else "", ko=fault[1] if fault else "")


def test_ten_valid_proposals(practice, live):
    """All ten proposals are valid, on both sets."""
    for step in range(max(len(each.tries) for each in practice)):
        scores = [each.tries[step]["score"] for each in practice if step < len(each.tries)]
        live(step + 1, score=min(scores))
    for number, each in enumerate(practice, start=1):
        count, fault = len(each.tries) + 1, each.fault
        expect(
            not fault,
            en=f"Set {number}, proposal {count}: {fault and fault[0]}",
            ko=f"데이터 {number}, 제안 {count}: {fault and fault[1]}",
        )


def test_same_history_same_proposal(submission, practice):
    """A valid proposal follows from history and points alone."""
    for state in practice:
        for count in (0, 1, len(state.tries) // 2):
            history = state.tries[:count]
            first, second = (submission.propose(history, state.points) for _ in range(2))
            fault = fault_of(first)
            expect(
                not fault,
                en=f"After {count} tries there is no valid proposal to compare. {fault and fault[0]}",
                ko=f"시도 {count}번 뒤에 비교할 올바른 제안이 없습니다. {fault and fault[1]}",
            )
            assert_close(second, first, equal_nan=True)


def test_practice_better_than_chance(practice):
    """On both sets something of the shapes is found."""
    expect_score(practice, BANDS[0])


def test_practice_good(practice):
    """On both sets the shapes are told apart."""
    expect_score(practice, BANDS[1])


def test_practice_very_good(practice):
    """On both sets the noise is told from the shapes as well."""
    expect_score(practice, BANDS[2])


def test_others_better_than_chance(others):
    """On other shapes something is found."""
    expect_score(others, BANDS[0])


def test_others_good(others):
    """Other shapes are told apart."""
    expect_score(others, BANDS[1])


def test_others_very_good(others):
    """On other shapes the noise is told apart as well."""
    expect_score(others, BANDS[2])
