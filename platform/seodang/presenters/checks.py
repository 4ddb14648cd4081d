"""The checks of an exercise as rows, those that are run at different times in groups of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graders.bundle import Bundle

from ..models import DONE, RUN, Exercise
from ..services import assignments
from .details import DetailView
from .submissions import SubmissionView
from .told import Told, told

PUBLIC, HIDDEN, AFTER_DUE = "public", "hidden", "after_due"
ENDED = frozenset({"passed", "failed", "error", "not_run"})


@dataclass(frozen=True)
class CheckRow:
    """What will be checked, before anything has run."""

    test: str
    title: str
    visibility: str
    max_points: int
    outcome: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class CheckView:
    """One check, before, during or after its run."""

    test: str
    title: str
    visibility: str
    max_points: int
    outcome: str = "idle"
    verdict: str = ""
    points: int = 0
    told: Told | None = None
    shown: DetailView | None = None
    hint: str = ""
    open: bool = False  #: its pictures are unfolded; of all checks only the first that failed

    @property
    def ended(self) -> bool:
        """Is its result known?"""
        return self.outcome in ENDED


@dataclass(frozen=True)
class CheckGroup:
    """The checks of one visibility, and how many of them have passed."""

    key: str
    rows: list[CheckView]
    waits_for: str = ""  #: what they wait for, where nothing of them has run: "submit" or "due"
    due_at: datetime | None = None

    @property
    def passed(self) -> int:
        """How many have passed."""
        return sum(row.outcome == "passed" for row in self.rows)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def max_points(self) -> int:
        """What they are worth together."""
        return sum(row.max_points for row in self.rows)

    @property
    def begun(self) -> bool:
        """Is the result of any of them known?"""
        return any(row.ended for row in self.rows)


def planned_rows(bundle: Bundle, lang: str) -> list[CheckRow]:
    """Every check of an exercise, none of them run."""
    return [CheckRow(c.test, c.title.in_(lang), c.visibility, c.points) for c in bundle.checks]


def with_reported(planned: Sequence[CheckRow], submission: SubmissionView) -> list[CheckRow]:
    """The checks of a version, and whatever else a report of it tells of."""
    named = {row.test for row in planned}
    more = [check for check in submission.checks if check["test"] not in named]
    return [
        *planned,
        *(CheckRow(c["test"], c["title"], c["visibility"], c["max_points"]) for c in more),
    ]


def exercise_groups(
    exercise: Exercise, planned: Sequence[CheckRow], submission: SubmissionView | None
) -> list[CheckGroup]:
    """The checks in groups, with the exercise's deadline where checks wait for it."""
    waits = any(row.visibility == AFTER_DUE for row in planned)
    assignment = assignments.of_exercise(exercise) if waits else None
    return check_groups(planned, submission, assignments.deadline(assignment) if assignment else None)


def check_groups(
    planned: Sequence[CheckRow], submission: SubmissionView | None, due_at: datetime | None = None
) -> list[CheckGroup]:
    """The checks of an exercise with what is known of a submission: public, hidden, after the deadline."""
    known = {check["test"]: check for check in submission.checks} if submission else {}
    files = submission.numbers if submission else {}
    failed = (row.test for row in planned if _failed(known.get(row.test)))
    first = next(failed, None)
    rows = [_view(row, known.get(row.test), files, row.test == first) for row in planned]
    return [
        CheckGroup(key, chosen, _waits_for(key, chosen, submission), due_at)
        for key in (PUBLIC, HIDDEN, AFTER_DUE)
        if (chosen := [row for row in rows if row.visibility == key])
    ]


def _waits_for(key: str, rows: Iterable[CheckView], submission: SubmissionView | None) -> str:
    """What checks wait for that this submission does not run."""
    if key == PUBLIC or any(row.outcome != "idle" for row in rows):
        return ""
    if key == AFTER_DUE:
        return "due"
    return "submit" if submission is None or submission.mode == RUN or submission.state == DONE else ""


def _failed(check: Mapping[str, Any] | None) -> bool:
    """Did it fail with something to look at?"""
    return check is not None and check["outcome"] in ("failed", "error") and bool(check.get("shown"))


def _view(row: CheckRow, check: Mapping[str, Any] | None, files: Mapping[str, int], first: bool) -> CheckView:
    """A planned check with its result, where it has one."""
    if check is None:
        return CheckView(row.test, row.title, row.visibility, row.max_points)
    return CheckView(
        test=row.test,
        title=check["title"],
        visibility=row.visibility,
        max_points=check["max_points"],
        outcome=check["outcome"] or "idle",
        verdict=check["verdict"],
        points=check["points"] or 0,
        told=told(check["message"], files),
        shown=check.get("shown"),
        hint=check["hint"],
        open=first,
    )
