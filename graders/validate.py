"""Does an exercise do what it says, and are its checks fit to grade anybody?

Its own solutions are tried first; where they come out as they say, the other gates follow. What is wrong ends
as problems with a cure, never as an exception.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from graders.bundle import Bundle
from graders.gates.choosing import ALL, Plan
from graders.gates.examples import ExampleResult
from graders.gates.gate import Gate, GateResult
from graders.grading import Grader
from graders.problems import Problem

__all__ = ["ExampleResult", "Progress", "ValidationReport", "to_dos", "validate"]

_TEXTS = (".toml", ".md", ".py")
#: seconds between two words about one gate's progress
PAUSE_S = 0.5


class ValidationReport(msgspec.Struct, frozen=True):
    """Everything validation found."""

    exercise: str
    version: str
    #: all of them, whichever gate found them
    problems: list[Problem]
    examples: list[ExampleResult]
    #: what each gate found, in the order they were tried; those after a failing "examples" were not
    gates: list[GateResult] = []

    @property
    def ok(self) -> bool:
        """Whether the exercise can be published."""
        return not self.problems


@dataclass(frozen=True)
class Progress:
    """How far a gate has come."""

    kind: ClassVar[str] = "progress"
    gate: str
    done: int
    total: int
    #: the solution that was tried last, where the gate tries them one by one
    example: ExampleResult | None = None

    def student_view(self) -> dict[str, Any] | None:
        """Validation is the author's; a page of theirs shows it whole."""
        return {
            "gate": self.gate,
            "done": self.done,
            "total": self.total,
            "example": msgspec.to_builtins(self.example),
        }


OnProgress = Callable[[Progress], None]


def validate(
    bundle: Bundle, grader: Grader, on_event: OnProgress | None = None, plan: Plan = ALL
) -> ValidationReport:
    """Put a bundle through its gates."""
    problems = to_dos(bundle)
    examples: list[ExampleResult] = []
    results: list[GateResult] = []
    for gate in plan.made(examples.append):
        if not gate.applies(bundle):
            continue
        result = _run(gate, bundle, grader, _Teller(gate.name, examples, on_event))
        results.append(result)
        problems += [problem for problem in result.problems if problem not in problems]
        if gate.name == "examples" and problems:
            break  # solutions that do not do what they say tell nothing about the checks
    return ValidationReport(bundle.name, bundle.version, problems, examples, results)


def to_dos(bundle: Bundle) -> list[Problem]:
    """Each line marked TODO, but for the starter's, which are the student's."""
    return [
        Problem.of(name, f"line {number}", "to_do", text=line.strip(' #"')[:60])
        for name, data in bundle.content.items()
        if name.endswith(_TEXTS) and not name.startswith("starter/")
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1)
        if "TODO" in line
    ]


def _run(gate: Gate, bundle: Bundle, grader: Grader, teller: _Teller) -> GateResult:
    started = time.monotonic()
    result = gate.run(bundle, grader, teller.tell)
    return msgspec.structs.replace(result, seconds=round(time.monotonic() - started, 2))


class _Teller:
    """Passes on how far a gate has come: each example, and of the rest no more than anybody can follow."""

    def __init__(self, gate: str, examples: list[ExampleResult], on_event: OnProgress | None) -> None:
        self._gate = gate
        self._examples = examples
        self._on_event = on_event
        self._told = 0.0

    def tell(self, done: int, total: int) -> None:
        """So much is done."""
        if self._on_event is None:
            return
        now = time.monotonic()
        each = self._gate == "examples"
        if each or done >= total or now - self._told >= PAUSE_S:
            self._told = now
            example = self._examples[-1] if each else None
            self._on_event(Progress(self._gate, done, total, example))
