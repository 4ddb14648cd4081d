"""Checks for tune-svm: the grader fits and scores, the submission only proposes.

Each data set is a checkerboard of three by three squares, always the same for the same name, so that a
submission that decides from the history alone gets the same score every time.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from numbers import Real

import numpy as np
import pytest
from sklearn.svm import SVC

from graders import assert_close, expect

BUDGET = 12
KERNELS = ("linear", "poly", "rbf")
BOUNDS = {"C": (1e-3, 1e3), "gamma": (1e-4, 1e4)}
POINTS = {"training": 400, "validation": 400, "test": 1500}
SQUARES = 3
FLIPPED = 0.03
#: data set -> seed and side of one square; another side asks for another gamma
PRACTICE = {"practice": (11, 0.1)}
OTHERS = {"small squares": (12, 0.03), "large squares": (13, 12.0)}


def board(rng, count, side):
    """Return points on a checkerboard around the origin and their labels, a few of them flipped."""
    points = rng.uniform(0, SQUARES, size=(count, 2))
    labels = np.floor(points).sum(axis=1).astype(int) % 2
    labels ^= rng.random(count) < FLIPPED
    return (points - SQUARES / 2) * side, labels


@dataclass
class Search:
    """The tries of one search, and what became of them."""

    tries: list[dict] = field(default_factory=list)
    #: in both languages, what was wrong with the proposal that ended the search
    fault: tuple[str, str] | None = None
    best: float = -1.0
    score: float = 0.0


def fault_of(proposal):
    """Return what is wrong with a proposal, in English and in Korean, or None."""
    if type(proposal) is not dict or set(proposal) != {"kernel", "C", "gamma"}:
        return (
            "A proposal is a dict with the keys kernel, C and gamma, and no others.",
            "제안은 kernel, C, gamma 세 키만 있는 dict여야 합니다.",
        )
    kernel = proposal["kernel"]
    if type(kernel) is not str or kernel not in KERNELS:
        return (
            f"kernel must be one of {', '.join(KERNELS)}, not {shorten(kernel)}.",
            f"kernel은 {', '.join(KERNELS)} 중 하나여야 하는데 {shorten(kernel)}입니다.",
        )
    for name, (low, high) in BOUNDS.items():
        value = proposal[name]
        # Compared as it is: an int may be too large to become a float. NaN lies between no bounds.
        if type(value) is bool or not isinstance(value, Real) or not low <= value <= high:
            return (
                f"{name} must be a number from {low:g} to {high:g}, not {shorten(value)}.",
                f"{name}의 값은 {low:g} 이상 {high:g} 이하의 수여야 하는데 {shorten(value)}입니다.",
            )
    return None


def shorten(value):
    """Return a value as Python writes it, cut to a length that reads well."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def search(submission, seed, side):
    """Ask for proposals, fit and score them; the best on the validation set is scored on the test set."""
    rng = np.random.default_rng(seed)
    training, validation, test = (board(rng, count, side) for count in POINTS.values())
    state = Search()
    for _ in range(BUDGET):
        proposal = submission.propose([dict(each) for each in state.tries])
        state.fault = fault_of(proposal)
        if state.fault:
            break
        model = fit(proposal, training)
        accuracy = float(model.score(*validation))
        if accuracy > state.best:
            state.best, state.score = accuracy, float(model.score(*test))
        state.tries.append(
            {
                "kernel": proposal["kernel"],
                "C": proposal["C"],
                "gamma": proposal["gamma"],
                "train_accuracy": float(model.score(*training)),
                "validation_accuracy": accuracy,
            }
        )
    return state


def fit(proposal, training):
    """Return a support vector machine with these parameters, fitted; a stubborn one stops early."""
    model = SVC(**proposal, max_iter=20_000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "did not converge" is part of the game
        return model.fit(*training)


@pytest.fixture(scope="module")
def practice(submission):
    """The search on the practice data."""
    return [search(submission, seed, side) for seed, side in PRACTICE.values()]


@pytest.fixture(scope="module")
def others(submission):
    """The searches on the data sets that no public check uses."""
    return [search(submission, seed, side) for seed, side in OTHERS.values()]


def expect_accuracy(searches, least):
    """Hold the worst of the searches against a band."""
    score = min(each.score for each in searches)
    expect(
        all(each.tries for each in searches),
        en="There is nothing to score: the first proposal is not valid.",
        ko="점수를 매길 시도가 없습니다. 첫 제안이 올바르지 않습니다.",
    )
    expect(
        score >= least,
        en=f"The best of your tries has a test accuracy of {score:.3f}; this check asks for {least:.2f}.",
        ko=f"가장 좋은 시도의 테스트 정확도는 {score:.3f}입니다. 이 검사의 기준은 {least:.2f}입니다.",
    )


def test_first_proposal(submission):
    """Without any history there is a valid first proposal."""
    fault = fault_of(submission.propose([]))

    expect(not fault, en=fault[0] if fault else "", ko=fault[1] if fault else "")


def test_twelve_valid_proposals(practice, live):
    """All twelve proposals are valid."""
    for step, each in enumerate(practice[0].tries, start=1):
        live(step, accuracy=each["validation_accuracy"])
    count, fault = len(practice[0].tries) + 1, practice[0].fault

    expect(not fault, en=f"Proposal {count}: {fault and fault[0]}", ko=f"제안 {count}: {fault and fault[1]}")


def test_same_history_same_proposal(submission, practice):
    """A valid proposal follows from the history alone."""
    for count in (0, 1, len(practice[0].tries) // 2):
        history = practice[0].tries[:count]
        first, second = submission.propose(history), submission.propose(history)
        fault = fault_of(first)
        expect(
            not fault,
            en=f"After {count} tries there is no valid proposal to compare. {fault and fault[0]}",
            ko=f"시도 {count}번 뒤에 비교할 올바른 제안이 없습니다. {fault and fault[1]}",
        )
        assert_close(second, first, equal_nan=True)


def test_practice_better_than_guessing(practice):
    """The practice data are told apart better than by guessing."""
    expect_accuracy(practice, 0.65)


def test_practice_good(practice):
    """The squares of the practice data are recognised."""
    expect_accuracy(practice, 0.80)


def test_practice_very_good(practice):
    """The practice data are learnt nearly as well as the flipped labels allow."""
    expect_accuracy(practice, 0.86)


def test_others_better_than_guessing(others):
    """Other data are told apart better than by guessing."""
    expect_accuracy(others, 0.65)


def test_others_good(others):
    """The squares of other data are recognised."""
    expect_accuracy(others, 0.80)


def test_others_very_good(others):
    """Other data are learnt nearly as well as the flipped labels allow."""
    expect_accuracy(others, 0.86)
