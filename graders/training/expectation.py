"""The `measured` fixture: a check asks for scores, one training run at a time, until it can decide."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from graders import measured
from graders.errors import AuthorError, Mismatch
from graders.incell import context
from graders.measured import SAMPLE, SAMPLING, Design, Measured
from graders.messages import Text
from graders.training.bounds import Decision, decide


class Expectation:
    """What the reference reached, and whether a submission's training reaches it too."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def seed(self, run: int = 0) -> int:
        """The seed of a training run, 0 for the first: the same in every check of one grading."""
        return int(context.generator("training", run).integers(2**31))

    def expect(
        self,
        score: Callable[[int], float],
        *,
        seeds: int = 3,
        confidence: float = 0.9,
        false_fail: float = 1e-4,
        margin: float = 0.0,
        best: float = 1.0,
    ) -> None:
        """Raise `Mismatch` unless the lower confidence bound of the mean score reaches the threshold.

        `score` trains with a seed and says how good the outcome is, the higher the better and never above
        `best`; whatever is random in it must follow from the seed. It is called for `seeds` seeds at most,
        and for fewer where the answer is clear. The threshold comes from measured.json: a submission as good
        as the reference, or worse by no more than `margin`, fails with a probability of at most `false_fail`;
        one whose true mean lies below the threshold passes with one of at most 1 - `confidence`.
        """
        design = _design(seeds, confidence, false_fail, margin, best)
        test = context.current().test
        found = self._read()
        if found is None:
            raise _sampled(self._run(score, 0, design), design)
        known = found.scores.get(test)
        if known is None or known.design != design:
            raise AuthorError(f"measured.json does not say what {test} asks for: run `seodang measure`")
        scores: list[float] = []
        while True:
            scores.append(self._run(score, len(scores), design))
            decision = decide(scores, known.threshold, design)
            if decision.passed:
                return
            if decision.passed is not None:
                raise _below(scores, known.threshold, decision)

    def _run(self, score: Callable[[int], float], run: int, design: Design) -> float:
        value = float(score(self.seed(run)))
        if not math.isfinite(value):
            raise Mismatch("training", Text("training.not_finite", {"run": run + 1}))
        if value > design.best:
            raise AuthorError(f"a score of {value} is above the best one, {design.best}: name the best")
        return value

    def _read(self) -> Measured | None:
        """What was measured, or None while measuring."""
        try:
            data = self._file.read_bytes()
        except FileNotFoundError:
            raise AuthorError("there is no measured.json: run `seodang measure`") from None
        if data == SAMPLING:
            return None
        try:
            return measured.decode(data)
        except ValueError as error:
            raise AuthorError(f"measured.json: {error}") from None


def _design(seeds: int, confidence: float, false_fail: float, margin: float, best: float) -> Design:
    """The design, with its numbers in bounds."""
    wanted: dict[str, Any] = {
        "seeds": seeds, "confidence": confidence, "false_fail": false_fail, "margin": margin, "best": best,
    }  # fmt: skip
    try:
        return msgspec.convert(wanted, Design)
    except msgspec.ValidationError as error:
        raise AuthorError(f"measured.expect: {error}") from None


def _sampled(value: float, design: Design) -> Mismatch:
    """The message that takes one score of the reference out of the cell."""
    detail = {"score": value, "design": msgspec.to_builtins(design)}
    return Mismatch(SAMPLE, Text("training.sample", {"score": round(value, 4)}), detail)


def _below(scores: Sequence[float], threshold: float, decision: Decision) -> Mismatch:
    """A mean that is too low, or not surely high enough."""
    params: dict[str, str | int | float] = {
        "runs": len(scores),
        "scores": ", ".join(f"{score:.3f}" for score in scores),
        "mean": f"{statistics.fmean(scores):.3f}",
        "bound": f"{decision.bound:.3f}",
        "threshold": f"{threshold:.3f}",
    }
    text = Text("training.hopeless" if decision.hopeless else "training.below", params)
    detail = {"scores": list(scores), "bound": decision.bound, "threshold": threshold}
    return Mismatch("training", text.followed_by(Text("training.scores", params)), detail)
