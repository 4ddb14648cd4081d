"""The exercises themselves under odd answers: whatever a submission returns, no check of theirs breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from graders.bundle import load_bundle
from graders.grading import Grader

COURSE = Path(__file__).parents[2] / "exercises" / "ai"
EXERCISES = ("conv2d-layer", "lenet5", "tune-svm")

#: what every function and class of the submission gives
ANSWERS = (
    "None", "True", "-1", "10**600", "float('nan')", "1e308 * 10", "1j", "''", "'x' * 5000", "b'x'", "[]",
    "[[1.0], [2.0, 3.0]]", "{}", "{1: 2}", "()", "(None,) * 3", "object()", "lambda *a, **k: None", "type",
    "torch",    "torch.tensor(1.0)", "torch.zeros(0)", "torch.zeros(1, 1, 1, 1)",
    "torch.zeros(2, 3).to_sparse()",
    "torch.full((4, 10), float('nan'))", "np.array(['x'])", "np.float16(1)", "iter(())", "NotImplemented",
    "...",
    "Odd()", "OddTensor()", "{'C': float('nan'), 'gamma': 1e999, 'kernel': 'rbf'}", "('rbf', 10**400, -1)",
    "{'C': 10**400, 'gamma': 10**400, 'kernel': 'rbf'}", "{'C': 'x', 'gamma': None, 'kernel': 7}",
)  # fmt: skip
EVERYTHING = """
import numpy as np
import torch
class Odd:
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __iter__(self): return iter([self])
    def __len__(self): return -1
    def __float__(self): return float("nan")
    __index__ = __bool__ = __hash__ = None
class OddTensor(Odd, torch.nn.Module):
    def __init__(self): pass
    def state_dict(self): return {1: "x"}
    def parameters(self): return 7
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *args, **kwargs: ANSWER
"""


@pytest.mark.parametrize("slug", EXERCISES)
def test_no_answer_breaks_a_check(grader: Grader, slug: str):
    """A wrong type is the submission's fault, never ours: an internal error would cost no attempt."""
    bundle = load_bundle(COURSE / slug)
    broken = {}
    for answer in ANSWERS:
        source = EVERYTHING.replace("ANSWER", answer).encode()
        report = grader.grade(bundle, {bundle.files[0]: source}, mode="submit")
        if report.verdict in ("IE", "AC"):
            broken[answer] = [check.message.en for check in report.checks if check.verdict == "IE"][:2]

    assert broken == {}
