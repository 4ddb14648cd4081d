"""What a check's exception means: outcome, verdict and the text that says so."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from _pytest.outcomes import Failed, Skipped

from graders.errors import AuthorError, ChecksNotRun, Mismatch, SubmissionFault, UnfitValue
from graders.messages import Text, plain

WORDS = 2000
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
SHOWN_FRAMES = 6
#: what no answer can make a check raise: mistakes in the check's own words
_AUTHORS = (NameError, ImportError, SyntaxError, AuthorError)


@dataclass(frozen=True)
class Answer:
    """The last value that the submission gave: what was asked for, and the type that came."""

    name: str
    type: str
    #: what it tells of an exception of the submission, where it was an application's answer to a request
    crash: Text | None = None


@dataclass(frozen=True)
class Outcome:
    """The result of one check, but for its times."""

    outcome: str
    verdict: str
    message: Text
    detail: dict[str, Any] | None = None


PASSED = Outcome("passed", "", Text("check.passed"))
NOT_RUN = Outcome("not_run", "", Text("check.not_run"))


def judge(error: BaseException, answer: Answer | None = None) -> Outcome:
    """The outcome of a check that raised. Only an exception that nobody meant is the check's own error.

    `answer` is the submission's last one, for a check that uses the submission. Where there is one, nearly
    every error is the submission's: with the reference in its place the same check passes, or the exercise
    could not have been published. Were an error ours because its type is unusual, a submission could choose
    not to be graded.
    """
    outcome = _judge(error, answer)
    if answer is not None and answer.crash is not None and outcome.verdict == "WA":
        return replace(outcome, message=outcome.message.followed_by(answer.crash))
    return outcome


def crash_text(kind: str, message: str, frames: Sequence[tuple[str, int, str, str]]) -> Text:
    """An exception behind an answer of an application, with the student's own lines."""
    text = Text("app.crashed" if message else "app.crashed_wordless", {"type": kind, "message": message})
    return text.followed_by(
        *(
            Text("submission.at", {"file": file, "line": line, "function": function, "source": source})
            for file, line, function, source in frames[-SHOWN_FRAMES:]
        )
    )


def _judge(error: BaseException, answer: Answer | None) -> Outcome:
    if isinstance(error, Mismatch):
        error = error.explained()
        return Outcome("failed", "WA", error.text, error.detail)
    if isinstance(error, SubmissionFault):
        return Outcome("failed", error.verdict, error.text, error.detail or None)
    if isinstance(error, ChecksNotRun):
        return NOT_RUN
    if isinstance(error, Skipped):
        return Outcome("not_run", "", Text("check.skipped", {"text": words_of(error)}))
    if isinstance(error, Failed):
        return Outcome("failed", "WA", Text("check.words", {"text": words_of(error)}))
    if isinstance(error, AssertionError):
        return Outcome("failed", "WA", Text("check.assertion", {"text": words_of(error)}))
    if answer is not None and _is_misuse(error):
        return _misused(error, answer)
    return broken(error)


def _is_misuse(error: BaseException) -> bool:
    """Whether a check may have raised this because of what the submission gave it."""
    return isinstance(error, UnfitValue) or (isinstance(error, Exception) and not isinstance(error, _AUTHORS))


def _misused(error: BaseException, answer: Answer) -> Outcome:
    """The outcome of a check that could not go on with what the submission gave it."""
    if str(error) == f"'{answer.type}' object is not callable":
        text = Text("submission.not_callable", {"name": answer.name, "type": answer.type})
        return Outcome("failed", "RTE", text)
    params: dict[str, str | int | float] = {
        "type": type(error).__name__, "text": words_of(error), "name": answer.name, "got": answer.type,
    }  # fmt: skip
    text = Text("check.misused", params).followed_by(Text("check.last_answer", params))
    return Outcome("failed", "WA", text.followed_by(*_author_lines(error)), {"kind": "misused", **params})


def broken(error: BaseException) -> Outcome:
    """The outcome of a check that fails by its own fault, with the author's line."""
    text = Text("check.broken", {"type": type(error).__name__, "text": words_of(error)})
    return Outcome("error", "IE", text.followed_by(*_author_lines(error)))


def _author_lines(error: BaseException) -> list[Text]:
    """Where in the author's files it happened."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_authors(frame.filename)]
    return [
        Text("check.broken_at", {"file": f.filename.rpartition("/")[2], "line": f.lineno or 0})
        for f in frames[-3:]
    ]


def _is_authors(filename: str) -> bool:
    return filename.endswith("/checks.py") or "/reference/" in filename


def words_of(error: BaseException) -> str:
    """What an exception says, without addresses.

    pytest writes out the objects of a failed assertion. Where they lie differs from run to run, and a student
    has no business knowing where the checks' memory is.
    """
    return plain(_ADDRESS.sub("", str(error)).strip(), WORDS) or type(error).__name__
