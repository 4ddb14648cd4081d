"""What happens while a submission is graded, told the moment it is known.

Each event says what a student may see of it: `student_view` is None where that is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from graders.bilingual import Bilingual
from graders.manifest import Visibility
from graders.report import CheckResult


@dataclass(frozen=True)
class Waiting:
    """All slots are taken; so many gradings are ahead."""

    kind: ClassVar[str] = "waiting"
    ahead: int

    def student_view(self) -> dict[str, Any] | None:
        """How many gradings are ahead."""
        return {"ahead": self.ahead}


@dataclass(frozen=True)
class Started:
    """The checks begin."""

    kind: ClassVar[str] = "started"

    def student_view(self) -> dict[str, Any] | None:
        """That it began."""
        return {}


@dataclass(frozen=True)
class Collected:
    """checks.py holds these tests."""

    kind: ClassVar[str] = "collected"
    tests: list[str]

    def student_view(self) -> dict[str, Any] | None:
        """Nothing: what an exercise tests is said by its checks."""
        return None


@dataclass(frozen=True)
class CheckStarted:
    """One check begins."""

    kind: ClassVar[str] = "check"
    test: str
    title: Bilingual
    visibility: Visibility

    def student_view(self) -> dict[str, Any] | None:
        """Which check is running."""
        return {
            "test": self.test,
            "title": msgspec.to_builtins(self.title),
            "visibility": self.visibility,
            "outcome": "running",
        }


@dataclass(frozen=True)
class CheckFinished:
    """One check ended."""

    kind: ClassVar[str] = "check"
    result: CheckResult

    def student_view(self) -> dict[str, Any] | None:
        """The check as the student's report will hold it."""
        return self.result.student_view()


@dataclass(frozen=True)
class Live:
    """One point of a curve drawn while a public check runs."""

    kind: ClassVar[str] = "live"
    test: str
    name: str
    step: int
    value: float
    visibility: Visibility

    def student_view(self) -> dict[str, Any] | None:
        """The point, if its check is public."""
        if self.visibility != "public":
            return None
        return {"test": self.test, "name": self.name, "step": self.step, "value": self.value}


Event = Waiting | Started | Collected | CheckStarted | CheckFinished | Live
OnEvent = Callable[[Event], None]


def tell_waiting(on_event: OnEvent | None) -> Callable[[int], None] | None:
    """What hears how many are ahead, and tells it as an event; None where nobody listens."""
    return None if on_event is None else lambda ahead: on_event(Waiting(ahead))
