"""Accounts: registering, signing in and out, and slowing down those who guess."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..models import LoginSession, SignInFailure, User, now
from .exceptions import InputError, LimitError
from .passwords import is_common

MIN_PASSWORD = 8
MAX_PASSWORD = 256  # hashing longer ones only serves to keep a core busy
MAX_NAME = 64
IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
SEEN_STEP = timedelta(minutes=1)  # how exactly the last visit is known
WINDOW = timedelta(minutes=1)
ACCOUNT_FAILURES = 10  # per window
FORGET = timedelta(minutes=10)
ADDRESS_ACCOUNTS = 120  # in the time above
REGISTERED = "registered"  # in place of an account's hash: not a failure, counted in the same way
ADDRESS_FAILURES = 60  # per window; a whole class may sit behind one address

#: what is drawn as nothing: fillers of Hangul, joiners, the empty Braille cell, variants
_BLANK = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810)))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def get(user_id: int) -> User | None:
    """The account with this number."""
    return db.session.get(User, user_id)


def find(name_or_email: str) -> User | None:
    """The account that signs in under this name or address."""
    key = name_key(name_or_email)
    return db.session.scalar(select(User).where(or_(User.name_key == key, User.email_key == key)))


def register(name: str, password: str, email: str = "", locale: str | None = None, address: str = "") -> User:
    """Make an account; raise InputError naming the field that will not do."""
    shown = _checked_name(name)
    _refuse_flood(address)
    check_password(password, shown)
    email_key = name_key(email) or None
    user = User(
        name=shown,
        name_key=name_key(shown),
        email_key=email_key,
        password_hash=_hasher.hash(password),
        locale=locale,
    )
    if email_key and find(email_key) is not None:
        raise InputError(_l("There is already an account with this e-mail address."), "email")
    db.session.add(user)
    if address:
        db.session.add(SignInFailure(account_key=REGISTERED, address=address[:64]))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise InputError(_l("This name is taken; choose another one."), "name") from None
    return user


def sign_in(name_or_email: str, password: str, address: str) -> User | None:
    """The user with this name and password, or None; costs the same time for names nobody has."""
    key = _hash(name_key(name_or_email))
    _note_attempt(key, address)
    user = find(name_or_email)
    good = _verify(user.password_hash if user else _nobody(), password[:MAX_PASSWORD])
    if user is not None and good and user.is_enabled:
        db.session.execute(delete(SignInFailure).where(SignInFailure.account_key == key))
        _renew_hash(user, password)
        db.session.commit()
        return user
    db.session.execute(delete(SignInFailure).where(SignInFailure.at < now() - FORGET))
    db.session.commit()
    return None


def confirm(user: User, password: str, address: str, field: str = "password") -> None:
    """Raise InputError unless this is the password of somebody signed in; guessing is slowed down alike."""
    attempt = _note_attempt(_hash(user.name_key), address)
    if not _verify(user.password_hash, password[:MAX_PASSWORD]):
        raise InputError(_l("This is not your current password."), field)
    db.session.execute(delete(SignInFailure).where(SignInFailure.id == attempt))
    db.session.commit()


def rename(user: User, name: str, email: str) -> None:
    """Change what somebody signs in with, and end all their sign-ins; an empty address takes it away."""
    shown, email_key = _checked_name(name), name_key(email) or None
    holder = find(email_key) if email_key else None
    if holder is not None and holder.id != user.id:
        raise InputError(_l("There is already an account with this e-mail address."), "email")
    user.name, user.name_key, user.email_key = shown, name_key(shown), email_key
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise InputError(_l("This name is taken; choose another one."), "name") from None
    end_sessions(user)


def open_session(user: User) -> str:
    """Start a sign-in and return the token its cookie will hold."""
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(LoginSession).where(LoginSession.created_at < now() - ABSOLUTE))
    db.session.add(LoginSession(token_hash=_hash(token), user_id=user.id))
    db.session.commit()
    return token


def user_of_session(token: str) -> User | None:
    """Whose sign-in this token is, as long as it is good."""
    if not token:
        return None
    found = db.session.scalar(select(LoginSession).where(LoginSession.token_hash == _hash(token)))
    moment = now()
    if found is None or moment - found.created_at > ABSOLUTE or moment - found.seen_at > IDLE:
        return None
    if not found.user.is_enabled:
        return None
    user = found.user
    if moment - found.seen_at > SEEN_STEP:
        found.seen_at = moment
        db.session.commit()
    return user


def close_session(token: str) -> None:
    """End one sign-in; its cookie is worth nothing from now on."""
    db.session.execute(delete(LoginSession).where(LoginSession.token_hash == _hash(token)))
    db.session.commit()


def sessions_of(user: User) -> Sequence[LoginSession]:
    """Somebody's sign-ins that are still good, the latest first."""
    moment = now()
    query = select(LoginSession).where(
        LoginSession.user_id == user.id,
        LoginSession.created_at > moment - ABSOLUTE,
        LoginSession.seen_at > moment - IDLE,
    )
    return db.session.scalars(query.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())).all()


