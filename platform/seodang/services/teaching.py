"""The teaching side: uploading bundles, publishing what validated, the table of scores, failed gradings."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, undefer

from graders.archives import read_zip
from graders.bundle import Bundle, BundleError, bundle_from_files
from graders.verdicts import Verdict

from ..extensions import db
from ..models import DONE, Course, Exercise, ExerciseVersion, Submission, User, ValidationRun, now
from . import catalogue, enrolments, progress, queue
from .exceptions import InputError, LimitError, NotFoundError
from .packing import pack, unpack

OPEN_RUNS = 3
SHOWN_FAILURES = 50
RECENT = timedelta(days=7)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class UploadError(Exception):
    """An archive that is no usable bundle; `problems` says why, in both languages."""

    def __init__(self, problems: list[dict[str, object]]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Scores:
    """Students by exercises."""

    exercises: Sequence[Exercise]
    rows: Sequence[tuple[User, Sequence[progress.Standing | None]]]


def upload(author: User, course: Course, archive: bytes, filename: str) -> ValidationRun:
    """Take a zipped bundle and queue its validation; nothing is published yet."""
    enrolments.require_instructor(author, course)
    unfinished = (
        select(func.count())
        .select_from(ValidationRun)
        .where(ValidationRun.user_id == author.id, ValidationRun.state != DONE)
    )
    if (db.session.scalar(unfinished) or 0) >= OPEN_RUNS:
        raise LimitError(_l("Three of your uploads are still being validated. Wait for one of them."), 30)
    bundle = _read(archive, course, filename)
    run = ValidationRun(
        user_id=author.id,
        course_id=course.id,
        slug=bundle.slug,
        version=bundle.version,
        content=pack(bundle.content),
        queue=queue.queue_for(bundle),
    )
    db.session.add(run)
    db.session.commit()
    queue.announce(run)
    return run


def for_user(user: User, run_id: int) -> ValidationRun:
    """A validation in a course one teaches; everything else does not exist."""
    run = db.session.get(ValidationRun, run_id)
    if run is None or not enrolments.is_instructor(user, run.course):
        raise NotFoundError(_l("There is no such validation."))
    return run


def recent_runs(course: Course) -> Sequence[ValidationRun]:
    """The latest validations of a course."""
    query = select(ValidationRun).where(ValidationRun.course_id == course.id)
    return db.session.scalars(query.order_by(ValidationRun.id.desc()).limit(20)).all()


def bundle_of(run: ValidationRun) -> Bundle:
    """The uploaded bundle."""
    return bundle_from_files(unpack(run.content), slug=run.slug, course=run.course.slug)


def publish(author: User, run: ValidationRun) -> ExerciseVersion:
    """Make a bundle that passed every gate the current version of its exercise."""
    enrolments.require_instructor(author, run.course)
    if not run.ok or run.gates is None:  # without gates: it was validated when there were none
        raise InputError(_l("Only a bundle that validated without problems can be published."))
    version = catalogue.publish(run.course, bundle_of(run), "upload", author)
    _put_into_outline(run.course, run.slug)
    run.published_id = version.id
    db.session.commit()
    return version


def scores(course: Course) -> Scores:
    """The best score of every student in every exercise of a course, in the order of its outline."""
    published = catalogue.exercises(course)
    ordered = [
        published[slug] for chapter in course.outline for slug in chapter["exercises"] if slug in published
    ]
    standings = progress.of_course(course)
    return Scores(
        ordered,
        [
            (student, [standings.get((student.id, exercise.id)) for exercise in ordered])
            for student in enrolments.students(course)
        ],
    )


def scores_csv(course: Course, heading: str) -> str:
    """The scores as CSV; no cell of it can be read as a formula by a spreadsheet."""
    table = scores(course)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_cell(heading), *(_cell(exercise.slug) for exercise in table.exercises)])
    for student, standings in table.rows:
        writer.writerow(
            [
                _cell(student.name),
                *("" if s is None or s.best is None else f"{s.best:.4f}" for s in standings),
            ]
        )
    return out.getvalue()


def failures(course: Course) -> Sequence[Submission]:
    """The newest gradings of a course that failed on the side of its checks or of the sandbox."""
    query = (
        select(Submission)
        .join(Exercise)
        .where(*_failed_in(course))
        .options(undefer(Submission.report), joinedload(Submission.user), joinedload(Submission.version))
    )
    newest = query.order_by(Submission.finished_at.desc(), Submission.id.desc())
    return db.session.scalars(newest.limit(SHOWN_FAILURES)).all()


def recent_failures(course: Course) -> int:
    """How many gradings of a course failed in the last seven days."""
    query = select(func.count()).select_from(Submission).join(Exercise).where(*_failed_in(course))
    return db.session.scalar(query.where(Submission.finished_at > now() - RECENT)) or 0


def _failed_in(course: Course) -> tuple[ColumnElement[bool], ...]:
    """What makes a submission a failed grading of the course; a run can be one too."""
    return (
        Exercise.course_id == course.id,
        Submission.state == DONE,
        Submission.verdict == Verdict.IE.value,
    )


def _cell(text: str) -> str:
    """Text that a spreadsheet takes for text."""
    plain = unicodedata.normalize("NFKC", text)  # full-width signs are signs to some of them
    return (
        "'" + text if plain.lstrip().startswith(FORMULA_STARTS) or plain.startswith(FORMULA_STARTS) else text
    )


def _read(archive: bytes, course: Course, filename: str) -> Bundle:
    """The bundle in an archive, whether its files lie at the top or in one folder."""
    try:
        files = read_zip(archive)
        tops = {name.partition("/")[0] for name in files}
        folder = tops.pop() if len(tops) == 1 and "exercise.toml" not in files else ""
        if folder:
            files = {name.partition("/")[2]: data for name, data in files.items()}
        slug = folder or PurePosixPath(filename.replace("\\", "/")).name.removesuffix(".zip")
        return bundle_from_files(files, slug=slug, course=course.slug)
    except BundleError as error:
        raise UploadError([msgspec.to_builtins(problem) for problem in error.problems]) from None


def _put_into_outline(course: Course, slug: str) -> None:
    """Show a new exercise in the last chapter of the outline."""
    if any(slug in chapter["exercises"] for chapter in course.outline):
        return
    *earlier, last = course.outline or [{"id": "1", "title": course.title, "exercises": []}]
    course.outline = [*earlier, {**last, "exercises": [*last["exercises"], slug]}]
