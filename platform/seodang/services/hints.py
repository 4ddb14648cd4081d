"""Stepwise hints: opened one after the other, each because somebody asked; what is open stays open."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..models import Exercise, HintReveal, User
from . import catalogue
from .exceptions import InputError, NotFoundError


def revealed(user: User, exercise: Exercise) -> int:
    """How many steps somebody has opened."""
    query = select(func.max(HintReveal.number)).where(
        HintReveal.user_id == user.id, HintReveal.exercise_id == exercise.id
    )
    return db.session.scalar(query) or 0


def reveal(user: User, exercise: Exercise, number: int) -> int:
    """Open a step, which must be the next one, and return how many are open.

    A step that is open already stays so: a form that is sent twice opens one step.
    """
    total = len(catalogue.current_bundle(exercise).hints)
    if not 1 <= number <= total:
        raise NotFoundError(_l("There is no such hint."))
    known = revealed(user, exercise)
    if number <= known:
        return known
    if number > known + 1:
        raise InputError(_l("Hints open one after the other. Open the next one first."))
    db.session.add(HintReveal(user_id=user.id, exercise_id=exercise.id, number=number))
    try:
        db.session.commit()
    except IntegrityError:  # the same step, twice at the same moment
        db.session.rollback()
    return number
