"""Submissions: handing in, finding one's own, and the limits on both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError

from graders.sources import check_files

from ..extensions import db, settings
from ..models import DONE, RUN, RUNNING, SUBMIT, Course, Enrolment, Exercise, Submission, User, now
from ..models.enrolment import INSTRUCTOR
from . import assignments, automatic_runs, catalogue, drafts, enrolments, queue, quotas, worker_status
from .exceptions import InputError, LimitError, NotFoundError, UnavailableError
from .locks import lock
from .quotas import AUTO

OPEN_PER_USER = 4  # one running and three queued
HOUR = timedelta(hours=1)
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
MAX_HISTORY = 51  # a page of them, and the one that the last is compared with


def create(
    user: User,
    exercise: Exercise,
    files: Mapping[str, bytes],
    mode: str,
    token: str,
    *,
    automatic: bool = False,
    base: str | None = None,
) -> Submission:
    """Store a submission and queue it for grading; `automatic` marks a run that no button was pressed for.

    `base` is the revision of the draft that the text grew out of; a draft that has moved on is left alone.
    The same form sent again gives the same submission, so a double click makes one. A page that was gone
    back to, without scripts, holds its token still; other text, or Submit after Run, makes another one.
    Raises SourceError for files that cannot be graded, before anything is stored.
    """
    if mode not in (RUN, SUBMIT) or (automatic and mode != RUN) or not TOKEN.fullmatch(token):
        raise InputError(_l("The form was incomplete. Reload the page and try again."))
    token = _fingerprint(exercise, AUTO if automatic else mode, token, files)
    earlier = by_token(user, token)
    if earlier is not None:
        return earlier
    bundle = catalogue.current_bundle(exercise)
    if bundle.kind == "quiz" or exercise.current_id is None:
        raise NotFoundError(_l("There is no such exercise."))
    check_files(files, bundle)
    _refuse_while_off()
    enrolments.enrol(user, exercise.course)
    lock(user)
    earlier = by_token(user, token)
    if earlier is None:
        assignments.require_open(user, exercise, mode)
        _take_or_refuse(user, exercise, AUTO if automatic else mode)
        earlier = Submission(
            user_id=user.id,
            exercise_id=exercise.id,
            version_id=exercise.current_id,
            mode=mode,
            token=token,
            queue=queue.queue_for(bundle),
            files={name: data.decode("utf-8") for name, data in files.items()},
            automatic=automatic,
        )
        db.session.add(earlier)
        if automatic:
            automatic_runs.forget(user, exercise)
        else:
            drafts.keep(user, exercise, earlier.files, base)
    try:
        db.session.commit()
    except IntegrityError:  # the token again, at the same moment, past a lock that does not hold everywhere
        db.session.rollback()
        return for_user_token(user, token)
    automatic_runs.make_way(earlier)
    queue.announce(earlier)
    return earlier


def by_token(user: User, token: str) -> Submission | None:
    """The submission a form of somebody has already made, by its fingerprint."""
    return db.session.scalar(
        select(Submission).where(Submission.user_id == user.id, Submission.token == token)
    )


def for_user_token(user: User, token: str) -> Submission:
    """The submission a form of somebody has made."""
    found = by_token(user, token)
    if found is None:
        raise NotFoundError(_l("There is no such submission."))
    return found


def get(submission_id: int) -> Submission:
    """A submission whose reader has been checked already, as it is right now."""
    found = db.session.get(Submission, submission_id, populate_existing=True)
    if found is None:
        raise NotFoundError(_l("There is no such submission."))
    return found


def for_user(user: User, submission_id: int) -> Submission:
    """One's own submission, or one in a course one teaches; everything else does not exist."""
    teaches = select(Enrolment.course_id).where(Enrolment.user_id == user.id, Enrolment.role == INSTRUCTOR)
    query = select(Submission).join(Exercise).where(Submission.id == submission_id)
    if not user.is_admin:
        query = query.where(or_(Submission.user_id == user.id, Exercise.course_id.in_(teaches)))
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(_l("There is no such submission."))
    return found


