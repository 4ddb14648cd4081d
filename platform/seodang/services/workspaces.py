"""What lies on somebody's desk when they open an exercise: their text and the last word on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..models import Exercise, Submission, User
from . import catalogue, drafts, submissions


@dataclass(frozen=True)
class Desk:
    """The text to show, the draft it came from, and the latest submission."""

    files: dict[str, str]
    draft: drafts.Kept
    latest: Submission | None
    fits: bool  #: the latest submission is of this very text


def open_desk(user: User, exercise: Exercise, typed: Mapping[str, str] | None = None) -> Desk:
    """The desk of somebody: what was just `typed`, else their draft, last submission or the starter."""
    draft, latest = drafts.current(user, exercise), submissions.latest(user, exercise)
    own = dict(typed) if typed is not None else draft.files
    if typed is None and not own and latest is not None:
        own = dict(latest.files)
    starter = catalogue.current_bundle(exercise).starter
    files = {name: own.get(name, text) for name, text in starter.items()}
    return Desk(files, draft, latest, latest is not None and dict(latest.files) == files)


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
