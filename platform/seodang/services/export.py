"""All of somebody's data as one archive: what every table holds of them, as they may see it.

Each table has a part that names the columns it gives away and those it keeps back, so that neither a new
table nor a new column is forgotten, or told, by accident. Keys of questions that are not answered yet,
seeds, and what only authors may read of a report are never in it.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from graders.quiz import student_view as question_view
from graders.report import Report, student_view as report_view

from ..extensions import db
from ..models import (
    Base,
    Draft,
    Enrolment,
    Event,
    Exercise,
    ExerciseVersion,
    HintReveal,
    LoginSession,
    PracticeCard,
    PracticeReview,
    QuizAnswer,
    QuizVariant,
    QuotaBucket,
    Submission,
    User,
    ValidationRun,
)
from . import quizzes
from .packing import unpack

IN_MEMORY = 8 * 2**20  # larger archives are written to a file that has no name
LEASE = ("lease_token", "lease_expires", "holder", "starts", "queue", "sent_at")
TIMES = ("state", "created_at", "started_at", "finished_at")
Files = Iterable[tuple[str, bytes]]
README = """\
Seodang: all the data of your account
=====================================
Each .json file is one table; times are in UTC. Folders hold text as you wrote it:

submissions/NUMBER/   the files you handed in, and report.json, the result
drafts/               what you typed and have not handed in
uploads/NUMBER/       exercises you uploaded, if you teach

Keys to questions you have not answered, and what hidden checks saw, are not in here.
The password is kept as a fingerprint only, from which nobody can read it; it is left out as well.

서당: 내 계정의 모든 자료
=========================
.json 파일 하나가 표 하나입니다. 시각은 모두 UTC입니다. 폴더에는 쓴 글이 그대로 들어 있습니다.

submissions/번호/     제출한 파일과 채점 결과 report.json
drafts/               쓰고 있으며 아직 제출하지 않은 코드
uploads/번호/         강사로서 올린 연습문제