def is_of(session: LoginSession, token: str) -> bool:
    """Is this the sign-in that a cookie's token stands for?"""
    return secrets.compare_digest(session.token_hash, _hash(token))


def end_sessions(user: User) -> None:
    """End all sign-ins of somebody; their cookies are worth nothing from now on."""
    db.session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
    db.session.commit()


def disable(user: User) -> None:
    """Lock an account and end all its sign-ins."""
    user.is_enabled = False
    end_sessions(user)


def set_password(user: User, password: str) -> None:
    """Give an account another password and end all its sign-ins."""
    check_password(password, user.name)
    user.password_hash = _hasher.hash(password)
    end_sessions(user)


def forget_failures(user: User) -> None:
    """Delete what was noted of failed sign-ins under somebody's names, in the current transaction."""
    keys = [_hash(key) for key in (user.name_key, user.email_key) if key]
    db.session.execute(delete(SignInFailure).where(SignInFailure.account_key.in_(keys)))


def make_admin(user: User) -> None:
    """Let somebody act as instructor of every course."""
    user.is_admin = True
    db.session.commit()


def set_locale(user: User, locale: str) -> None:
    """Remember the language somebody chose."""
    user.locale = locale
    db.session.commit()


def check_password(password: str, name: str = "") -> None:
    """Refuse passwords that are short, long, common or the name itself."""
    if len(password) < MIN_PASSWORD:
        raise InputError(_l("Use at least 8 characters; 15 or more are better."), "password")
    if len(password) > MAX_PASSWORD:
        raise InputError(_l("Use at most 256 characters."), "password")
    if is_common(password) or name_key(password) == name_key(name):
        raise InputError(
            _l("This password is among the first ones an attacker tries; choose another."), "password"
        )


def name_key(name: str) -> str:
    """One form for all spellings of a name."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _checked_name(name: str) -> str:
    """A name as it will be shown."""
    shown = unicodedata.normalize("NFC", name).strip()
    if not shown or len(shown) > MAX_NAME:
        raise InputError(_l("Use 1 to 64 characters."), "name")
    # Compatibility forms count as what they stand for, or a wide @ would make a name of somebody's address.
    plain = unicodedata.normalize("NFKC", shown)
    if "@" in plain or not shown.isprintable() or any(_is_unseen(sign) for sign in shown + plain):
        raise InputError(_l("Use letters, digits, spaces and simple punctuation, but no @."), "name")
    return shown


def _is_unseen(sign: str) -> bool:
    """Does a character leave nothing on the page, so that two names could look the same?"""
    return sign in _BLANK or unicodedata.category(sign) in ("Cf", "Cc")


def _note_attempt(account_key: str, address: str) -> int:
    """Note a failed attempt, which one that succeeds takes back; raise LimitError where there are too many.

    It is noted before the password is looked at, and those before it are counted: so guesses that come all
    at once are counted as well as those that come one by one.
    """
    moment = now()
    attempt = SignInFailure(account_key=account_key, address=address[:64], at=moment)
    db.session.add(attempt)
    db.session.commit()
    number = attempt.id
    by_account, by_address = (
        db.session.scalar(
            select(func.count())
            .select_from(SignInFailure)
            .where(
                SignInFailure.at > moment - WINDOW,
                SignInFailure.account_key != REGISTERED,
                SignInFailure.id < number,
                which,
            )
        )
        or 0
        for which in (SignInFailure.account_key == account_key, SignInFailure.address == address[:64])
    )
    if by_account >= ACCOUNT_FAILURES or by_address >= ADDRESS_FAILURES:
        db.session.execute(delete(SignInFailure).where(SignInFailure.id == number))
        db.session.commit()
        raise LimitError(
            _l("Too many failed sign-ins. Wait a minute and try again."), int(WINDOW.total_seconds())
        )
    return number


def _refuse_flood(address: str) -> None:
    """Raise LimitError for an address that makes accounts without end."""
    since = now() - FORGET
    query = (
        select(func.count())
        .select_from(SignInFailure)
        .where(
            SignInFailure.account_key == REGISTERED,
            SignInFailure.address == address[:64],
            SignInFailure.at > since,
        )
    )
    if address and (db.session.scalar(query) or 0) >= ADDRESS_ACCOUNTS:
        raise LimitError(_l("Many accounts were made from here just now. Try again in a few minutes."), 600)


def _verify(password_hash: str, password: str) -> bool:
    """Does the password fit the hash?"""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _renew_hash(user: User, password: str) -> None:
    """Hash again where the parameters have been raised since."""
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hasher.hash(password)


@cache
def _nobody() -> str:
    """A hash no password fits, so that unknown names take as long as known ones."""
    return _hasher.hash(secrets.token_hex(16))


def _hash(text: str) -> str:
    """What is stored in place of a token or a typed name."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
