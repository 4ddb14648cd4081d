"""Sign-ins that are still good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, now
from .user import User


class LoginSession(Base):
    """One sign-in on one browser; without its row the cookie is worth nothing."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  #: SHA-256 of what the cookie holds
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)  #: the absolute limit counts from here
    seen_at: Mapped[datetime] = mapped_column(default=now)  #: the idle limit counts from here

    user: Mapped[User] = relationship(lazy="joined")
