"""What can go wrong in a check, by whose doing.

`SubmissionError` is an exception raised by the student's own code, the only fault an author's check should
expect (`with pytest.raises(SubmissionError)`). The other faults are no subclass of it, so that a missing
function or a dead cell never passes for the exception a check asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graders.messages import Text
from graders.phrases import render


class Mismatch(AssertionError):
    """The result is not the expected one: what was expected, what came, where, and by how much."""

    def __init__(self, kind: str, text: Text, detail: Mapping[str, Any] | None = None) -> None:
        self.kind = kind
        self.text = text
        self.detail: dict[str, Any] = {"kind": kind, **(detail or {})}
        super().__init__(render(text, "en"))


class SubmissionFault(Exception):
    """Something the submission did that ends the check: the verdict it earns and the text that says so."""

    def __init__(self, verdict: str, text: Text, detail: Mapping[str, Any] | None = None) -> None:
        self.verdict = verdict
        self.text = text
        self.detail: dict[str, Any] = dict(detail or {})
        super().__init__(render(text, "en"))


class SubmissionError(SubmissionFault):
    """An exception raised inside the student's code, by the name of its type and its message."""

    def __init__(self, verdict: str, text: Text, detail: Mapping[str, Any] | None = None) -> None:
        super().__init__(verdict, text, detail)
        self.type: str = self.detail.get("type", "")
        self.message: str = self.detail.get("message", "")


class SubmissionUnusable(SubmissionFault):
    """A check cannot use the submission: no such name, wrong signature, no import, no memory, no answer."""


class SubmissionLost(SubmissionFault):
    """The submission's cell ended, or was ended, before it answered."""


class ChecksNotRun(Exception):
    """No cell is left for the remaining checks of this phase."""


class AuthorError(Exception):
    """A check uses the library in a way that cannot work; ours or the author's fault, never the student's."""


class UnfitValue(AuthorError):
    """A value that cannot be compared or handed over; it may follow from what the submission said before."""
