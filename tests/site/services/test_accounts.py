from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import LoginSession, SignInFailure, now
from seodang.services import accounts
from seodang.services.exceptions import InputError, LimitError

from ..factories import PASSWORD, make_user


def test_password_is_stored_as_argon2id(app: Flask) -> None:
    """A password is kept as an argon2id hash and in no other form."""
    user = make_user()

    assert user.password_hash.startswith("$argon2id$")
    assert PASSWORD not in user.password_hash


def test_name_signs_in_however_it_is_spelled(app: Flask) -> None:
    """Case, width and spaces around do not tell names apart."""
    user = make_user("Minji")

    assert accounts.sign_in(" ｍINJI ", PASSWORD, "") == user


def test_email_signs_in_too(app: Flask) -> None:
    """The e-mail address is as good as the name."""
    user = accounts.register("jun", PASSWORD, "Jun@Example.org")

    assert accounts.sign_in("jun@example.ORG", PASSWORD, "") == user


@pytest.mark.parametrize("second", ["Minji", "ＭINJI", " minji "])
def test_one_name_is_one_account(app: Flask, second: str) -> None:
    """Two accounts cannot have names that look alike in spelling."""
    make_user("minji")

    with pytest.raises(InputError) as refused:
        accounts.register(second, PASSWORD)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "a@b.c", "x" * 65, "bell\a", "turn\u202earound", "zero\u200bwidth"),
        *(
            "jun\uff20example.org",
            "jun\ufe6bexample.org",
            "\u3164",
            "min\uffa0ji",
            "minji\ufe0f",
            "\u2800\u2800",
        ),
    ],
)
def test_names_that_mislead_are_refused(app: Flask, name: str) -> None:
    """A name is visible, short, no address and holds no control characters."""
    with pytest.raises(InputError) as refused:
        accounts.register(name, PASSWORD)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "password", ["short7!", "password1", "qwerty123", "11111111", "minji-kim", "x" * 257]
)
def test_weak_passwords_are_refused(app: Flask, password: str) -> None:
    """A password is long enough, not absurdly long, not a common one and not the name."""
    with pytest.raises(InputError) as refused:
        accounts.register("minji-kim", password)
    assert refused.value.field == "password"


def test_wrong_password_and_unknown_name_answer_alike(app: Flask) -> None:
    """Nothing in the answer says whether a name exists, and both cost one hash."""
    make_user("minji")

    assert accounts.sign_in("minji", "wrong-password", "") is None
    assert accounts.sign_in("nobody", "wrong-password", "") is None


def test_eleventh_failure_in_a_minute_waits(app: Flask) -> None:
    """After ten failures an account accepts nothing for a minute, not even the right password."""
    make_user("minji")
    for _ in range(accounts.ACCOUNT_FAILURES):
        accounts.sign_in("minji", "wrong-password", "10.0.0.1")

    with pytest.raises(LimitError):
        accounts.sign_in("MINJI", PASSWORD, "10.9.9.9")


def test_guesses_at_the_same_moment_are_counted_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thirty guesses that come all at once ten are looked at, as if they had come one by one."""
    make_user("minji")
    looked: list[str] = []
    monkeypatch.setattr(accounts, "_verify", lambda known, typed: looked.append(typed))
    together = threading.Barrier(30)
    refused: list[int] = []

    def guess(number: int) -> None:
        with app.app_context():
            together.wait()
            try:
                accounts.sign_in("minji", f"guess-{number}", "10.0.0.1")
            except LimitError:
                refused.append(number)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(looked), len(refused)) == (accounts.ACCOUNT_FAILURES, 30 - accounts.ACCOUNT_FAILURES)


def test_signing_in_leaves_no_failure(app: Flask) -> None:
    """The right password takes its own note back, in a sign-in and where a form asks for it."""
    user = make_user("minji")
    accounts.sign_in("minji", PASSWORD, "10.0.0.1")
    accounts.confirm(user, PASSWORD, "10.0.0.1")

    assert db.session.query(SignInFailure).count() == 0


def test_failures_are_counted_per_address(app: Flask) -> None:
    """One address that tries many names is slowed down as well; others are not."""
    make_user("minji")
    rows = [SignInFailure(account_key=str(n), address="10.0.0.1") for n in range(accounts.ADDRESS_FAILURES)]
    db.session.add_all(rows)
    db.session.commit()

    with pytest.raises(LimitError):
        accounts.sign_in("minji", PASSWORD, "10.0.0.1")
    assert accounts.sign_in("minji", PASSWORD, "10.0.0.2") is not None


def test_old_failures_do_not_count(app: Flask) -> None:
    """A minute later everything is forgiven."""
    make_user("minji")
    for _ in range(accounts.ACCOUNT_FAILURES):
        accounts.sign_in("minji", "wrong-password", "")
    db.session.query(SignInFailure).update({"at": now() - accounts.WINDOW})
    db.session.commit()

    assert accounts.sign_in("minji", PASSWORD, "") is not None


def test_token_of_a_session_is_not_stored(app: Flask) -> None:
    """Who reads the table cannot sign in with what stands there."""
    token = accounts.open_session(make_user())

    assert db.session.query(LoginSession).one().token_hash != token


@pytest.mark.parametrize(("column", "age"), [("seen_at", accounts.IDLE), ("created_at", accounts.ABSOLUTE)])
def test_sessions_end_by_themselves(app: Flask, column: str, age: timedelta) -> None:
    """A sign-in ends twelve hours after the last visit and seven days after it began."""
    token = accounts.open_session(make_user())
    row = db.session.query(LoginSession).one()
    setattr(row, column, now() - age - timedelta(seconds=1))
    db.session.commit()

    assert accounts.user_of_session(token) is None


def test_disabling_ends_every_session(app: Flask) -> None:
    """A disabled account is signed out everywhere and cannot sign in again."""
    user = make_user("minji")
    token = accounts.open_session(user)

    accounts.disable(user)

    assert accounts.user_of_session(token) is None
    assert accounts.sign_in("minji", PASSWORD, "") is None


def test_new_password_ends_every_session(app: Flask) -> None:
    """Whoever had the old password is out."""
    user = make_user("minji")
    token = accounts.open_session(user)

    accounts.set_password(user, "another-good-one-9")

    assert accounts.user_of_session(token) is None
    assert accounts.sign_in("minji", "another-good-one-9", "") == user


def test_one_address_cannot_make_accounts_without_end(app: Flask) -> None:
    """Registering is limited per address, widely enough for a class behind one."""
    rows = [
        SignInFailure(account_key=accounts.REGISTERED, address="10.0.0.1")
        for _ in range(accounts.ADDRESS_ACCOUNTS)
    ]
    db.session.add_all(rows)
    db.session.commit()

    with pytest.raises(LimitError):
        accounts.register("one-more", PASSWORD, address="10.0.0.1")
    assert accounts.register("elsewhere", PASSWORD, address="10.0.0.2")
