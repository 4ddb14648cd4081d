"""Reports of gradings that never ran, as large and as deep as those that did."""

from __future__ import annotations

from graders.bilingual import EMPTY
from graders.bundle import Bundle
from graders.manifest import CheckSpec
from graders.report import SCHEMA, CheckResult, Output, Replay, Report, Usage


def report(bundle: Bundle, right: bool) -> Report:
    """What grading would have said: all passed, or the last third not."""
    bound = len(bundle.checks) if right else len(bundle.checks) * 2 // 3
    checks = [_result(check, place < bound) for place, check in enumerate(bundle.checks)]
    points = sum(check.points for check in checks)
    top = sum(check.max_points for check in checks)
    return Report(
        schema=SCHEMA,
        exercise=bundle.slug,
        version=bundle.version,
        mode="submit",
        verdict="AC" if right else "WA",
        score=points / top,
        points=points,
        max_points=top,
        message=EMPTY,
        checks=checks,
        usage=Usage(0.41, 0.38, 180_000_000),
        hidden_usage=Usage(0.63, 0.59, 181_000_000),
        output=Output("epoch 1 of 3\nepoch 2 of 3\nepoch 3 of 3\n", "", 39, 0),
        replay=Replay(bundle.version, "0" * 64, {"torch": "2.13.0"}, 7, bundle.limits, "x86_64"),
    )


def _result(check: CheckSpec, passed: bool) -> CheckResult:
    """One check; a public one that failed shows what was expected and what came."""
    public = check.visibility == "public"
    return CheckResult(
        test=check.test,
        title=check.title,
        visibility=check.visibility,
        outcome="passed" if passed else "failed",
        verdict="" if passed else "WA",
        points=check.points if passed else 0,
        max_points=check.points,
        hint=check.hint,
        detail=None if passed or not public else {"expected": "[1.0, 2.0]", "got": "[1.0, 2.5]"},
        duration_s=0.02,
        calls=3,
    )
