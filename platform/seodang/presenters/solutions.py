"""An author's solution, beside what one has written oneself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..models import Exercise, User
from ..services import drafts, submissions
from .comparisons import FileComparison, comparisons


@dataclass(frozen=True)
class SolutionFile:
    """A file of the author's; `change` is what would make one's own text into it."""

    name: str
    text: str
    change: FileComparison | None


def solution_view(user: User, exercise: Exercise, texts: Mapping[str, str]) -> list[SolutionFile]:
    """Each file of the solution against one's own last text."""
    own = drafts.load(user, exercise)
    latest = None if own else submissions.latest(user, exercise)
    own = own or (dict(latest.files) if latest else {})
    changes = {change.name: change for change in comparisons(own, texts)} if own else {}
    return [SolutionFile(name, text, changes.get(name)) for name, text in texts.items()]
