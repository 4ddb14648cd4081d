"""Servers that skip the warm-up still serve every exercise of their stack."""

from __future__ import annotations

from pathlib import Path

from graders.bundle import load_bundle
from graders.grading import Grader

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/kmeans-lloyd"


def test_a_single_grading_can_run_k_means_beside_the_checks() -> None:
    """scikit-learn's k-means, which asks for the loaded libraries, works in a cell that cannot see them."""
    bundle = load_bundle(FOLDER)
    grader = Grader(slots=1, warm=False, stack="sklearn")
    try:
        grader.start()
        grader.wait_ready()
        report = grader.grade(bundle, {"solution.py": (FOLDER / "reference/solution.py").read_bytes()})
    finally:
        grader.stop()

    assert report.verdict == "AC", report.diagnosis
