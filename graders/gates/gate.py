"""What every gate has: a name, the bundles it is for, and a result with problems and a summary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from graders.bilingual import Bilingual
from graders.bundle import Bundle
from graders.grading import Grader
from graders.problems import Problem

#: hears how much of a gate's work is done, and how much there is
Tell = Callable[[int, int], None]


class GateResult(msgspec.Struct, frozen=True):
    """What one gate found."""

    gate: str
    ok: bool
    #: what the author has to change; empty where `ok`
    problems: list[Problem]
    #: one line for a terminal or a page, also where nothing is wrong
    summary: Bilingual
    #: the numbers behind it by name, for machines: finite numbers, texts, lists and dicts of them
    facts: dict[str, Any] = {}
    #: how long it took; set by whoever runs the gates
    seconds: float = 0.0


class Gate(Protocol):
    """One gate. It never raises for what an author did: that is a problem."""

    name: str

    def applies(self, bundle: Bundle) -> bool:
        """Whether this gate is for exercises of this kind."""

    def run(self, bundle: Bundle, grader: Grader, tell: Tell) -> GateResult:
        """Try the exercise."""
