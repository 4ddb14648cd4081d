"""One request of somebody at a time, where what was counted must still hold when something is added to it."""

from __future__ import annotations

from sqlalchemy import update

from ..extensions import db
from ..models import User


def lock(user: User) -> None:
    """Let one request of a user count and insert at a time, until its transaction ends."""
    db.session.execute(
        update(User)
        .where(User.id == user.id)
        .values(is_enabled=User.is_enabled)
        .execution_options(synchronize_session=False)
    )
