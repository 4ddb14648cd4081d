"""One's own way through an exercise: each try, what came of it, what it changed, and the score over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from graders.verdicts import verdict_name

from ..models import DONE, SUBMIT, Exercise, Submission
from ..services.submissions import MAX_HISTORY

PAGE = MAX_HISTORY - 1
#: the drawing area of the score's line inside its own coordinates
LEFT, TOP, RIGHT, BOTTOM = 46.0, 12.0, 470.0, 112.0
MARKS = (0, 50, 100)


@dataclass(frozen=True)
class TryView:
    """One submission in the list; lines are counted since the one before, None for the first."""

    id: int
    url: str
    compare_url: str
    mode: str
    state: str
    verdict: str | None
    verdict_text: str
    points: float | None
    max_points: float | None
    created_at: datetime
    added: int | None
    removed: int | None


@dataclass(frozen=True)
class Dot:
    """An attempt on the line: where, and what it says."""

    x: float
    y: float
    id: int
    percent: int


@dataclass(frozen=True)
class ScoreLine:
    """Scores of the attempts in their order, as a path and as dots."""

    path: str
    dots: list[Dot]
    marks: list[tuple[float, int]]
    best: int
    latest: int


@dataclass(frozen=True)
class HistoryView:
    """A page of one's own submissions, newest first."""

    tries: list[TryView]
    score: ScoreLine | None
    older_url: str


def history_view(rows: Sequence[Submission], exercise: Exercise, lang: str) -> HistoryView:
    """The newest of these rows as a page; the one behind the last only tells what that changed."""
    place: dict[str, Any] = {"course": exercise.course.slug, "slug": exercise.slug}
    shown = rows[:PAGE]
    earlier = [*rows[1:], None]
    more = len(rows) > PAGE
    return HistoryView(
        tries=[_try(row, before, place, lang) for row, before in zip(shown, earlier, strict=False)],
        score=score_line([row for row in reversed(shown) if _counts(row)]),
        older_url=url_for("submissions.index", **{**place, "before": shown[-1].id}) if more else "",
    )


def line_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[int, int]:
    """How many lines came and how many went; one that only moved is neither.

    Counting is all a list needs, and unlike a comparison it is done at once whatever the texts are.
    """
    old, new = (
        Counter((name, line) for name, text in files.items() for line in text.splitlines())
        for files in (before, after)
    )
    return (new - old).total(), (old - new).total()


def score_line(attempts: Sequence[Submission]) -> ScoreLine | None:
    """The line of these attempts' scores; None where there are fewer than two."""
    if len(attempts) < 2:
        return None
    gap = (RIGHT - LEFT) / (len(attempts) - 1)
    dots = [
        Dot(round(LEFT + gap * at, 1), _height(row.score or 0.0), row.id, round(100 * (row.score or 0.0)))
        for at, row in enumerate(attempts)
    ]
    return ScoreLine(
        path="".join(f"{'L' if at else 'M'}{dot.x:g} {dot.y:g}" for at, dot in enumerate(dots)),
        dots=dots,
        marks=[(_height(mark / 100), mark) for mark in MARKS],
        best=max(dot.percent for dot in dots),
        latest=dots[-1].percent,
    )


def _height(score: float) -> float:
    """Where a score from 0 to 1 lies."""
    return round(BOTTOM - (BOTTOM - TOP) * min(max(score, 0.0), 1.0), 1)


def _counts(row: Submission) -> bool:
    """Is it an attempt whose score is known?"""
    return row.mode == SUBMIT and row.state == DONE and row.counts and row.verdict != "IE"


def _try(row: Submission, before: Submission | None, place: Mapping[str, Any], lang: str) -> TryView:
    """One row of the list."""
    changes = line_changes(before.files, row.files) if before is not None else (None, None)
    wanted: dict[str, Any] = {**place, "with": row.id}
    return TryView(
        id=row.id,
        url=url_for("submissions.show", id=row.id),
        compare_url=url_for("exercises.compare", **wanted),
        mode=row.mode,
        state=row.state,
        verdict=row.verdict,
        verdict_text=verdict_name(row.verdict).in_(lang) if row.verdict else "",
        points=row.points,
        max_points=row.max_points,
        created_at=row.created_at,
        added=changes[0],
        removed=changes[1],
    )
