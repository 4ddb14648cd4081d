"""waivers.toml: what a gate may let pass in this exercise, each with the reason its author wrote down.

A waiver that applies to nothing any more is a problem itself: whoever changes the reference or the checks
has to look at it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from graders.bundle import Bundle
from graders.decoding import decode_table, read_toml
from graders.problems import Problem

WAIVERS = "waivers.toml"
Line = Annotated[str, Meta(min_length=1, max_length=4000)]


class MutantWaiver(msgspec.Struct, frozen=True):
    """A mutant of the reference that no check has to notice: it does the same, or nobody could tell."""

    #: where it was made, such as ``reference/solution.py``
    file: Line
    #: the source line, or lines, before and after, stripped
    original: Annotated[str, Meta(max_length=4000)]
    mutant: Annotated[str, Meta(max_length=4000)]
    reason: Line


class CheatWaiver(msgspec.Struct, frozen=True):
    """A cheating submission that may pass these checks: what it answers happens to be right there."""

    cheat: Line
    checks: Annotated[list[str], Meta(min_length=1)]
    reason: Line


class Waivers(msgspec.Struct, frozen=True):
    """Everything a bundle waives."""

    mutants: list[MutantWaiver] = []
    cheats: list[CheatWaiver] = []


def read_waivers(bundle: Bundle, problems: list[Problem]) -> Waivers:
    """What the bundle waives; nothing, with each problem noted, where the file cannot be used."""
    if WAIVERS not in bundle.content:
        return Waivers()
    before = len(problems)
    table = read_toml(bundle.content[WAIVERS], WAIVERS, problems)
    waivers = decode_table(table, Waivers, WAIVERS, "", problems) if len(problems) == before else None
    if waivers is None:
        return Waivers()
    _need_reasons("mutants", [each.reason for each in waivers.mutants], problems)
    _need_reasons("cheats", [each.reason for each in waivers.cheats], problems)
    known = [check.test for check in bundle.checks]
    for index, waiver in enumerate(waivers.cheats):
        for test in waiver.checks:
            if test not in known:
                key = f"cheats[{index}].checks"
                problems.append(Problem.of(WAIVERS, key, "waiver_unknown", test=test, known=", ".join(known)))
    return waivers if len(problems) == before else Waivers()


def stale(key: str, what: str) -> Problem:
    """The problem of a waiver (``mutants[2]``) that applies to nothing; `what` is what it names."""
    return Problem.of(WAIVERS, key, "waiver_stale", what=what)


def stale_cheats(waivers: Sequence[CheatWaiver], passed: Iterable[tuple[str, str]]) -> list[Problem]:
    """Waivers for cheats that pass none of their checks any more; `passed` are pairs of cheat and check."""
    seen = set(passed)
    return [
        stale(f"cheats[{index}].checks", f"{waiver.cheat}, {test}")
        for index, waiver in enumerate(waivers)
        for test in waiver.checks
        if (waiver.cheat, test) not in seen
    ]


def _need_reasons(key: str, reasons: Sequence[str], problems: list[Problem]) -> None:
    """Blanks are no reason."""
    for index, reason in enumerate(reasons):
        if not reason.strip():
            problems.append(Problem.of(WAIVERS, f"{key}[{index}].reason", "waiver_unreasoned"))
