"""The streets that a question asks for are those of scikit-learn's machines, and costs decide."""

from __future__ import annotations

import math
import random
import runpy
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC

from graders.quiz import Question, Variant

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/svm-margin"
SEEDS = 150


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def answers_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: getattr(key, "value", getattr(key, "values", None)) for name, key in variant.keys.items()}


def of(variants: list[Variant], question: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Facts and key of each variant of a question."""
    found = [(variant.facts, answers_of(variant)) for variant in variants if variant.question == question]
    assert found
    return found


def read(facts: dict[str, Any]) -> tuple[np.ndarray, float]:
    """The weights and the offset of a decision function."""
    return np.array([float(Fraction(each)) for each in facts["w"]]), float(Fraction(facts["b"]))


def test_width_and_distance_follow_from_the_weights(variants: list[Variant]) -> None:
    """The margin is 2 over the norm, and the distance that of the foot on the border."""
    for facts, key in of(variants, "width"):
        w, b = read(facts)
        value = float(w @ facts["point"] + b)

        assert (key["norm"], key["margin"]) == pytest.approx((np.linalg.norm(w), 2 / np.linalg.norm(w)))
        assert key["value"] == pytest.approx(value)
        assert key["side"] == ("plus" if value > 0 else "minus")
        assert key["far"] == pytest.approx(abs(value) / np.linalg.norm(w))
        assert abs(value) > 1e-9


def test_the_widest_street_is_that_of_scikit_learn(variants: list[Variant]) -> None:
    """A machine that forgives nothing finds the drawn border, held by points that the key names."""
    for facts, key in of(variants, "support-vectors"):
        w, b = read(facts)
        points, classes = np.array(facts["points"], float), np.array(facts["classes"])
        model = SVC(kernel="linear", C=1e6, tol=1e-9).fit(points, classes)
        found = {f"P{n + 1}" for n in model.support_}
        on_edge = np.isclose(classes * (points @ w + b), 1)

        assert np.allclose(model.coef_[0], w, atol=1e-4)
        assert model.intercept_[0] == pytest.approx(b, abs=1e-3)
        assert found <= set(key["holding"])
        assert set(key["holding"]) == {f"P{n + 1}" for n in np.flatnonzero(on_edge)}
        assert (classes * (points @ w + b))[~on_edge].min() > 1.2
        assert key["margin"] == pytest.approx(2 / np.linalg.norm(model.coef_), rel=1e-4)


def test_the_border_between_two_points_is_that_of_scikit_learn(variants: list[Variant]) -> None:
    """Weights and offset are those of a machine that was fitted on the two points."""
    for facts, key in of(variants, "two-points"):
        model = SVC(kernel="linear", C=1e6).fit([facts["low"], facts["high"]], [-1, 1])

        assert np.allclose([key["w1"], key["w2"]], model.coef_[0], atol=1e-5)
        assert key["b"] == pytest.approx(model.intercept_[0], abs=1e-4)
        assert key["margin"] == pytest.approx(math.dist(facts["low"], facts["high"]))


def test_slack_is_the_hinge_loss(variants: list[Variant]) -> None:
    """Every question has a point beyond its edge, one within the street and one on the wrong side."""
    for facts, key in of(variants, "slack"):
        w, b = read(facts)
        levels = facts["classes"] * (np.array(facts["points"]) @ w + b)

        assert [key[f"P{n}"] for n in range(1, 5)] == pytest.approx(list(np.maximum(0, 1 - levels)))
        assert key["errors"] == (levels < 0).sum() >= 1
        assert set(np.digitize(levels, [0, 1])) == {0, 1, 2}


def test_a_large_c_buys_the_narrow_street(variants: list[Variant]) -> None:
    """The wide street is chosen for the small C and the narrow one for the large C, both with room."""
    for facts, key in of(variants, "price"):
        norms, losses = np.array([[float(Fraction(each)) for each in row] for row in facts["order"]]).T
        costs = {c: norms**2 / 2 + c * losses for c in (float(Fraction(facts["little"])), facts["much"])}
        (low, high), wide = costs.values(), str(norms.argmin() + 1)

        assert [key["cost-1"], key["cost-2"]] == pytest.approx(list(low))
        assert key["little"] == key["wide"] == wide == str(low.argmin() + 1)
        assert key["much"] == str(high.argmin() + 1) != wide
        assert all(abs(a - b) > 0.1 for a, b in costs.values())


def test_curves_and_scaled_lengths_are_those_of_the_kernel(variants: list[Variant]) -> None:
    """Each curve is scikit-learn's kernel, and lengths and gamma change together without effect."""
    for facts, key in of(variants, "gamma"):
        for name, points in facts["curves"].items():
            for far, value in points:
                assert rbf_kernel([[0.0]], [[far]], gamma=float(key[f"curve.{name}"]))[0, 0] == pytest.approx(
                    value
                )
        before = rbf_kernel([[0.0]], [[1.5]], gamma=float(Fraction(facts["old"])))
        assert rbf_kernel([[0.0]], [[1.5 * facts["factor"]]], gamma=key["scaled"]) == pytest.approx(before)
        assert key[f"curve.{key['bends']}"] == max(facts["found"], key=float)


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and hardly two variants are alike."""
    kinds = Counter(variant.question for variant in variants)

    assert (len(kinds), min(kinds.values()) >= SEEDS / 20) == (6, True)
    assert len({repr(variant.facts) for variant in variants}) >= SEEDS - 3
