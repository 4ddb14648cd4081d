"""The teaching side as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from flask import url_for

from graders.bilingual import EMPTY, both
from graders.report import Report
from graders.verdicts import Verdict

from ..models import DONE, Course, Exercise, ExerciseVersion, Submission, ValidationRun
from ..services import event_log
from ..services.teaching import Scores
from .texts import localise, pick
from .told import Told, told as in_parts


@dataclass(frozen=True)
class TaughtExercise:
    """An exercise with its published version and how many there are."""

    slug: str
    title: str
    url: str
    version: str
    number: int
    published_at: datetime | None


@dataclass(frozen=True)
class GateView:
    """A gate and what it found."""

    name: str
    title: str
    ok: bool
    summary: str
    seconds: float
    problems: list[dict[str, Any]]


@dataclass(frozen=True)
class GateProgress:
    """How far the gate has come that is being tried."""

    title: str
    done: int
    total: int


@dataclass(frozen=True)
class RunView:
    """A validation of an uploaded bundle."""

    id: int
    slug: str
    course: str
    version: str
    state: str
    ok: bool | None
    problems: list[dict[str, Any]]
    examples: list[dict[str, Any]]
    gates: list[GateView]
    progress: GateProgress | None
    published: bool
    url: str
    status_url: str


@dataclass(frozen=True)
class TaughtCourse:
    """A course with its exercises and the latest uploads."""

    slug: str
    title: str
    exercises: list[TaughtExercise]
    runs: list[RunView]
    failures: int  #: gradings that failed lately


@dataclass(frozen=True)
class FailureView:
    """A grading that failed on our side or the author's."""

    title: str
    version: str
    student: str
    finished_at: datetime | None
    url: str
    reported: bool  #: False where the job was given up before there was a report
    message: Told | None
    diagnosis: str  #: a cell's own words; text, whatever it looks like


@dataclass(frozen=True)
class ScoreRow:
    """One student's best scores, in the order of the exercises."""

    student: str
    scores: list[float | None]


@dataclass(frozen=True)
class ScoreTable:
    """Students by exercises."""

    exercises: list[TaughtExercise]
    rows: list[ScoreRow]


def taught_course(
    course: Course,
    exercises: Sequence[tuple[Exercise, Sequence[ExerciseVersion]]],
    runs: Sequence[ValidationRun],
    failures: int,
    lang: str,
) -> TaughtCourse:
    """A course as its instructor sees it."""
    rows = [taught_exercise(exercise, versions, lang) for exercise, versions in exercises]
    views = [run_view(run, lang) for run in runs]
    return TaughtCourse(course.slug, pick(course.title, lang), rows, views, failures)


def taught_exercise(exercise: Exercise, versions: Sequence[ExerciseVersion], lang: str) -> TaughtExercise:
    """An exercise as its instructor sees it."""
    numbers = {version.id: len(versions) - place for place, version in enumerate(versions)}
    current = next((version for version in versions if version.id == exercise.current_id), None)
    return TaughtExercise(
        exercise.slug,
        pick(exercise.title, lang),
        url_for("exercises.show", course=exercise.course.slug, slug=exercise.slug),
        current.version if current else "",
        numbers.get(current.id, 0) if current else 0,
        current.created_at if current else None,
    )


def run_view(run: ValidationRun, lang: str) -> RunView:
    """A validation and what it found."""
    told = [] if run.state == DONE else [event.data for event in event_log.of_kind(run, "progress")]
    return RunView(
        id=run.id,
        slug=run.slug,
        course=run.course.slug,
        version=run.version,
        state=run.state,
        ok=run.ok and run.gates is not None if run.ok is not None else None,
        problems=localise(run.problems or [], lang),
        examples=localise(run.examples or _examples(told), lang),
        gates=[gate_view(gate, lang) for gate in run.gates or []],
        progress=_progress(told, lang),
        published=run.published_id is not None,
        url=url_for("teaching.validation", id=run.id),
        status_url=url_for("teaching.validation_status", id=run.id),
    )


def gate_view(gate: dict[str, Any], lang: str) -> GateView:
    """A gate as it was stored."""
    told = localise(gate, lang)
    return GateView(
        told["gate"], gate_title(told["gate"], lang), told["ok"], told["summary"], told["seconds"],
        told["problems"],
    )  # fmt: skip


def gate_title(name: str, lang: str) -> str:
    """What a gate is called."""
    return both(f"gate.title.{name}").in_(lang)


def _examples(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What an unfinished validation has tried already."""
    return [data["example"] for data in told if data.get("example")]


def _progress(told: Sequence[dict[str, Any]], lang: str) -> GateProgress | None:
    """Where an unfinished validation is."""
    if not told or "gate" not in told[-1]:
        return None
    last = told[-1]
    return GateProgress(gate_title(last["gate"], lang), last["done"], last["total"])


def score_table(scores: Scores, lang: str) -> ScoreTable:
    """The table of scores."""
    return ScoreTable(
        [taught_exercise(exercise, (), lang) for exercise in scores.exercises],
        [
            ScoreRow(student.name, [None if s is None else s.best for s in standings])
            for student, standings in scores.rows
        ],
    )


def failure_view(row: Submission, lang: str) -> FailureView:
    """A failed grading as the instructor may read it, with what students never see."""
    report = None if row.report is None else msgspec.convert(row.report, Report)
    return FailureView(
        title=pick(row.exercise.title, lang),
        version=row.version.version[:10],
        student=row.user.name,
        finished_at=row.finished_at,
        url=url_for("submissions.show", id=row.id),
        reported=report is not None,
        message=in_parts(_why(report, lang), {}) if report else None,
        diagnosis=report.diagnosis if report else "",
    )


def _why(report: Report, lang: str) -> str:
    """What the report says about its failure; where that is nothing, what the check that broke says."""
    broken = (check.message for check in report.checks if check.verdict == Verdict.IE)
    return (report.message or next(broken, EMPTY)).in_(lang)
