"""Reports of every kind that formats have to tell."""

from __future__ import annotations

from graders.bilingual import Bilingual
from graders.formats import Graded
from graders.report import CheckResult, Output, Report
from graders.source_policy import Advice
from tests.graders.test_report import SECRET, check, report

#: what would break out of XML, Markdown or a workflow command
HOSTILE = "]]><x>&\x00\x1b[31m ``` | %0A\n::error::forged\n</details> ﷐"


def failed(test: str, visibility: str = "public", message: str = "") -> CheckResult:
    """A check that failed at line 7 of the student's file."""
    result = check(test, visibility, "failed", "WA", 0)
    frames = [{"file": "solution.py", "line": 7, "function": "f", "source": "x"}]
    said = Bilingual(message or SECRET, message or SECRET)
    return _with(result, message=said, detail={"frames": frames})


def _with(result: CheckResult, **changed: object) -> CheckResult:
    return CheckResult(**{name: getattr(result, name) for name in result.__struct_fields__} | changed)


def _not_run(test: str) -> CheckResult:
    return _with(check(test, "public", "not_run", "", 0), message=Bilingual("", ""), detail=None)


def mixed() -> Report:
    """One check passed, one failed in public, one hidden, one did not run."""
    return report(
        check("test_passed", "public", "passed", "", 2),
        failed("test_failed"),
        failed("test_hidden", "hidden"),
        _not_run("test_not_run"),
        advice=[Advice("solution.py", 3, Bilingual("Not this call.", "이 호출은 쓰지 마세요."))],
    )


def broken() -> Report:
    """Grading failed by our fault."""
    return report(
        check("test_one", "public", "error", "IE", 0),
        check("test_two", "hidden", "error", "IE", 0),
        verdict="IE",
        message=Bilingual("Ours.", "우리 잘못입니다."),
    )


def refused() -> Report:
    """A file that cannot be graded: nothing ran."""
    return report(
        _not_run("test_one"),
        verdict="CE",
        message=Bilingual("Not UTF-8.", "UTF-8이 아닙니다."),
    )


def hostile() -> Report:
    """A submission that says what would break a format."""
    return report(failed("test_one", message=HOSTILE), output=Output(HOSTILE, HOSTILE, 1, 1))


def accepted() -> Report:
    """Everything passed, after more than a thousand seconds."""
    passed = _with(check("test_one", "public", "passed", "", 2), duration_s=1234.5678)
    return report(passed, verdict="AC")


REPORTS = {made.__name__: made for made in (mixed, broken, refused, hostile, accepted)}


def graded(*names: str) -> list[Graded]:
    """These reports, each as a file of its own."""
    return [Graded(f"students/{name}.py", REPORTS[name]()) for name in names]
