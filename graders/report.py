"""What grading produced: one typed object that the page, the terminal and the JSON are made from.

docs/report-format.md describes every key; a test holds the two together.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from graders.bilingual import EMPTY, Bilingual, both
from graders.manifest import Limits, Visibility
from graders.verdicts import Verdict, overall

SCHEMA = 1

Outcome = Literal["passed", "failed", "error", "not_run"]
Mode = Literal["run", "submit"]


class CheckResult(msgspec.Struct, frozen=True):
    """How one check ended."""

    test: str
    title: Bilingual
    visibility: Visibility
    outcome: Outcome
    #: empty where the check passed
    verdict: str
    points: int
    max_points: int
    hint: Bilingual = EMPTY
    message: Bilingual = EMPTY
    #: facts behind the message (expected, got, where, counter-example …), by name
    detail: dict[str, Any] | None = None
    duration_s: float = 0.0
    #: calls into the submission
    calls: int = 0

    def student_view(self) -> dict[str, Any]:
        """What the student may see of it: everything of a public check, passed or failed of another."""
        if self.visibility == "public":
            view: dict[str, Any] = msgspec.to_builtins(self)
            return view | {"duration_s": round(self.duration_s, 2)}
        passed = self.outcome == "passed"
        shown = CheckResult(
            test=self.test,
            title=self.title,
            visibility=self.visibility,
            hint=self.hint,
            outcome="passed" if passed else "failed",
            verdict="" if passed else Verdict.WA.value,
            points=self.points,
            max_points=self.max_points,
        )
        hidden_view: dict[str, Any] = msgspec.to_builtins(shown)
        return hidden_view


class Usage(msgspec.Struct, frozen=True):
    """What submission cells used, measured from outside them."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_bytes: int = 0
    #: memory of a GPU; 0 where it had none
    gpu_peak_bytes: int = 0


class Output(msgspec.Struct, frozen=True):
    """What the submission printed, cleaned and cut; the byte counts are of everything it wrote."""

    stdout: str = ""
    stderr: str = ""
    stdout_bytes: int = 0
    stderr_bytes: int = 0


class Replay(msgspec.Struct, frozen=True):
    """What another run needs to repeat this one; never shown to students, since it holds the seed."""

    bundle: str
    #: digest over the installed distributions
    environment: str
    versions: dict[str, str]
    seed: int
    limits: Limits
    #: kind of machine
    host: str
    #: kind of boundary: "local", "docker" or "socket"
    sandbox: str = "local"
    #: the container image by its digest, where there is one
    image: str = ""
    #: name of the GPU it had a share of; empty where it had none
    gpu: str = ""


class Report(msgspec.Struct, frozen=True):
    """One grading."""

    schema: int
    exercise: str
    version: str
    mode: Mode
    verdict: str
    #: points over max_points, 0 to 1
    score: float
    points: int
    max_points: int
    #: what there is to say about the whole: a file that cannot be graded, a failure of ours
    message: Bilingual
    checks: list[CheckResult]
    #: of the public phase
    usage: Usage
    #: of the hidden phase; for authors
    hidden_usage: Usage
    #: of the public phase
    output: Output
    replay: Replay
    #: why grading failed, in the grader cell's own words; for authors
    diagnosis: str = ""

    @property
    def accepted(self) -> bool:
        """Whether every executed check passed."""
        return self.verdict == Verdict.AC

    def to_json(self) -> bytes:
        """The report as JSON, every key present."""
        return msgspec.json.encode(self)

    def student_view(self) -> dict[str, Any]:
        """See the function of this name."""
        return student_view(self)


def from_json(data: bytes | str) -> Report:
    """The report that `to_json` wrote."""
    return msgspec.json.decode(data, type=Report)


def score_of(points: int, max_points: int) -> float:
    """Points as a share of what could be had."""
    return round(points / max_points, 6) if max_points else 0.0


def student_view(report: Report) -> dict[str, Any]:
    """The report a student may read, JSON-ready: nothing in it depends on what a hidden check saw.

    The verdict comes from the public checks; where only hidden ones failed it is a plain wrong answer, since
    *how* a submission failed on a hidden input is already an answer about that input. A failure of ours says
    so and no more: its particulars are for the author.
    """
    message = both("grading.ours") if report.verdict == Verdict.IE else report.message
    return {
        "schema": report.schema,
        "exercise": report.exercise,
        "version": report.version,
        "mode": report.mode,
        "verdict": _told_verdict(report).value,
        "score": report.score,
        "points": report.points,
        "max_points": report.max_points,
        "message": msgspec.to_builtins(message),
        "checks": [check.student_view() for check in report.checks],
        "usage": {
            "wall_s": round(report.usage.wall_s, 2),
            "cpu_s": round(report.usage.cpu_s, 2),
            "peak_bytes": report.usage.peak_bytes >> 20 << 20,
        },
        "output": msgspec.to_builtins(report.output),
    }


def _told_verdict(report: Report) -> Verdict:
    """The verdict as far as the student may know it."""
    if report.verdict in (Verdict.AC, Verdict.IE) or report.message:
        return Verdict(report.verdict)
    public = [check for check in report.checks if check.visibility == "public"]
    return Verdict.WA if all(check.outcome == "passed" for check in public) else overall(public)