def history(user: User, exercise: Exercise, before: int | None = None) -> Sequence[Submission]:
    """What somebody handed in or ran by a press, newest first; `before` a number, where they are many."""
    query = select(Submission).where(
        Submission.user_id == user.id,
        Submission.exercise_id == exercise.id,
        Submission.automatic.is_(False),
    )
    if before is not None:
        query = query.where(Submission.id < before)
    return db.session.scalars(query.order_by(Submission.id.desc()).limit(MAX_HISTORY)).all()


def latest(user: User, exercise: Exercise) -> Submission | None:
    """Somebody's newest submission to an exercise."""
    query = select(Submission).where(Submission.user_id == user.id, Submission.exercise_id == exercise.id)
    return db.session.scalar(query.order_by(Submission.id.desc()).limit(1))


def in_course(course: Course) -> Sequence[Submission]:
    """Every finished submission of a course that counts."""
    query = select(Submission).join(Exercise).where(Exercise.course_id == course.id, *counted())
    return db.session.scalars(query.order_by(Submission.id)).all()


def counted() -> tuple[ColumnElement[bool], ...]:
    """What makes a submission an attempt: handed in for good, finished, neither failed by us nor forgiven."""
    ended = Submission.mode == SUBMIT, Submission.state == DONE, Submission.verdict != "IE"
    return *ended, Submission.counts.is_(True)


def _fingerprint(exercise: Exercise, mode: str, token: str, files: Mapping[str, bytes]) -> str:
    """What names one sending of one form: its token and all it says."""
    parts = [str(exercise.id).encode(), mode.encode(), token.encode()]
    for name in sorted(files):
        parts += [name.encode(), files[name]]
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(digests).hexdigest()


def _refuse_while_off() -> None:
    """Accept nothing that cannot be graded."""
    status = worker_status.current()
    if status.state == "off" and status.reason:
        raise UnavailableError(
            _l("Grading is off at the moment, so nothing was handed in. Your text is kept here.")
        )


def _take_or_refuse(user: User, exercise: Exercise, mode: str) -> None:
    """Take a token; raise LimitError, and take nothing, where somebody or everybody asked for too much."""
    try:
        _refuse_too_many(user, exercise, mode)
        quotas.take(user, exercise, mode)
    except LimitError:
        db.session.rollback()
        raise


def _refuse_too_many(user: User, exercise: Exercise, mode: str) -> None:
    """Raise LimitError for what no bucket bounds: open submissions, the queue, tries that cost nothing."""
    unfinished = select(func.count()).select_from(Submission).where(Submission.state != DONE)
    if (db.session.scalar(unfinished.where(Submission.user_id == user.id)) or 0) >= OPEN_PER_USER:
        raise LimitError(
            _l("Four of your submissions are still waiting or running. Wait for one of them."), 5
        )
    if (db.session.scalar(unfinished.where(Submission.state != RUNNING)) or 0) >= settings().queue_bound:
        raise LimitError(_l("Too many submissions are waiting. Try again in a minute."), 60)
    recent = (
        select(func.count())
        .select_from(Submission)
        .where(
            Submission.user_id == user.id,
            Submission.exercise_id == exercise.id,
            Submission.mode == (RUN if mode == AUTO else mode),
            Submission.automatic.is_(mode == AUTO),
            Submission.created_at > now() - HOUR,
        )
    )
    # What failed on us costs nothing, nor does what an exercise lets be stopped; but whoever found a way to
    # make us fail, or stops again and again, must not try without end.
    if (db.session.scalar(recent) or 0) >= 2 * quotas.size_of(mode):
        raise LimitError(
            _l("You have tried this exercise very often in the last hour. Nothing was counted."), 600
        )
