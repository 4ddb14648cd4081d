"""Drafts: what a student last typed, kept between visits."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..models import Draft, Exercise, User, now
from . import catalogue
from .exceptions import InputError

MAX_CHARS = 256 * 1024  # per file; what may be graded is decided when it is handed in


def load(user: User, exercise: Exercise) -> dict[str, str]:
    """What somebody last typed into an exercise, by file name."""
    found = _find(user, exercise)
    return dict(found.files) if found else {}


def save(user: User, exercise: Exercise, files: Mapping[str, object]) -> None:
    """Keep what somebody typed; only files the exercise asks for, only text."""
    names = catalogue.current_bundle(exercise).files
    kept = {name: text for name, text in files.items() if name in names and isinstance(text, str)}
    if len(kept) != len(files) or any(len(text) > MAX_CHARS for text in kept.values()):
        raise InputError(_l("This draft cannot be kept: a file is too large or not part of the exercise."))
    kept = {name: _whole_characters(text) for name, text in kept.items()}
    keep(user, exercise, kept)
    try:
        db.session.commit()
    except IntegrityError:  # two tabs, the same moment; the other one was kept
        db.session.rollback()


def rescue(user: User, exercise: Exercise, files: Mapping[str, str]) -> None:
    """Keep what was handed in and refused, as far as a draft holds it; nothing typed keeps the draft."""
    if any(text.strip() for text in files.values()):
        with suppress(InputError):
            save(user, exercise, files)


def keep(user: User, exercise: Exercise, files: Mapping[str, str]) -> None:
    """Put a draft into the current transaction."""
    found = _find(user, exercise)
    if found is None:
        db.session.add(Draft(user_id=user.id, exercise_id=exercise.id, files=dict(files)))
    else:
        found.files, found.updated_at = dict(files), now()


def clear(user: User, exercise: Exercise) -> None:
    """Forget a draft, so that the starter shows again."""
    db.session.execute(delete(Draft).where(Draft.user_id == user.id, Draft.exercise_id == exercise.id))
    db.session.commit()


def _find(user: User, exercise: Exercise) -> Draft | None:
    """Somebody's draft of an exercise."""
    return db.session.scalar(select(Draft).where(Draft.user_id == user.id, Draft.exercise_id == exercise.id))


def _whole_characters(text: str) -> str:
    """The text with half characters, which JSON can hold and no page can show, replaced by marks."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
