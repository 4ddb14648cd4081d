"""The search for SVM parameters is fair: what is right stays right on other data of the same kind."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/tune-svm"
TOP_BAND = 0.86


@pytest.fixture(scope="module")
def checks() -> dict[str, Any]:
    """The names that checks.py defines."""
    return runpy.run_path(str(FOLDER / "checks.py"))


def score(checks: dict[str, Any], solution: str, seed: int, side: float) -> float:
    """The test accuracy that a solution's search reaches."""
    submission = SimpleNamespace(**runpy.run_path(str(FOLDER / solution)))
    return float(checks["search"](submission, seed, side).score)


@pytest.mark.parametrize("side", [0.03, 0.1, 1.0, 12.0])
def test_the_reference_reaches_the_top_band_on_fresh_data(checks: dict[str, Any], side: float) -> None:
    """On data drawn anew, with any unit of length, the reference is above the highest band."""
    assert min(score(checks, "reference/solution.py", seed, side) for seed in range(100, 104)) > TOP_BAND


def test_there_is_room_above_the_top_band(checks: dict[str, Any]) -> None:
    """On the data that are graded with, the reference stands at least three points above the highest band."""
    sets = [*checks["PRACTICE"].values(), *checks["OTHERS"].values()]

    assert min(score(checks, "reference/solution.py", *each) for each in sets) > TOP_BAND + 0.03


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"C": 10**600}, "C must be a number from 0.001 to 1000, not 1000"),
        ({"gamma": float("nan")}, "not nan"),
        ({"gamma": True}, "not True"),
        ({"C": "x" * 1000}, "not 'xxx"),
        ({"kernel": np.array(["rbf", "poly"])}, "kernel must be one of linear, poly, rbf, not array"),
        ({"kernel": "RBF"}, "not 'RBF'"),
    ],
)
def test_a_wrong_proposal_is_told_in_one_short_sentence(
    checks: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    """Whatever a proposal holds, the fault names the key and its bounds, and stays short."""
    fault = checks["fault_of"]({"kernel": "rbf", "C": 1.0, "gamma": 1.0, **change})

    assert words in fault[0]
    assert max(map(len, fault)) < 150


@pytest.mark.parametrize("value", [1, 1.0, np.float64(1), np.float32(1), np.int64(1)])
def test_numbers_of_numpy_are_numbers(checks: dict[str, Any], value: Any) -> None:
    """A number from NumPy, as logspace gives it, is as good as one of Python's."""
    assert checks["fault_of"]({"kernel": "rbf", "C": value, "gamma": value}) is None


def test_a_constant_is_not_enough(checks: dict[str, Any]) -> None:
    """Common values, never changed, stay below the lowest band."""
    assert score(checks, "examples/wrong/default_values.py", *checks["PRACTICE"]["practice"]) < 0.65