아직 답하지 않은 문항의 정답과 비공개 검사가 본 값은 들어 있지 않습니다.
비밀번호는 되돌릴 수 없는 지문으로만 보관하며, 그것도 넣지 않았습니다.
"""


def _no_files(row: Any) -> Files:
    return ()


@dataclass(frozen=True)
class Part:
    """What one table gives to the archive."""

    name: str
    model: type[Base]
    rows: Callable[[int], Select[Any]]  #: those of somebody
    shown: tuple[str, ...]
    kept_back: tuple[str, ...] = ()
    files: Callable[[Any], Files] = _no_files


def archive(user: User) -> IO[bytes]:
    """The archive, open for reading from its start; the caller closes it."""
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed to the caller
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", README)
        for part in PARTS:
            rows = []
            for row in db.session.scalars(part.rows(user.id).execution_options(yield_per=100)):
                rows.append(_plain(part, row))
                for name, data in part.files(row):
                    packed.writestr(name, data)
            packed.writestr(f"{part.name}.json", _json(rows))
    db.session.rollback()  # what was read is not needed any more
    out.seek(0)
    return out


def _plain(part: Part, row: Any) -> dict[str, Any]:
    """One row as JSON can hold it; the names of things beside the numbers they go by here."""
    values = {name: getattr(row, name) for name in part.shown}
    exercise = getattr(row, "exercise", None) or _exercise(getattr(row, "exercise_id", None))
    if exercise is not None:
        values["exercise"] = f"{exercise.course.slug}/{exercise.slug}"
    course = getattr(row, "course", None)
    if course is not None:
        values["course"] = course.slug
    return values


def _exercise(exercise_id: int | None) -> Exercise | None:
    return db.session.get(Exercise, exercise_id) if exercise_id is not None else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_moment)


def _moment(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"no form for {type(value).__name__}")
    return value.astimezone(UTC).isoformat()


def _own(model: Any) -> Callable[[int], Select[Any]]:
    return lambda user_id: select(model).where(model.user_id == user_id).order_by(model.id)


def _of_submissions(user_id: int) -> Select[Any]:
    return _own(Submission)(user_id).options(undefer(Submission.report))


def _of_answers(user_id: int) -> Select[Any]:
    return select(QuizAnswer).join(QuizVariant).where(QuizVariant.user_id == user_id).order_by(QuizAnswer.id)


def _of_events(user_id: int) -> Select[Any]:
    submissions = select(Submission.id).where(Submission.user_id == user_id)
    runs = select(ValidationRun.id).where(ValidationRun.user_id == user_id)
    mine = Event.submission_id.in_(submissions) | Event.validation_id.in_(runs)
    return select(Event).where(mine).order_by(Event.id)


def _of_reviews(user_id: int) -> Select[Any]:
    return (
        select(PracticeReview)
        .join(PracticeCard)
        .where(PracticeCard.user_id == user_id)
        .order_by(PracticeReview.id)
    )


def _submission_files(row: Submission) -> Iterator[tuple[str, bytes]]:
    """What was handed in, and the report as its student may read it."""
    for name, text in row.files.items():
        yield f"submissions/{row.id}/{name}", text.encode("utf-8", "replace")
    if row.report is not None:
        view = report_view(msgspec.convert(row.report, Report))
        yield f"submissions/{row.id}/report.json", _json(view).encode()


def _draft_files(row: Draft) -> Iterator[tuple[str, bytes]]:
    exercise = _exercise(row.exercise_id)
    folder = f"drafts/{exercise.course.slug}/{exercise.slug}" if exercise else f"drafts/{row.id}"
    for name, text in row.files.items():
        yield f"{folder}/{name}", text.encode("utf-8", "replace")


def _upload_files(row: ValidationRun) -> Iterator[tuple[str, bytes]]:
    for name, data in unpack(row.content).items():
        yield f"uploads/{row.id}/{name}", data


def _question_files(row: QuizVariant) -> Iterator[tuple[str, bytes]]:
    """The question; its worked solution once it has been answered."""
    if row.variant is None:
        return
    issued = quizzes.variant_of(row)
    view = question_view(issued)
    if quizzes.answer_to(row) is not None:
        view |= {"worked": msgspec.to_builtins(issued.worked)}
    yield f"questions/{row.id}.json", _json(view).encode()


PARTS: tuple[Part, ...] = (
    Part(
        "account",
        User,
        lambda user_id: select(User).where(User.id == user_id),
        (
            "name",
            "email_key",
            "locale",
            "timezone",
            "preferences",
            "created_at",
            "is_admin",
            "is_enabled",
            "demo_role",
        ),
        ("id", "name_key", "password_hash"),
    ),
    Part(
        "sign_ins",
        LoginSession,
        _own(LoginSession),
        ("created_at", "seen_at"),
        ("id", "user_id", "token_hash"),
    ),
    Part("courses", Enrolment, _own(Enrolment), ("role", "created_at"), ("id", "user_id", "course_id")),
    Part(
        "submissions",
        Submission,
        _of_submissions,
        (
            "id",
            "mode",
            "verdict",
            "score",
            "points",
            "max_points",
            "counts",
            "automatic",
            "after_due",
            "stop_asked_at",
            *TIMES,
        ),
        ("user_id", "exercise_id", "version_id", "token", "files", "report", *LEASE),
        files=_submission_files,
    ),
    Part(
        "events",
        Event,
        _of_events,
        ("submission_id", "validation_id", "kind", "data", "created_at"),
        ("id",),
    ),
    Part(
        "drafts",
        Draft,
        _own(Draft),
        ("updated_at",),
        ("id", "user_id", "exercise_id", "files"),
        files=_draft_files,
    ),
    Part(
        "questions",
        QuizVariant,
        _own(QuizVariant),
        ("id", "of_question", *TIMES),
        ("user_id", "exercise_id", "version_id", "seed", "variant", *LEASE),
        files=_question_files,
    ),
    Part(
        "answers",
        QuizAnswer,
        _of_answers,
        ("variant_id", "answers", "result", "correct", "score", "created_at"),
        ("id",),
    ),
    Part("hints", HintReveal, _own(HintReveal), ("number", "created_at"), ("id", "user_id", "exercise_id")),
    Part(
        "practice",
        PracticeCard,
        _own(PracticeCard),
        ("id", "question", "concept", "state", "due_at", "created_at"),
        ("user_id", "exercise_id"),
    ),
    Part("practice_reviews", PracticeReview, _of_reviews, ("card_id", "rating", "created_at"), ("id",)),
    Part(
        "tries",
        QuotaBucket,
        _own(QuotaBucket),
        ("mode", "tokens", "filled_at"),
        ("id", "user_id", "exercise_id"),
    ),
    Part(
        "uploads",
        ValidationRun,
        _own(ValidationRun),
        ("id", "slug", "version", "ok", "problems", "examples", "gates", *TIMES),
        ("user_id", "course_id", "content", "published_id", *LEASE),
        files=_upload_files,
    ),
    Part(
        "published",
        ExerciseVersion,
        lambda user_id: select(ExerciseVersion).where(ExerciseVersion.author_id == user_id),
        ("version", "origin", "created_at"),
        ("id", "exercise_id", "author_id", "content"),
    ),
)
