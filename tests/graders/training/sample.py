"""A small exercise that trains, for tests: its score is its seed's luck, so that grading it costs nothing."""

from __future__ import annotations

import msgspec

from graders.bundle import Bundle, bundle_from_files
from graders.measured import Measured, encode
from graders.training.bounds import summarise
from graders.training.measuring import source_digest

MANIFEST = """
schema = 1
kind = "train"
title = { en = "Guess", ko = "추측" }
[[checks]]
test = "test_other"
points = 1
title = { en = "Says yes", ko = "예" }
hint = { en = "Say yes.", ko = "예." }
[[checks]]
test = "test_accuracy"
points = 3
title = { en = "Accurate", ko = "정확도" }
hint = { en = "Learn.", ko = "학습하세요." }
"""
CHECKS = """
import random

def test_other(submission, live):
    submission.train(1, live)
    assert submission.answer() == "yes"

def test_accuracy(submission, measured):
    def score(seed):
        return submission.train(seed, ignore) + random.Random(seed).gauss(0, 0.01)

    measured.expect(score, false_fail=0.001)

def ignore(loss):
    pass
"""
REFERENCE = """
def answer():
    return "yes"

def train(seed, log):
    for step in range(3):
        log(step=step, loss=3.0 - step)
    return 0.9
"""
WEAK = "# fails: test_accuracy\n# because: it learns too little\n" + REFERENCE.replace("0.9", "0.7")


def bundle(measured: Measured | None = None, **changed: str) -> Bundle:
    """The small exercise, with these measurements; a keyword replaces a file (`checks`, `reference`)."""
    files = {
        "exercise.toml": MANIFEST,
        "prompt.en.md": "Train.",
        "prompt.ko.md": "훈련하세요.",
        "starter/solution.py": "def answer():\n    return None\n",
        "reference/solution.py": changed.get("reference", REFERENCE),
        "checks.py": changed.get("checks", CHECKS),
        "examples/wrong/weak.py": WEAK,
    }
    content = {name: text.encode() for name, text in files.items()}
    if measured is not None:
        content["measured.json"] = encode(measured)
    return bundle_from_files(content, slug="guess", course="demo")


def shifted(measured: Measured, by: float) -> Measured:
    """The same measurements of a reference that scores so much better."""
    known = measured.scores["test_accuracy"]
    moved = summarise([value + by for value in known.values], known.design)
    return msgspec.structs.replace(measured, scores={"test_accuracy": moved})


def refreshed(measured: Measured, bundle: Bundle) -> Measured:
    """The same measurements, claimed for another bundle."""
    return msgspec.structs.replace(measured, reference=source_digest(bundle))
