"""One report as the cases that every format tells: the same checks, outcomes and points, in one language.

`view` says who reads it. The student's view keeps of a hidden check its title, its hint and whether it
passed, as the site does; the author's view is the whole report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graders.report import CheckResult, Outcome, Report, Usage
from graders.verdicts import Verdict, verdict_name

View = Literal["author", "student"]


@dataclass(frozen=True)
class Place:
    """A line of a submitted file; line 0 where only the file is known."""

    file: str
    line: int = 0


@dataclass(frozen=True)
class Case:
    """One check as a format tells it."""

    test: str
    title: str
    visibility: str
    outcome: Outcome
    verdict: str
    points: int
    max_points: int
    #: what was found, without the hint
    message: str
    hint: str
    #: seconds; 0 where the reader may not know
    duration_s: float
    place: Place | None

    @property
    def passed(self) -> bool:
        """Whether the check passed."""
        return self.outcome == "passed"

    @property
    def text(self) -> str:
        """Message and hint, one below the other."""
        return "\n".join(part for part in (self.message, self.hint) if part)


@dataclass(frozen=True)
class Remark:
    """Advice about a line, which costs nothing."""

    place: Place
    text: str


@dataclass(frozen=True)
class Sheet:
    """One graded submission as a format tells it."""

    #: the path that was graded, as it was given
    name: str
    exercise: str
    version: str
    verdict: str
    verdict_name: str
    score: float
    points: int
    max_points: int
    #: about the whole: a file that cannot be graded, a failure of ours
    message: str
    cases: list[Case]
    advice: list[Remark]
    usage: Usage
    stdout: str
    stderr: str

    @property
    def ours(self) -> bool:
        """Whether grading failed by our fault, so that nothing here counts."""
        return self.verdict == Verdict.IE

    @property
    def refused(self) -> bool:
        """Whether it was judged without any check having run."""
        return self.verdict != Verdict.AC and all(case.outcome == "not_run" for case in self.cases)


def sheet_of(
    name: str, report: Report, lang: str = "en", view: View = "author", folder: bool = False
) -> Sheet:
    """The cases of a report; `folder` says that `name` is a folder which holds the submitted files."""
    told = report.for_student() if view == "student" else report
    return Sheet(
        name=name,
        exercise=report.exercise,
        version=report.version,
        verdict=told.verdict,
        verdict_name=verdict_name(told.verdict).in_(lang),
        score=told.score,
        points=told.points,
        max_points=told.max_points,
        message=told.message.in_(lang),
        cases=[_case(check, name, lang, folder) for check in told.checks],
        advice=[
            Remark(Place(_path(name, each.file, folder), each.line), each.text.in_(lang))
            for each in told.advice
        ],
        usage=told.usage,
        stdout=told.output.stdout,
        stderr=told.output.stderr,
    )


def _case(check: CheckResult, name: str, lang: str, folder: bool) -> Case:
    failed = check.outcome == "failed"
    return Case(
        test=check.test,
        title=check.title.in_(lang),
        visibility=check.visibility,
        outcome=check.outcome,
        verdict=check.verdict,
        points=check.points,
        max_points=check.max_points,
        message="" if check.outcome == "passed" else check.message.in_(lang),
        hint=check.hint.in_(lang) if failed else "",
        duration_s=check.duration_s,
        place=_place(check, name, folder) if failed else None,
    )


def _place(check: CheckResult, name: str, folder: bool) -> Place:
    """The student's line that a failure names, or else the submission itself."""
    frames = (check.detail or {}).get("frames") or []
    last = frames[-1] if isinstance(frames, list) and frames else {}
    line = last.get("line", 0) if isinstance(last, dict) else 0
    file = last.get("file", "") if isinstance(last, dict) else ""
    return Place(_path(name, str(file), folder), line if isinstance(line, int) else 0)


def _path(name: str, file: str, folder: bool) -> str:
    """Where a submitted file lies, as seen from where the submission was named."""
    return f"{name.rstrip('/')}/{file}" if folder and file else name
