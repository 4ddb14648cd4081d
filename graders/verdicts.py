"""The verdicts a report can hold, what each is called, and which one sums up a list of checks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from graders.bilingual import Bilingual, both

if TYPE_CHECKING:
    from graders.report import CheckResult
    from sandbox.cells import CellExit


class Verdict(StrEnum):
    """What a submission, or one check of it, came to."""

    AC = "AC"
    WA = "WA"
    RTE = "RTE"
    TLE = "TLE"
    MLE = "MLE"
    GMLE = "GMLE"
    OLE = "OLE"
    CE = "CE"
    IR = "IR"
    IE = "IE"
    ST = "ST"


#: How a submission cell's end is judged. Any end that we did not ask for is the submission's.
_OF_REASON = {
    "time": Verdict.TLE,
    "cpu": Verdict.TLE,
    "memory": Verdict.MLE,
    "gpu_memory": Verdict.GMLE,
    "output": Verdict.OLE,
    "violation": Verdict.IR,
    "exit": Verdict.RTE,
    "signal": Verdict.RTE,
}


def verdict_name(verdict: str) -> Bilingual:
    """What a verdict is called in words."""
    return both(f"verdict.{verdict}")


def verdict_of_exit(end: CellExit) -> Verdict | None:
    """What a submission cell's end means for the check that was running; None where the end was ours."""
    if end.reason == "stopped":
        return None
    return _OF_REASON.get(end.reason, Verdict.RTE)


def overall(checks: Iterable[CheckResult]) -> Verdict:
    """The verdict of the whole: IE if any check failed by our fault, else the first failing check's, else AC.

    IE comes first because a submission must never lose an attempt, or points, by a check that broke.
    """
    failing = [check for check in checks if check.outcome != "passed"]
    if any(check.verdict == Verdict.IE for check in failing):
        return Verdict.IE
    if any(check.verdict == Verdict.CE for check in failing):
        return Verdict.CE
    return (
        Verdict(next((check.verdict for check in failing if check.verdict), Verdict.WA))
        if failing
        else Verdict.AC
    )
