"""One's own account as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..models import User
from ..services import accounts, deletion


@dataclass(frozen=True)
class SignInView:
    """One sign-in on one browser."""

    created_at: datetime
    seen_at: datetime
    here: bool  #: on the browser that asks


@dataclass(frozen=True)
class AccountView:
    """What one's account is, beside the forms that change it."""

    name: str
    created_at: datetime
    sign_ins: list[SignInView]
    stays: str  #: why it cannot be deleted; empty where it can


def account_view(user: User, token: str) -> AccountView:
    """The account of somebody who asks from the browser that holds this token."""
    return AccountView(
        name=user.name,
        created_at=user.created_at,
        sign_ins=[
            SignInView(row.created_at, row.seen_at, accounts.is_of(row, token))
            for row in accounts.sessions_of(user)
        ],
        stays=str(deletion.objection(user) or ""),
    )
