"""Failed sign-ins and new accounts, kept for a while to slow down guessing and flooding."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class SignInFailure(Base):
    """One failed sign-in, under the account that was named and under the address it came from."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(
        String(64), index=True
    )  #: SHA-256 of the name that was typed, or a mark for a new account
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
