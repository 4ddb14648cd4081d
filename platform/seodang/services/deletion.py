"""Deleting an account with everything that is its owner's."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ..extensions import db
from ..models import User
from . import accounts
from .exceptions import ForbiddenError, InputError


def objection(user: User) -> Any:
    """Why an account cannot be deleted; None where it can."""
    if user.demo_role is not None:
        return _l("This is a demo account of this machine. It belongs to nobody, so it cannot be deleted.")
    others = select(func.count()).select_from(User).where(User.is_admin, User.is_enabled, User.id != user.id)
    if user.is_admin and not db.session.scalar(others):
        return _l("You are the only administrator. Make somebody else one first; then you can go.")
    return None


def require_name(user: User, typed: str, field: str) -> None:
    """Raise InputError unless somebody has typed their own name, so that nobody deletes by accident."""
    if accounts.name_key(typed) != user.name_key:
        raise InputError(_l("Type your name as it is shown."), field)


def delete_account(user: User) -> None:
    """Delete somebody and all that is theirs; versions of exercises they published stay, without an author.

    The keys of the database take everything else with the row, so that nothing can be forgotten here.
    """
    reason = objection(user)
    if reason is not None:
        raise ForbiddenError(reason)
    user_id = user.id
    accounts.forget_failures(user)
    db.session.expunge(user)
    db.session.execute(delete(User).where(User.id == user_id))
    db.session.commit()
