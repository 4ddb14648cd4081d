from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import Exercise, LoginSession, User
from seodang.services import accounts, preferences

from ..conftest import Actor
from ..factories import PASSWORD, make_user

NEW = "another-horse-8-staple"


def _cookie(browser: Actor) -> str:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def _replayed(browse: Any, cookie: str) -> int:
    thief = browse()
    thief.client.set_cookie("session", cookie)
    return int(thief.get("/account").status_code)


def test_page_shows_what_is_chosen(auth: Actor, student: User) -> None:
    """Every form of the page holds what is stored."""
    preferences.set_timezone(student, "Europe/Berlin")
    preferences.save(student, {"font_size": 18, "wrap": True})
    page = auth.get("/account").text

    assert '<option selected value="Europe/Berlin">' in page
    assert '<option selected value="18">' in page
    assert 'value="minji"' in page
    assert "This browser" in page


def test_choices_say_their_language(auth: Actor) -> None:
    """Each language stands under its own name, and cities under English ones, whoever reads the page."""
    page = auth.get("/account", headers={"Accept-Language": "ko"}).text.replace(" selected", "")

    assert '<option lang="ko" value="ko">한국어</option>' in page
    assert '<option lang="en" value="en">English</option>' in page
    assert re.search(r'<select [^>]*id="timezone" lang="en"[^>]*>\s*<option lang="ko"', page)


def test_language_and_zone_are_kept(auth: Actor, browse: Any, student: User) -> None:
    """They hold at once, and in other browsers too."""
    answer = auth.post("/account/region", {"language": "ko", "timezone": "Asia/Seoul"})
    elsewhere = browse(student).get("/account").text

    assert answer.headers["Location"] == "/account#region"
    assert "내 계정" in auth.get("/account").text
    assert "KST" in elsewhere
    assert '<html lang="ko"' in elsewhere


@pytest.mark.parametrize("form", [{"language": "xx"}, {"language": "ko", "timezone": "Asia/Nowhere"}])
def test_what_there_is_not_cannot_be_chosen(auth: Actor, student: User, form: dict[str, object]) -> None:
    """A language or zone that is not on the list comes back with a sentence and changes nothing."""
    answer = auth.post("/account/region", form)

    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert (student.locale, student.timezone) == (None, None)


def test_editor_is_set_up(auth: Actor, student: User) -> None:
    """Boxes that are not ticked are off."""
    auth.post("/account/editor", {"font_size": "16", "run_on_pause": "y"})

    assert preferences.of(student) == preferences.Preferences(
        font_size=16, wrap=False, close_brackets=False, run_on_pause=True
    )


def test_new_name_signs_in_and_others_are_out(auth: Actor, browse: Any, student: User) -> None:
    """After a change of name this browser goes on under a new sign-in, and every older cookie is dead."""
    other, old = browse(student), _cookie(auth)
    form = {"name": "Sora", "email": "Sora@Example.org", "name_password": PASSWORD}
    answer = auth.post("/account/identity", form)

    assert answer.status_code == 303
    assert "Sora" in auth.get("/account").text
    assert other.get("/account").status_code == 302
    assert _replayed(browse, old) == 302
    assert accounts.sign_in("sora@example.org", PASSWORD, "") == student


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": "taken"}, "name"),
        ({"name": "a@b.c"}, "name"),
        ({"name": ""}, "name"),
        ({"email": "held@example.org"}, "email"),
        ({"email": "no address"}, "email"),
        ({"name_password": "wrong-password"}, "name_password"),
        ({"name_password": ""}, "name_password"),
    ],
)
def test_identity_says_what_is_wrong(auth: Actor, student: User, form: dict[str, str], field: str) -> None:
    """A name or address that will not do, or a wrong password, is said at its field; nothing changes."""
    accounts.register("taken", PASSWORD, "held@example.org")
    sent = {"name": "Sora", "email": "", "name_password": PASSWORD, **form}
    answer = auth.post("/account/identity", sent)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert (student.name, student.email_key) == ("minji", None)


def test_new_password_signs_others_out_and_renews_this_one(auth: Actor, browse: Any, student: User) -> None:
    """Another password gives this browser another sign-in; cookies of before are worth nothing."""
    other, old = browse(student), _cookie(auth)
    answer = auth.post("/account/password", {"old_password": PASSWORD, "new_password": NEW})

    assert answer.status_code == 303
    assert auth.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert _replayed(browse, old) == 302
    assert accounts.sign_in("minji", PASSWORD, "") is None
    assert accounts.sign_in("minji", NEW, "") == student


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong-password", NEW, "old_password"),
        (PASSWORD, "short", "new_password"),
        (PASSWORD, "password1", "new_password"),
        (PASSWORD, "minji", "new_password"),
    ],
)
def test_password_says_what_is_wrong(auth: Actor, student: User, old: str, new: str, field: str) -> None:
    """The current password is asked for, and the new one must be good; what was typed is not sent back."""
    answer = auth.post("/account/password", {"old_password": old, "new_password": new})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'value="{new}"' not in answer.text.replace('value="minji"', "")
    assert accounts.sign_in("minji", PASSWORD, "") == student


def test_guessing_the_current_password_is_slowed_down(auth: Actor, student: User) -> None:
    """Whoever found an open browser cannot try passwords without end, in any of the forms."""
    for _ in range(accounts.ACCOUNT_FAILURES):
        auth.post("/account/password", {"old_password": "wrong-password", "new_password": NEW})
    form = {"delete_name": "minji", "delete_password": PASSWORD}

    assert auth.post("/account/deletion", form).status_code == 429


def test_signing_out_everywhere(auth: Actor, browse: Any, student: User) -> None:
    """Every sign-in ends, this one too; other people's go on."""
    other, stranger = browse(student), browse(make_user())
    answer = auth.post("/account/sign-outs")

    assert answer.headers["Location"] == "/sign-in"
    assert [browser.get("/account").status_code for browser in (auth, other, stranger)] == [302, 302, 200]
    assert db.session.query(LoginSession).filter_by(user_id=student.id).count() == 0


def test_data_comes_as_one_archive(auth: Actor, student: User, exercise: Exercise) -> None:
    """The download is a ZIP to keep, that no cache does."""
    auth.hand_in()
    answer = auth.get("/account/data.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        names = packed.namelist()

    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"README.txt", "account.json", "submissions/1/solution.py"} <= set(names)


def test_account_is_deleted(auth: Actor, browse: Any, student: User, exercise: Exercise) -> None:
    """With name and password everything goes, and nobody can sign in any more."""
    auth.hand_in()
    old = _cookie(auth)
    answer = auth.post("/account/deletion", {"delete_name": "minji", "delete_password": PASSWORD})

    assert answer.headers["Location"] == "/"
    assert "is deleted" in auth.get("/").text
    assert _replayed(browse, old) == 302
    assert accounts.find("minji") is None
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("minj", PASSWORD, "delete_name"), ("minji", "wrong-password", "delete_password")],
)
def test_nobody_deletes_by_accident(auth: Actor, student: User, name: str, password: str, field: str) -> None:
    """Another name or a wrong password deletes nothing."""
    answer = auth.post("/account/deletion", {"delete_name": name, "delete_password": password})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert accounts.find("minji") == student


def test_last_administrator_is_told_why(app: Flask, auth: Actor, student: User) -> None:
    """Who cannot go reads why instead of a form, and a form sent all the same is refused."""
    accounts.make_admin(student)
    answer = auth.post("/account/deletion", {"delete_name": "minji", "delete_password": PASSWORD})

    assert "only administrator" in auth.get("/account").text
    assert "only administrator" in answer.text
    assert answer.status_code == 403
