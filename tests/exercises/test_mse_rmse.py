"""Errors, units and shares that a question asks for are those of scikit-learn; no mistake leads to a key."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn import metrics

from graders.quiz import Question, Variant
from graders.quiz.figures import ScatterFigure
from graders.quiz.variant import NumberKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/mse-rmse"
SEEDS = 300


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def keys_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: key.value for name, key in variant.keys.items()}  # type: ignore[union-attr]


def of(variants: list[Variant], *names: str) -> list[Variant]:
    """The variants of some questions; there are many of each."""
    found = [variant for variant in variants if variant.question in names]
    assert len(found) > 15 * len(names)
    return found


def drawn(figure: ScatterFigure) -> tuple[list[float], list[float]]:
    """Measured and predicted values, as somebody reads them from points and line."""
    (x0, y0), (x1, y1) = figure.lines[0].points
    assert y0 is not None
    assert y1 is not None
    points = figure.groups[0].points
    return [point.y for point in points], [y0 + (y1 - y0) * (point.x - x0) / (x1 - x0) for point in points]


def test_errors_are_those_of_scikit_learn(variants: list[Variant]) -> None:
    """Of a drawn line, of residuals with and without an outlier, of two models."""
    for variant in of(variants, "line"):
        figure, keys = variant.figures[0], keys_of(variant)
        assert isinstance(figure, ScatterFigure)
        true, predicted = drawn(figure)
        assert keys["mse"] == pytest.approx(metrics.mean_squared_error(true, predicted))
        assert keys["rmse"] == pytest.approx(metrics.root_mean_squared_error(true, predicted))
        assert keys["total"] == pytest.approx(keys["mse"] * len(true))
    for variant in of(variants, "outlier"):
        for name in ("before", "after"):
            residuals = variant.facts[name]
            zeros = np.zeros(len(residuals))
            assert keys_of(variant)[f"mse_{name}"] == pytest.approx(
                metrics.mean_squared_error(residuals, zeros)
            )
            assert keys_of(variant)[f"mae_{name}"] == pytest.approx(
                metrics.mean_absolute_error(residuals, zeros)
            )


def test_the_better_model_depends_on_the_measure(variants: list[Variant]) -> None:
    """One model wins by MSE and the other by MAE, and both sides come up."""
    winners: Counter[str] = Counter()
    for variant in of(variants, "two-models"):
        truth, guesses, keys = variant.facts["truth"], variant.facts["guesses"], keys_of(variant)
        squared = {name: metrics.mean_squared_error(truth, own) for name, own in guesses.items()}
        sizes = {name: metrics.mean_absolute_error(truth, own) for name, own in guesses.items()}
        assert (keys["mse_a"], keys["mse_b"]) == pytest.approx((squared["A"], squared["B"]))
        assert keys["by_mse"] == min(squared, key=squared.__getitem__)
        assert keys["by_mae"] == min(sizes, key=sizes.__getitem__) != keys["by_mse"]
        winners[keys["by_mse"]] += 1
    assert min(winners["A"], winners["B"]) > 5


def test_scaling_and_baseline(variants: list[Variant]) -> None:
    """Errors scale with the target, and R² compares with the mean."""
    for variant in of(variants, "scaled"):
        keys, spread = keys_of(variant), variant.facts["spread"]
        small = float(Fraction(*variant.facts["small"]))
        scaled = np.array([0.0, 1.0, 2.0])
        true, predicted = (spread * each + variant.facts["middle"] for each in (scaled, scaled + small))
        assert keys["rmse"] == pytest.approx(metrics.root_mean_squared_error(true, predicted))
        assert keys["mse"] == pytest.approx(metrics.mean_squared_error(true, predicted))
        assert keys["mse_scaled"] == pytest.approx(small**2)
    for variant in of(variants, "baseline"):
        keys, truth = keys_of(variant), np.array(variant.facts["truth"], float)
        off = np.sqrt(float(Fraction(*variant.facts["error"])))
        assert keys["mean"] == pytest.approx(truth.mean())
        assert keys["spread"] == pytest.approx(truth.var())
        assert keys["explained"] == pytest.approx(metrics.r2_score(truth, truth + off))
        assert keys["verdict"] == ("better" if keys["explained"] > 0 else "worse")


def test_units_are_squared_and_rooted(variants: list[Variant]) -> None:
    """The MSE has the square of the unit, the RMSE the unit itself."""
    for variant in of(variants, "units"):
        square = float(Fraction(*variant.facts["square"]))
        assert keys_of(variant)["rmse"] ** 2 == pytest.approx(square)
        assert (keys_of(variant)["mse_unit"], keys_of(variant)["rmse_unit"]) == ("squared", "unit")


def test_no_measure_passes_for_another(variants: list[Variant]) -> None:
    """Within a question no key lies within what an answer to another may be off."""
    for variant in of(variants, "line", "outlier", "units", "scaled"):
        values = [key.value for key in variant.keys.values() if isinstance(key, NumberKey)]
        values = values[1:] if variant.question == "line" else values
        assert all(abs(a - b) > 0.02 for place, a in enumerate(values) for b in values[:place])
