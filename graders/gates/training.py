"""The gate "training": is the threshold of a trained exercise the one that its reference's spread asks for?

It fails where nobody measured, where something else was measured, where fresh runs of the reference disagree
with what was measured, and where a submission as good as the reference would fail too often.

Scores of trainings have a longer tail than the normal distribution that the expected range assumes, so one
poor run among a few can push their mean out of it. Where that happens, more runs are made, and these decide.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from graders.bilingual import Bilingual, both
from graders.bundle import Bundle
from graders.examples import Example, find_examples
from graders.gates.gate import GateResult, Tell
from graders.grading import Grader
from graders.measured import MEASURED, Scores
from graders.problems import Problem
from graders.training.bounds import caught_drop, prediction_interval, regrouped_fails
from graders.training.measuring import Sample, measures, reference_files, source_digest, take_samples

#: fresh runs of the reference
FRESH = 5
#: how many times as many decide where the first ones disagree
MORE = 3
#: the highest false-fail probability an exercise may have
FALSE_FAIL = 1e-3
NAME = "training"


class TrainingGate:
    """Measured checks of exercises that train."""

    name = NAME

    def __init__(self, false_fail: float = FALSE_FAIL, fresh: int = FRESH) -> None:
        self._false_fail = false_fail
        self._fresh = fresh

    def applies(self, bundle: Bundle) -> bool:
        """Exercises that train, and whose checks ask for measurements."""
        return bundle.kind == "train" and measures(bundle)

    def run(self, bundle: Bundle, grader: Grader, tell: Tell) -> GateResult:
        """Hold what was measured against fresh runs, and say how often a good submission would fail."""
        if bundle.measured is None:
            return _failed([Problem.of(MEASURED, "", "unmeasured")])
        if bundle.measured.reference != source_digest(bundle):
            return _failed([Problem.of(MEASURED, "reference", "measured_stale")])
        wrong = [each for each in find_examples(bundle, []) if each.fails & set(bundle.measured.scores)]
        known = bundle.measured.scores
        samples = self._samples(bundle, grader, known, lambda done, count: tell(done, count + len(wrong)))
        total = len(samples) + len(wrong)
        reached: dict[str, Mapping[str, float]] = {}
        for number, example in enumerate(wrong, start=len(samples) + 1):
            reached[example.name] = _reached(bundle, grader, example)
            tell(number, total)
        return self._judge(known, samples, reached)

    def _samples(
        self, bundle: Bundle, grader: Grader, known: Mapping[str, Scores], tell: Tell
    ) -> list[Sample]:
        """Fresh runs of the reference; more of them where the first ones disagree with what is known."""

        def take(purpose: str, count: int, before: int) -> list[Sample]:
            total = before + count
            files = reference_files(bundle)
            return take_samples(
                bundle, grader, files, purpose, count, lambda done, _: tell(before + done, total)
            )

        samples = take("gate", self._fresh, 0)
        drifted = any(_drift(scores, _fresh(test, samples)) for test, scores in known.items())
        if not drifted or _faults(known, samples):
            return samples
        return samples + take("gate again", MORE * self._fresh, self._fresh)

    def _judge(
        self,
        known: Mapping[str, Scores],
        samples: Sequence[Sample],
        reached: Mapping[str, Mapping[str, float]],
    ) -> GateResult:
        problems = _faults(known, samples)
        facts: dict[str, Any] = {}
        lines: list[Bilingual] = []
        for test, scores in known.items():
            fresh = _fresh(test, samples)
            wrong = {name: found[test] for name, found in reached.items() if test in found}
            problems += self._problems(test, scores, fresh)
            lines.append(score_line(test, scores))
            if wrong:
                shown = ", ".join(f"{_stem(name)} {score:.3f}" for name, score in wrong.items())
                lines.append(both("training.wrong_scores", scores=shown))
            facts[test] = _facts(scores, fresh, wrong)
        return GateResult(NAME, not problems, problems, _joined(lines), facts)

    def _problems(self, test: str, scores: Scores, fresh: Sequence[float]) -> list[Problem]:
        found = []
        if scores.false_fail > self._false_fail:
            found.append(
                Problem.of(
                    MEASURED,
                    f"scores.{test}.false_fail",
                    "false_fail",
                    probability=f"{scores.false_fail:.1e}",
                    bound=f"{self._false_fail:.1e}",
                )
            )
        share = regrouped_fails(scores)
        if share > self._false_fail:
            found.append(Problem.of(MEASURED, f"scores.{test}.values", "regrouped", share=f"{share:.2%}"))
        first, more = fresh[: self._fresh], fresh[self._fresh :]
        if _drift(scores, first) and (drift := _drift(scores, more)):
            found.append(Problem.of(MEASURED, f"scores.{test}.values", "measured_drifted", **drift))
        return found


def score_line(test: str, scores: Scores) -> Bilingual:
    """What was measured for one check, and what follows from it, in a sentence for its author."""
    return both(
        "training.score",
        test=test,
        mean=f"{scores.mean:.3f}",
        deviation=f"{scores.deviation:.3f}",
        threshold=f"{scores.threshold:.3f}",
        false_fail=f"{scores.false_fail:.0e}",
        drop=f"{caught_drop(scores):.3f}",
    )


def _fresh(test: str, samples: Sequence[Sample]) -> list[float]:
    return [sample.scores[test] for sample in samples if test in sample.scores]


def _drift(scores: Scores, fresh: Sequence[float]) -> dict[str, Any]:
    """Where the mean of fresh scores lies outside what was to be expected, and how; else nothing."""
    if not fresh:
        return {}
    low, high = prediction_interval(scores, len(fresh))
    mean = statistics.fmean(fresh)
    if low <= mean <= high:
        return {}
    return {"count": len(fresh), "fresh": f"{mean:.4f}", "low": f"{low:.4f}", "high": f"{high:.4f}"}


def _failed(problems: list[Problem]) -> GateResult:
    return GateResult(NAME, False, problems, both("training.not_applied"))


def _reached(bundle: Bundle, grader: Grader, example: Example) -> Mapping[str, float]:
    """The scores of a wrong example, where its training ends at all."""
    (sample,) = take_samples(bundle, grader, example.files, "gate", 1, lambda done, total: None)
    return sample.scores


def _faults(known: Mapping[str, Scores], samples: Sequence[Sample]) -> list[Problem]:
    """A reference that fails elsewhere, and checks that ask for other scores than those measured."""
    for sample in samples:
        if sample.fault is not None:
            test, message = sample.fault
            return [Problem.of("reference", test, "unmeasurable", reason=message.en.split("\n")[0])]
        if sample.designs != {test: scores.design for test, scores in known.items()}:
            asked = ", ".join(sorted(sample.designs)) or "-"
            names = ", ".join(sorted(known)) or "-"
            return [Problem.of(MEASURED, "scores", "measured_uneven", known=names, asked=asked)]
    return []


def _facts(scores: Scores, fresh: Sequence[float], wrong: Mapping[str, float]) -> dict[str, Any]:
    return {
        "seeds": len(scores.values),
        "mean": scores.mean,
        "deviation": scores.deviation,
        "threshold": scores.threshold,
        "false_fail": scores.false_fail,
        "caught_drop": caught_drop(scores),
        "fresh": list(fresh),
        "wrong": dict(wrong),
    }


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".py")


def _joined(lines: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(" ".join(line.en for line in lines), " ".join(line.ko for line in lines))
