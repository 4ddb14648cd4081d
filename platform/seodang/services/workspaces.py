"""What lies on somebody's desk when they open an exercise: their text and the last word on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import undefer

from ..extensions import db
from ..models import Draft, Exercise, Submission, User
from . import catalogue, drafts


@dataclass(frozen=True)
class Desk:
    """The text to show, the draft it came from, and the latest submission."""

    files: dict[str, str]
    draft: drafts.Kept
    latest: Submission | None
    fits: bool  #: the latest submission is of this very text


def open_desk(user: User, exercise: Exercise, typed: Mapping[str, str] | None = None) -> Desk:
    """The desk of somebody: what was just `typed`, else their draft, last submission or the starter."""
    draft, latest = _draft_and_latest(user, exercise)
    own = dict(typed) if typed is not None else draft.files
    if typed is None and not own and latest is not None:
        own = dict(latest.files)
    starter = catalogue.current_bundle(exercise).starter
    files = {name: own.get(name, text) for name, text in starter.items()}
    return Desk(files, draft, latest, latest is not None and dict(latest.files) == files)


def _draft_and_latest(user: User, exercise: Exercise) -> tuple[drafts.Kept, Submission | None]:
    """Somebody's draft and newest submission with its report, by one question to the database."""
    newest = select(func.max(Submission.id)).where(
        Submission.user_id == user.id, Submission.exercise_id == exercise.id
    )
    query = (
        select(Draft, Submission)
        .select_from(Exercise)
        .outerjoin(Draft, and_(Draft.exercise_id == Exercise.id, Draft.user_id == user.id))
        .outerjoin(Submission, Submission.id == newest.scalar_subquery())
        .where(Exercise.id == exercise.id)
        .options(undefer(Submission.report))
        .execution_options(populate_existing=True)
    )
    draft, latest = db.session.execute(query).one()
    return drafts.as_kept(draft), latest


def revision_of(user: User, exercise: Exercise, files: Mapping[str, str]) -> str:
    """The revision of somebody's draft where it holds this text, else nothing."""
    draft = drafts.current(user, exercise)
    return draft.revision if draft.files == files else ""


def save(user: User, exercise: Exercise, files: Mapping[str, str], base: str | None) -> None:
    """Save the draft of a plain form that was filled in from revision `base`.

    What was handed in may be written over: it is in the history, and a page gone back to is older than it.
    """
    drafts.save(user, exercise, files, None if open_desk(user, exercise).fits else base)


def reset(user: User, exercise: Exercise) -> None:
    """Put the starter on the desk; what lay there can be brought back."""
    drafts.reset(user, exercise, open_desk(user, exercise).files)
