"""Rows of what was measured, what it should be, and what it is compared with in the same run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One number; `most` and `least` are the aims, `beside` the baseline of the same run in words."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None
    beside: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether it is as it should be; None where nothing is asked of it."""
        if self.most is None and self.least is None:
            return None
        return (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )

    @property
    def aim(self) -> str:
        """The aim in a few signs."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else ""


def text(rows: Iterable[Row]) -> str:
    """The rows as a table of Markdown, which docs/performance.md can take as it is."""
    lines = ["| | | aim | | beside it, in the same run |", "|---|---|---|---|---|"]
    marks = {True: "reached", False: "**missed**", None: ""}
    lines += [
        f"| {row.name} | {_number(row.value)}{' ' * bool(row.unit)}{row.unit} | {row.aim} "
        f"| {marks[row.reached]} | {row.beside} |"
        for row in rows
    ]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
