"""The search for parameters of DBSCAN is fair: right stays right on data drawn anew, and luck is no help."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/dbscan-tune"
SHAPES = ("moons", "rings", "waves", "hooks", "eyes")


@pytest.fixture(scope="module")
def checks() -> dict[str, Any]:
    """The names that checks.py defines."""
    return runpy.run_path(str(FOLDER / "checks.py"))


def worst(checks: dict[str, Any], solution: str, seed: int) -> float:
    """The lowest result that a solution's searches reach on all shapes."""
    submission = SimpleNamespace(**runpy.run_path(str(FOLDER / solution)))
    sets = checks["draw_sets"](np.random.default_rng(seed), [checks[shape] for shape in SHAPES])
    return min(float(checks["search"](submission, *each).score) for each in sets)


def test_the_reference_stands_far_above_the_top_band(checks: dict[str, Any]) -> None:
    """On data drawn anew the reference is at least a tenth above the highest band."""
    assert min(worst(checks, "reference/solution.py", seed) for seed in range(4)) > checks["BANDS"][-1] + 0.1


@pytest.mark.parametrize("solution", ["default_values", "fixed_grid", "whole_extent", "no_noise_wanted"])
def test_luck_stays_below_the_lowest_band(checks: dict[str, Any], solution: str) -> None:
    """Constants, radii of one unit and radii of the wrong kind reach next to nothing."""
    assert worst(checks, f"examples/wrong/{solution}.py", 1) < checks["BANDS"][0] - 0.3


def test_without_noise_the_top_band_is_out_of_reach(checks: dict[str, Any]) -> None:
    """With min_samples 1, whatever eps, a set stays clearly between the two upper bands."""
    _, good, best = checks["BANDS"]
    for seed in range(4):
        assert good < worst(checks, "examples/wrong/min_samples_one.py", seed) < best - 0.05


def test_sets_are_as_the_text_says(checks: dict[str, Any]) -> None:
    """Numbers of points, shares of noise and units lie within what the prompt promises."""
    for seed in range(20):
        sets = checks["draw_sets"](np.random.default_rng(seed), [checks[shape] for shape in SHAPES])
        spreads = [points.std() for points, _ in sets]
        assert max(spreads) / min(spreads) > 500
        for points, labels in sets:
            assert 600 <= len(points) <= 1000
            assert 0.28 <= (labels == -1).mean() <= 0.34


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"eps": 0}, "eps must be a number from 0.000001 to 1000000, not 0"),
        ({"eps": float("nan")}, "not nan"),
        ({"eps": True}, "not True"),
        ({"eps": "x" * 1000}, "not 'xxx"),
        ({"min_samples": 5.0}, "min_samples must be a whole number (int) from 1 to 100, not 5.0"),
        ({"min_samples": 0}, "not 0"),
        ({"score": 1.0}, "the keys eps and min_samples, and no others"),
    ],
)
def test_a_wrong_proposal_is_told_in_one_short_sentence(
    checks: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    """Whatever a proposal holds, the fault names the key and its bounds, and stays short."""
    fault = checks["fault_of"]({"eps": 1.0, "min_samples": 5, **change})

    assert words in fault[0]
    assert max(map(len, fault)) < 150


@pytest.mark.parametrize("value", [1, np.int64(1), np.int32(1)])
def test_numbers_of_numpy_are_numbers(checks: dict[str, Any], value: Any) -> None:
    """A number from NumPy is as good as one of Python's."""
    assert checks["fault_of"]({"eps": value, "min_samples": value}) is None
    assert checks["fault_of"]({"eps": np.float64(0.5), "min_samples": 5}) is None
