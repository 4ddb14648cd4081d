"""What validation found, for a terminal and for machines."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from graders.bilingual import both
from graders.formats.terminal import print_problems
from graders.gates.gate import GateResult
from graders.problems import Problem
from graders.validate import ValidationReport


class Validated(msgspec.Struct, frozen=True):
    """One exercise or outline, as the JSON of `seodang validate` has it."""

    exercise: str
    ok: bool
    problems: list[Problem]
    #: of its files; empty where they make no exercise
    version: str = ""
    gates: list[GateResult] = []


def of_report(report: ValidationReport) -> Validated:
    """The same of an exercise that was tried."""
    return Validated(report.exercise, report.ok, report.problems, report.version, report.gates)


def to_json(validated: Sequence[Validated]) -> str:
    """A list of what was validated, every key present."""
    return msgspec.json.format(msgspec.json.encode(list(validated)), indent=2).decode()


def print_validated(console: Console, each: Validated, lang: str) -> None:
    """One line, a line for each gate, and every problem."""
    verdict = both("cli.valid" if each.ok else "cli.not_valid").in_(lang)
    line = Text(each.exercise, style="bold")
    console.print(line.append("  ").append(verdict, style="green" if each.ok else "bold red"))
    width = max((len(result.gate) for result in each.gates), default=0)
    for result in each.gates:
        mark = Text("  + " if result.ok else "  ! ", style="green" if result.ok else "bold red")
        head = mark.append(result.gate.ljust(width), style="bold").append(f"  {result.seconds:6.1f} s")
        console.print(head)
        console.print(Padding(Text(result.summary.in_(lang)), (0, 0, 0, 4), expand=False))
    print_problems(console, each.problems, lang)
