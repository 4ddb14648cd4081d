"""One attack on one boundary: what the worker heard, what the student sees, and all that the cells wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from graders.bundle import Bundle
from graders.events import Event
from graders.grading import Grader
from graders.report import Report
from sandbox.session import SessionResult
from tests.attacks import exercise

#: more than a student's page or a log ever holds of one grading
MAX_TOLD = 400_000


@dataclass(frozen=True)
class Attempt:
    """A report and everything that led to it."""

    report: Report
    events: list[Event] = field(default_factory=list)
    sessions: list[SessionResult] = field(default_factory=list)

    @property
    def told(self) -> str:
        """All that the student reads: the report and the events on the way to it."""
        events = [(event.kind, event.student_view()) for event in self.events]
        return json.dumps([events, self.report.student_view()], ensure_ascii=False)

    @property
    def raw(self) -> str:
        """All that submission cells wrote, in any phase, shown to anybody or not."""
        ends = [end for session in self.sessions for _, end in session.submissions]
        return "".join(end.stdout + end.stderr + end.stack for end in ends)

    def assert_nothing_leaked(self) -> None:
        """No secret of the author's, of another submission's or of the worker's came out anywhere."""
        assert exercise.leaks(self.told) == []
        assert exercise.CANARY not in self.raw
        assert len(self.told) < MAX_TOLD


def attempt(grader: Grader, bundle: Bundle, source: bytes, **options: Any) -> Attempt:
    """Hand a submission in and note all that comes of it."""
    events: list[Event] = []
    with overheard(grader) as sessions:
        report = grader.grade(bundle, {"solution.py": source}, on_event=events.append, **options)
    return Attempt(report, events, sessions)


@contextmanager
def overheard(grader: Grader) -> Iterator[list[SessionResult]]:
    """The results of all sessions that a grader runs meanwhile, before anything of them is left out."""
    boundary: Any = grader.boundary
    run, results = boundary.run, []

    def noting(*arguments: Any, **options: Any) -> SessionResult:
        result = run(*arguments, **options)
        results.append(result)
        return result

    boundary.run = noting
    try:
        yield results
    finally:
        del boundary.run
