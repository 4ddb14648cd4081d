"""What can go wrong in a check, by whose doing.

`SubmissionError` is an exception raised by the student's own code, the only fault an author's check should
expect (`with pytest.raises(SubmissionError)`). The other faults are no subclass of it, so that a missing
function or a dead cell never passes for the exception a check asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from graders.messages import Text
from graders.phrases import render


class Study(Protocol):
    """What can still be found out about a mismatch, where that takes longer than finding it."""

    def explain(self, others: Sequence[Study]) -> tuple[Sequence[Text], Mapping[str, Any]]:
        """Lines about the kind of mistake, and facts for the detail.

        `others` belong to failures of the same check with other arguments.
        """


class Mismatch(AssertionError):
    """The result is not the expected one: what was expected, what came, where, and by how much.

    A failure that nobody gets to see need not be studied, so that is left to `explained`.
    """

    def __init__(
        self, kind: str, text: Text, detail: Mapping[str, Any] | None = None, study: Study | None = None
    ) -> None:
        self.kind = kind
        self.text = text
        self.detail: dict[str, Any] = {"kind": kind, **(detail or {})}
        self.study = study
        #: the same failure of a shorter story, where one can be looked for
        self.shorter: Callable[[], Mismatch] | None = None
        self._own_lines = len(text.more)
        self._others: tuple[Study, ...] = ()
        super().__init__(render(text, "en"))

    def with_example(
        self, lines: Sequence[Text], detail: Mapping[str, Any], others: Sequence[Exception] = ()
    ) -> Mismatch:
        """The same mismatch with the example it was found with.

        `others` are failures of the same check with other arguments; what explains this one must fit them.
        """
        extended = Mismatch(self.kind, self.text.followed_by(*lines), {**self.detail, **detail}, self.study)
        extended._own_lines = self._own_lines
        studies = [other.study for other in others if isinstance(other, Mismatch) and other.study]
        extended._others = tuple(study for study in studies if study is not self.study)
        return extended

    def shortened(self) -> Mismatch:
        """The same mismatch with nothing in its story that it does without."""
        return self.shorter() if self.shorter else self

    def explained(self) -> Mismatch:
        """The same mismatch with how the values differ and the kind of mistake, where that can be told."""
        if self.shorter is not None:
            return self.shortened().explained()
        if self.study is None:
            return self
        lines, detail = self.study.explain(self._others)
        more = self.text.more
        text = Text(
            self.text.key, self.text.params, (*more[: self._own_lines], *lines, *more[self._own_lines :])
        )
        return Mismatch(self.kind, text, {**self.detail, **detail})


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
