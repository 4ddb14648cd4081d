"""Drafts: what a student last typed, kept between visits and between machines.

Each saving gives the draft a new revision. A page that names the revision it started from is refused when
another page has saved other text since, so that neither overwrites what it has never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..models import Draft, Exercise, User, now
from . import catalogue
from .exceptions import InputError, ServiceError

MAX_CHARS = 256 * 1024  # per file; what may be graded is decided when it is handed in
TAKEN_AWAY = "~"  #: begins the names under which a draft holds what a reset took away; no file's name does


@dataclass(frozen=True)
class Kept:
    """A draft as it lies on the server; without one there are no files, no revision and no time."""

    files: dict[str, str]
    revision: str = ""
    at: datetime | None = None
    can_undo_reset: bool = False


class ConflictError(ServiceError):
    """Other text has been saved since the page that is saving now was opened."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(_l("Another window or machine has saved other text in the meantime."))
        self.kept = kept


def current(user: User, exercise: Exercise) -> Kept:
    """What somebody last typed into an exercise."""
    return as_kept(_find(user, exercise))


def load(user: User, exercise: Exercise) -> dict[str, str]:
    """The text of the draft alone, by file name."""
    return current(user, exercise).files


def save(user: User, exercise: Exercise, files: Mapping[str, object], base: str | None = None) -> Kept:
    """Keep what somebody typed; only files the exercise asks for, only text.

    `base` is the revision this text grew out of, empty for none; without it the text counts in any case.
    Raises ConflictError where the draft has moved on from there and holds other text.
    """
    names = catalogue.current_bundle(exercise).files
    kept = {name: text for name, text in files.items() if name in names and isinstance(text, str)}
    if len(kept) != len(files) or any(len(text) > MAX_CHARS for text in kept.values()):
        raise InputError(_l("This draft cannot be kept: a file is too large or not part of the exercise."))
    kept = {name: _whole_characters(text) for name, text in kept.items()}
    stored = keep(user, exercise, kept, base)
    try:
        db.session.commit()
    except IntegrityError:  # two pages, the same moment; the other one was kept
        db.session.rollback()
        stored = False
    found = current(user, exercise)
    if not stored and base is not None and found.files != kept:
        raise ConflictError(found)
    return found


def rescue(user: User, exercise: Exercise, files: Mapping[str, str]) -> None:
    """Keep what was handed in and refused, as far as a draft holds it; nothing typed keeps the draft."""
    if any(text.strip() for text in files.values()):
        with suppress(InputError):
            save(user, exercise, files)


def keep(user: User, exercise: Exercise, files: Mapping[str, str], base: str | None = None) -> bool:
    """Put a draft into the current transaction; False, and no change, where it has moved on from `base`."""
    found = _find(user, exercise)
    if found is None:
        db.session.add(Draft(user_id=user.id, exercise_id=exercise.id, files=dict(files)))
        return True
    seen = found.updated_at
    if found.files == files:
        return True
    if base is not None and base != _revision(seen):
        return as_kept(found).files == files
    statement = update(Draft).where(Draft.id == found.id)
    if base is not None:
        statement = statement.where(Draft.updated_at == seen)
    values = {"files": dict(files), "updated_at": now()}
    result = db.session.execute(statement.values(values).execution_options(synchronize_session=False))
    db.session.expire(found)
    return cast(CursorResult[Any], result).rowcount == 1


def reset(user: User, exercise: Exercise, shown: Mapping[str, str]) -> None:
    """Put the starter back; `shown`, which lay there, stays within reach until the next saving."""
    away = {f"{TAKEN_AWAY}{name}": text for name, text in shown.items()}
    keep(user, exercise, catalogue.current_bundle(exercise).starter | away)
    db.session.commit()


def undo_reset(user: User, exercise: Exercise) -> bool:
    """Bring back what the last reset took away; False where there is nothing of the kind."""
    found = _find(user, exercise)
    stored = found.files if found else {}
    away = {name[len(TAKEN_AWAY) :]: text for name, text in stored.items() if name.startswith(TAKEN_AWAY)}
    if not away:
        return False
    keep(user, exercise, away)
    db.session.commit()
    return True


def _find(user: User, exercise: Exercise) -> Draft | None:
    """Somebody's draft of an exercise, as it is right now."""
    query = select(Draft).where(Draft.user_id == user.id, Draft.exercise_id == exercise.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def as_kept(row: Draft | None) -> Kept:
    """A stored draft, or none, without what a reset took away."""
    if row is None:
        return Kept({})
    files = {name: text for name, text in row.files.items() if not name.startswith(TAKEN_AWAY)}
    return Kept(files, _revision(row.updated_at), row.updated_at, len(files) < len(row.files))


def _revision(saved_at: datetime) -> str:
    """What names one saving of a draft."""
    return saved_at.isoformat()


def _whole_characters(text: str) -> str:
    """The text with half characters, which JSON can hold and no page can show, replaced by marks."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
