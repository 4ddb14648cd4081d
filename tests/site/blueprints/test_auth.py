from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from flask import Flask

from seodang.models import Course, User
from seodang.services import accounts, demo

from ..conftest import Actor
from ..factories import PASSWORD


def test_registering_signs_in_and_enrols(browse: Any, course: Course) -> None:
    """A new account is signed in at once and takes part in the open courses."""
    browser = browse()
    answer = browser.post("/register", {"name": "Sora", "password": PASSWORD, "email": ""})

    assert answer.status_code == 303
    assert "Sora" in browser.get("/courses/test").text


@pytest.mark.parametrize(
    ("name", "password", "email", "code"),
    [
        ("Sora", "short", "", 422),
        ("", PASSWORD, "", 422),
        ("Sora", PASSWORD, "no address", 422),
        ("minji", PASSWORD, "", 422),
    ],
)
def test_registering_says_what_is_wrong(
    browse: Any, student: User, name: str, password: str, email: str, code: int
) -> None:
    """A form that will not do comes back with its text and a sentence at the field."""
    answer = browse().post("/register", {"name": name, "password": password, "email": email})

    assert answer.status_code == code
    assert "field__error" in answer.text


def test_wrong_password_and_unknown_name_read_alike(browse: Any, student: User) -> None:
    """The page says the same for both."""
    pages = [
        browse().post("/sign-in", {"email_or_name": name, "password": "wrong-password"})
        for name in ("minji", "nobody")
    ]

    assert [page.status_code for page in pages] == [422, 422]
    texts = [page.text.replace("minji", "").replace("nobody", "") for page in pages]
    assert "do not fit together" in texts[0]
    assert "do not fit together" in texts[1]


def test_guessing_is_slowed_down(browse: Any, student: User) -> None:
    """The eleventh attempt within a minute is answered 429, with the time to wait."""
    browser = browse()
    for _ in range(accounts.ACCOUNT_FAILURES):
        browser.post("/sign-in", {"email_or_name": "minji", "password": "wrong-password"})
    answer = browser.post(
        "/sign-in",
        {"email_or_name": "minji", "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.9"},
    )

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"


def test_spoofed_address_does_not_escape_the_limit(app: Flask, browse: Any, student: User) -> None:
    """Without a trusted proxy, the address a client claims is ignored."""
    browser = browse()
    for number in range(accounts.ADDRESS_FAILURES):
        browser.post(
            "/sign-in",
            {"email_or_name": f"n{number}", "password": "wrong-password"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    answer = browser.post("/sign-in", {"email_or_name": "minji", "password": PASSWORD})

    assert answer.status_code == 429


def _cookie(browser: Actor) -> str:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def test_signing_in_changes_the_session(browse: Any, student: User) -> None:
    """A cookie planted before signing in is worth nothing afterwards."""
    browser = browse()
    browser.token()
    planted = _cookie(browser)
    browser.login(student)
    thief = browse()
    thief.client.set_cookie("session", planted)

    assert _cookie(browser) != planted
    assert thief.get("/courses/test").status_code == 302


def test_old_cookie_is_dead_after_signing_out(browse: Any, student: User) -> None:
    """Replaying the cookie of a sign-in that was ended gives nothing."""
    browser = browse(student)
    old = _cookie(browser)
    browser.post("/sign-out")
    thief = browse()
    thief.client.set_cookie("session", old)

    assert thief.get("/courses/test").status_code == 302
    assert thief.get("/courses/test", headers={"Accept": "application/json"}).status_code == 401


def test_disabled_account_is_out_at_once(browse: Any, student: User) -> None:
    """Locking an account ends its open pages with the next request."""
    browser = browse(student)
    accounts.disable(student)

    assert browser.get("/courses/test").status_code == 302


def test_cookie_is_kept_from_scripts_and_other_sites(browse: Any, student: User) -> None:
    """The session cookie is HttpOnly and SameSite=Lax."""
    browser = browse()
    answer = browser.post("/sign-in", {"email_or_name": "minji", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/\tevil",
        "https:/evil.example",
        "///evil.example",
    ],
)
def test_next_leads_nowhere_else(browse: Any, student: User, target: str) -> None:
    """After signing in a browser goes to a page of this site only."""
    answer = browse().post("/sign-in", {"email_or_name": "minji", "password": PASSWORD, "next": target})

    assert answer.headers["Location"] == "/"


def test_next_leads_back(browse: Any, student: User) -> None:
    """Whoever was asked to sign in goes on to where they wanted."""
    asked = browse().get("/courses/test?x=1")
    answer = browse().post(
        "/sign-in", {"email_or_name": "minji", "password": PASSWORD, "next": "/courses/test?x=1"}
    )

    assert asked.headers["Location"] == "/sign-in?next=/courses/test?x%3D1"
    assert answer.headers["Location"] == "/courses/test?x=1"


def test_demo_accounts_are_entered_with_one_click(browse: Any, course: Course) -> None:
    """On one's own machine one press enters a demo account."""
    demo.create()
    demo.enrol()
    browser = browse()

    assert browser.post("/demo/student").status_code == 303
    assert "demo-student" in browser.get("/courses/test").text


@pytest.mark.parametrize("change", [{"host": "0.0.0.0"}, {"environment": "production"}, {"demo": False}])
def test_one_click_is_for_ones_own_machine(
    app: Flask, browse: Any, course: Course, change: dict[str, Any]
) -> None:
    """Bound to a network address, in production, or with the demo off there is no such page."""
    demo.create()
    app.config["SEODANG"] = dataclasses.replace(app.config["SEODANG"], **change)

    assert browse().post("/demo/student").status_code == 404
    assert "/demo/" not in browse().get("/sign-in").text


@pytest.mark.parametrize("role", ["admin", "student"])
def test_demo_entrance_needs_a_demo_account(browse: Any, student: User, role: str) -> None:
    """Nobody else's account can be entered that way."""
    assert browse().post(f"/demo/{role}").status_code == 404


def test_demo_is_made_once(course: Course) -> None:
    """Passwords are given out at the first start only, and differ."""
    first = demo.create()

    assert {account.name for account in first} == {"demo-student", "demo-instructor"}
    assert len({account.password for account in first}) == 2
    assert demo.create() == []
