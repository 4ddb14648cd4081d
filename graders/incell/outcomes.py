"""What a check's exception means: outcome, verdict and the text that says so."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import Any

from _pytest.outcomes import Failed, Skipped

from graders.errors import ChecksNotRun, Mismatch, SubmissionFault
from graders.messages import Text, plain

WORDS = 2000


@dataclass(frozen=True)
class Outcome:
    """The result of one check, but for its times."""

    outcome: str
    verdict: str
    message: Text
    detail: dict[str, Any] | None = None


PASSED = Outcome("passed", "", Text("check.passed"))
NOT_RUN = Outcome("not_run", "", Text("check.not_run"))


def judge(error: BaseException) -> Outcome:
    """The outcome of a check that raised. Only an exception that nobody meant is the check's own error."""
    if isinstance(error, Mismatch):
        return Outcome("failed", "WA", error.text, error.detail)
    if isinstance(error, SubmissionFault):
        return Outcome("failed", error.verdict, error.text, error.detail or None)
    if isinstance(error, ChecksNotRun):
        return NOT_RUN
    if isinstance(error, Skipped):
        return Outcome("not_run", "", Text("check.skipped", {"text": _words(error)}))
    if isinstance(error, Failed):
        return Outcome("failed", "WA", Text("check.words", {"text": _words(error)}))
    if isinstance(error, AssertionError):
        return Outcome("failed", "WA", Text("check.assertion", {"text": _words(error)}))
    return broken(error)


def broken(error: BaseException) -> Outcome:
    """The outcome of a check that fails by its own fault, with the author's line."""
    text = Text("check.broken", {"type": type(error).__name__, "text": _words(error)})
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_authors(frame.filename)]
    lines = [
        Text("check.broken_at", {"file": f.filename.rpartition("/")[2], "line": f.lineno or 0})
        for f in frames
    ]
    return Outcome("error", "IE", text.followed_by(*lines[-3:]))


def _is_authors(filename: str) -> bool:
    return filename.endswith("/checks.py") or "/reference/" in filename


def _words(error: BaseException) -> str:
    """What an exception says, without the lines pytest adds for a terminal."""
    text = str(error)
    return plain(text.strip(), WORDS) or type(error).__name__
