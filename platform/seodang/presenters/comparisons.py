"""Comparisons of a student's text with an earlier submission of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from graders.verdicts import verdict_name

from ..locales import moment_text, zone_name
from ..models import RUN, Submission
from ..services.comparison import Line, compare


@dataclass(frozen=True)
class Choice:
    """A submission to compare with, in one line."""

    id: int
    text: str
    url: str


@dataclass(frozen=True)
class FileComparison:
    """What changed in one file; no lines where nothing did."""

    name: str
    lines: list[Line]
    added: int
    removed: int


def choices(rows: Sequence[Submission], course: str, slug: str, lang: str) -> list[Choice]:
    """Submissions to choose from."""
    address = url_for("exercises.compare", course=course, slug=slug)
    return [Choice(row.id, _label(row, lang), f"{address}?with={row.id}") for row in rows]


def comparisons(before: Mapping[str, str], after: Mapping[str, str]) -> list[FileComparison]:
    """Each file of the desk against the same file of a submission."""
    found = []
    for name, text in after.items():
        lines = compare(before.get(name, ""), text)
        kinds = [line.kind for line in lines]
        found.append(FileComparison(name, lines, kinds.count("added"), kinds.count("removed")))
    return found


def _label(row: Submission, lang: str) -> str:
    """Such as: 12 · Submit · Wrong answer · 2026-03-02 10:15 KST."""
    kind = _("Run") if row.mode == RUN else _("Submit")
    verdict = verdict_name(row.verdict).in_(lang) if row.verdict else _("not graded yet")
    when = f"{moment_text(row.created_at)} {zone_name(row.created_at)}"
    return " · ".join((str(row.id), kind, verdict, when))
