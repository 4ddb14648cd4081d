"""How often somebody may try an exercise: token buckets, taken from in one statement.

A grading takes a token; tokens come back as time passes, an hour's worth in an hour. How many there are is
worked out from the moment they were last counted, inside the statement that takes one, so that requests of
the same moment, in whatever process, never take more than there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, CursorResult, Insert, case, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db, settings
from ..models import RUN, SUBMIT, Exercise, QuotaBucket, Submission, User, now
from ..models.base import UtcTime
from .exceptions import LimitError

AUTO = "auto"  #: runs made while typing pauses; they have a bucket of their own
MODES = (RUN, SUBMIT, AUTO)
HOURLY_AUTO = 1200  #: one in three seconds, more than a hand that stops to think asks for
HOUR_S = 3600.0
DAY_S = 86_400.0
WHOLE = 1 - 1e-6  #: sums of fractions fall a little short of one


@dataclass(frozen=True)
class Allowance:
    """What is left of somebody's tries at one moment."""

    tokens: int  #: whole tries
    size: int  #: as many as there can be
    next_s: int  #: seconds until there is one more; 0 while the bucket is full


def size_of(mode: str) -> int:
    """How many tries of a kind an hour gives, which is also how many can be saved up."""
    if mode == AUTO:
        return HOURLY_AUTO
    return settings().hourly_submissions if mode == SUBMIT else settings().hourly_runs


def mode_of(submission: Submission) -> str:
    """Which bucket a submission was taken from."""
    return AUTO if submission.automatic else submission.mode


def take(user: User, exercise: Exercise, mode: str) -> None:
    """Take one token in the current transaction, or raise LimitError that says when there will be one.

    The caller commits what the token was for together with its taking, or rolls both back.
    """
    moment = now()
    db.session.execute(_full_bucket(user, exercise, mode, moment))
    filled = _filled(mode, moment)
    statement = update(QuotaBucket).where(*_of(user, exercise), QuotaBucket.mode == mode, filled >= WHOLE)
    if not _changed(statement.values(tokens=filled - 1.0, filled_at=_later(moment))):
        wait = max(1, left(user, exercise)[mode].next_s)
        raise LimitError(
            _l("You have used up your tries of this exercise for now. Nothing was counted."), wait
        )


def give_back(submission: Submission) -> None:
    """Put the token of a submission that counts for nothing back, in the current transaction."""
    mode, moment = mode_of(submission), now()
    filled = _filled(mode, moment)
    size = float(size_of(mode))
    statement = update(QuotaBucket).where(
        QuotaBucket.user_id == submission.user_id,
        QuotaBucket.exercise_id == submission.exercise_id,
        QuotaBucket.mode == mode,
    )
    _changed(
        statement.values(
            tokens=case((filled + 1.0 > size, size), else_=filled + 1.0), filled_at=_later(moment)
        )
    )


def left(user: User, exercise: Exercise) -> Mapping[str, Allowance]:
    """What is left of each kind of tries; a bucket that nobody has touched is full."""
    moment = now()
    rows = db.session.execute(
        select(QuotaBucket.mode, QuotaBucket.tokens, QuotaBucket.filled_at).where(*_of(user, exercise))
    )
    known = {mode: (tokens, filled_at) for mode, tokens, filled_at in rows}
    return {mode: _allowance(mode, *known.get(mode, (math.inf, moment)), moment) for mode in MODES}


def _allowance(mode: str, tokens: float, filled_at: datetime, moment: datetime) -> Allowance:
    """The same arithmetic as in the statements, for those who read."""
    size = size_of(mode)
    gone = max(0.0, (moment - filled_at) / timedelta(seconds=1))
    filled = min(float(size), tokens + gone * size / HOUR_S)
    whole = math.floor(filled + (1 - WHOLE))
    missing = max(0.0, whole + 1 - filled) if whole < size else 0.0
    return Allowance(whole, size, math.ceil(missing * HOUR_S / size))


def _of(user: User, exercise: Exercise) -> tuple[ColumnElement[bool], ...]:
    """The buckets of somebody at one exercise."""
    return QuotaBucket.user_id == user.id, QuotaBucket.exercise_id == exercise.id


def _full_bucket(user: User, exercise: Exercise, mode: str, moment: datetime) -> Insert:
    """Make the bucket where there is none; of requests of the same moment one makes it."""
    insert = postgresql.insert if _dialect() == "postgresql" else sqlite.insert
    values = {
        "user_id": user.id,
        "exercise_id": exercise.id,
        "mode": mode,
        "tokens": float(size_of(mode)),
        "filled_at": moment,
    }
    return insert(QuotaBucket).values(values).on_conflict_do_nothing()


def _filled(mode: str, moment: datetime) -> ColumnElement[float]:
    """How many tokens there are now, in the database's words; a clock that was set back takes none away."""
    size = float(size_of(mode))
    if _dialect() == "postgresql":
        gone: ColumnElement[Any] = func.extract("epoch", literal(moment, UtcTime()) - QuotaBucket.filled_at)
    else:
        gone = (func.julianday(literal(moment, UtcTime())) - func.julianday(QuotaBucket.filled_at)) * DAY_S
    grown = QuotaBucket.tokens + case((gone > 0, gone), else_=0.0) * (size / HOUR_S)
    return case((grown > size, size), else_=grown)


def _later(moment: datetime) -> ColumnElement[datetime]:
    """The time of counting never runs back, so that no second is counted twice."""
    return case((QuotaBucket.filled_at > moment, QuotaBucket.filled_at), else_=literal(moment, UtcTime()))


def _changed(statement: Any) -> bool:
    """Run an update of one row; say whether there was one to change."""
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount == 1


def _dialect() -> str:
    """Which database speaks; each subtracts moments in its own way."""
    return db.session.get_bind().dialect.name
