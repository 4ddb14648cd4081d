"""What grading produced: one typed object that the page, the terminal and the JSON are made from.

docs/report-format.md describes every key; a test holds the two together.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from graders.bilingual import EMPTY, Bilingual, both
from graders.curves import Curve
from graders.manifest import Limits, Visibility
from graders.source_policy import Advice
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
        """What the student may see of it, JSON-ready."""
        view: dict[str, Any] = msgspec.to_builtins(self.for_student())
        return view

    def for_student(self, stopped: bool = False) -> CheckResult:
        """What the student may see of it: everything of a public check, passed or failed of another.

        Where the student `stopped` the grading, no other one counts as run.
        """
        if self.visibility == "public":
            return msgspec.structs.replace(self, duration_s=round(self.duration_s, 2))
        if stopped:
            return msgspec.structs.replace(
                self, outcome="not_run", verdict="", message=EMPTY, detail=None, duration_s=0.0, calls=0
            )
        passed = self.outcome == "passed"
        return CheckResult(
            test=self.test,
            title=self.title,
            visibility=self.visibility,
            hint=self.hint,
            outcome="passed" if passed else "failed",
            verdict="" if passed else Verdict.WA.value,
            points=self.points,
            max_points=self.max_points,
        )


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


class Submitted(msgspec.Struct, frozen=True):
    """One file as it was handed in."""

    #: digest of its bytes, in hexadecimal
    sha256: str
    #: its content; null where that is no UTF-8, or more than a submission may hold
    text: str | None = None


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
    #: what was graded, by the name it was submitted under
    files: dict[str, Submitted] = {}
    #: whether checks that wait for the deadline ran too
    after_due: bool = False


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
    #: what public checks drew while the submission trained
    curves: list[Curve] = []
    #: remarks on the submission's text; they cost nothing
    advice: list[Advice] = []

    @property
    def stopped(self) -> bool:
        """Whether its student ended it."""
        return self.verdict == Verdict.ST

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

    def for_student(self) -> Report:
        """The report as a student may read it, in the author's form: without what hidden checks saw or took.

        Its replay record still holds the seed; whoever prints it leaves that out.
        """
        return msgspec.structs.replace(
            self,
            verdict=told_verdict(self).value,
            message=both("grading.ours") if self.verdict == Verdict.IE else self.message,
            checks=[check.for_student(self.stopped) for check in self.checks],
            hidden_usage=Usage(),
            diagnosis="",
        )


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
        "verdict": told_verdict(report).value,
        "score": report.score,
        "points": report.points,
        "max_points": report.max_points,
        "message": msgspec.to_builtins(message),
        "checks": [msgspec.to_builtins(check.for_student(report.stopped)) for check in report.checks],
        "usage": {
            "wall_s": round(report.usage.wall_s, 2),
            "cpu_s": round(report.usage.cpu_s, 2),
            "peak_bytes": report.usage.peak_bytes >> 20 << 20,
        },
        "output": msgspec.to_builtins(report.output),
        "curves": msgspec.to_builtins(report.curves),
        "advice": msgspec.to_builtins(report.advice),
    }


def told_verdict(report: Report) -> Verdict:
    """The verdict as far as the student may know it: nothing of how a hidden check failed."""
    if report.verdict in (Verdict.AC, Verdict.IE, Verdict.ST) or report.message:
        return Verdict(report.verdict)
    public = [check for check in report.checks if check.visibility == "public"]
    return Verdict.WA if all(check.outcome == "passed" for check in public) else overall(public)
