"""Cookies and sign-ins: whom a cookie stands for, how long, and what guessing costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.factory import create_app
from seodang.models import Course, LoginSession, User, now
from seodang.services import accounts

from ..conftest import Actor
from ..factories import PASSWORD, make_user


def _cookie(browser: Actor) -> str:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


@pytest.fixture
def behind_https(app: Flask, instance: Path) -> Generator[Flask]:
    """The application of a site that is reached over https."""
    chosen = dataclasses.replace(app.config["SEODANG"], https=True, hosts=("localhost",))
    secure = create_app(chosen)
    with secure.app_context():
        yield secure
        db.session.remove()
        db.engine.dispose()


def test_cookies_of_https_cannot_leave_it(behind_https: Flask) -> None:
    """Over https the cookie is bound to this host and scheme, and browsers are told to stay."""
    make_user("minji")
    browser = Actor(behind_https)
    client = behind_https.test_client()
    page = client.get("/sign-in", base_url="https://localhost")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"email_or_name": "minji", "password": PASSWORD, "csrf_token": token}
    answer = client.post("/sign-in", data=form, base_url="https://localhost")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if "session=" in line)
    parts = {part.strip() for part in cookie.split(";")[1:]}

    assert answer.status_code == 303
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert not any(part.lower().startswith("domain") for part in parts)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert browser.client.get_cookie("session") is None


@pytest.mark.parametrize("how", ["sign in", "register"])
def test_cookie_planted_before_is_worth_nothing(browse: Any, student: User, how: str) -> None:
    """Whoever put a cookie into a browser is not signed in when its owner signs in."""
    browser = browse()
    browser.token()
    planted = _cookie(browser)
    if how == "register":
        browser.post("/register", {"name": "Sora", "password": PASSWORD, "email": ""})
    else:
        browser.login(student)
    thief = browse()
    thief.client.set_cookie("session", planted)

    assert browser.get("/account").status_code == 200
    assert thief.get("/account").status_code == 302


def test_signing_in_again_ends_the_sign_in_before(browse: Any, student: User) -> None:
    """The cookie of an earlier sign-in on the same browser is dead after another one."""
    browser = browse(student)
    old = _cookie(browser)
    browser.login(student)
    thief = browse()
    thief.client.set_cookie("session", old)

    assert thief.get("/account").status_code == 302
    assert thief.get("/account", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(
    ("column", "age"), [("seen_at", timedelta(hours=12)), ("created_at", timedelta(days=7))]
)
def test_old_sign_ins_are_over(browse: Any, student: User, column: str, age: timedelta) -> None:
    """After twelve idle hours, or seven days in any case, the cookie opens nothing."""
    browser = browse(student)
    row = db.session.query(LoginSession).one()
    answers = []
    for left in (timedelta(minutes=1), -timedelta(seconds=1)):
        setattr(row, column, now() - age + left)
        db.session.commit()
        answers.append(browser.get("/account").status_code)

    assert answers == [200, 302]


@pytest.mark.parametrize("change", ["disabled", "deleted row", "other user"])
def test_signature_alone_is_not_enough(browse: Any, student: User, change: str) -> None:
    """A cookie that we signed is worth nothing once its row, its user or their agreement is gone."""
    browser = browse(student)
    if change == "disabled":
        accounts.disable(student)
    elif change == "deleted row":
        db.session.query(LoginSession).delete()
        db.session.commit()
    else:
        with browser.client.session_transaction() as session:
            session["_user_id"] = str(make_user().id)

    assert browser.get("/account").status_code == 302


def test_cookie_made_without_the_key_is_none(browse: Any, student: User) -> None:
    """A cookie that is changed by one character signs nobody in."""
    browser = browse(student)
    said, _, signature = _cookie(browser).rpartition(".")
    other = "B" if signature.startswith("A") else "A"
    browser.client.set_cookie("session", f"{said}.{other}{signature[1:]}")

    assert browser.get("/account").status_code == 302


@pytest.mark.parametrize("name", ["minji", "nobody", "locked"])
def test_wrong_guesses_cost_and_say_the_same(
    app: Flask, browse: Any, student: User, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """For a known, an unknown and a locked name the answer is the same page, after the same hash."""
    accounts.disable(make_user("locked"))
    hashes: list[str] = []
    verify = accounts._verify

    def counted(password_hash: str, password: str) -> bool:
        hashes.append(password_hash.rpartition("$")[0].rpartition("$")[0])
        return verify(password_hash, password)

    monkeypatch.setattr(accounts, "_verify", counted)
    form = {"email_or_name": name, "password": PASSWORD if name == "locked" else "wrong-password"}
    answer = browse().post("/sign-in", form)
    costs = accounts._hasher

    assert answer.status_code == 422
    assert "Name and password do not fit together." in answer.text
    assert hashes == [f"$argon2id$v=19$m={costs.memory_cost},t={costs.time_cost},p={costs.parallelism}"]


def test_throttle_tells_nothing_either(browse: Any, student: User) -> None:
    """A name that nobody has is slowed down like one that somebody has."""
    answers = []
    for name in ("minji", "nobody"):
        browser = browse()
        for _ in range(accounts.ACCOUNT_FAILURES):
            browser.post("/sign-in", {"email_or_name": name, "password": "wrong-password"})
        refused = browser.post("/sign-in", {"email_or_name": name, "password": PASSWORD})
        answers.append((refused.status_code, refused.headers["Retry-After"]))

    assert answers == [(429, "60"), (429, "60")]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("way", ["sign-in", "language", "demo"])
def test_nothing_sends_a_browser_elsewhere(
    browse: Any, course: Course, student: User, way: str, target: str
) -> None:
    """Wherever a form says where to go on to, it is a page of this site."""
    student.demo_role = "student"
    db.session.commit()
    urls = {"sign-in": "/sign-in", "language": "/language", "demo": "/demo/student"}
    form = {"email_or_name": "minji", "password": PASSWORD, "lang": "en", "next": target}
    answer = browse().post(urls[way], form)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
