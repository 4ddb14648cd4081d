"""Cookies that are changed by hand: always alike, still readable, never signed anew."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, jsonify, session
from flask.sessions import SecureCookieSessionInterface

from graders.incell.apps import request_text
from graders.incell.cookies import read_session
from graders.incell.tampering import change_cookies, changed

HELD = {"name": "ada", "visits": 2, "admin": False, "list": [1, "a"], "none": None}


def signed(content: dict[str, Any]) -> str:
    """A session cookie as Flask writes it."""
    app = Flask(__name__)
    app.secret_key = "a key"
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(content))


@pytest.mark.parametrize("content", [HELD, {"text": "long " * 100}, {}])
def test_a_changed_payload_can_be_read_and_keeps_its_signature(content: dict[str, Any]) -> None:
    """Every value within is another one; what follows the payload stays."""
    before = signed(content)
    after = changed(before, "payload")

    assert after.rsplit(".", 2)[1:] == before.rsplit(".", 2)[1:]
    assert read_session(after) != content
    assert read_session(after) == read_session(changed(before, "payload"))
    if content == HELD:
        assert read_session(after) == {
            "name": "ada!", "visits": 1002, "admin": True, "list": [1001, "a!"], "none": True,
        }  # fmt: skip


def test_a_changed_signature_keeps_the_payload() -> None:
    """Only the last part is another one, in a character whose bits all count."""
    before = signed(HELD)
    after = changed(before, "signature")

    assert after != before
    assert after.rpartition(".")[0] == before.rpartition(".")[0]
    assert after.rpartition(".")[2][1:] == before.rpartition(".")[2][1:]


def test_a_payload_is_forged_with_or_without_a_cookie() -> None:
    """The payload is the author's; the signature is the one that was there, or a made-up one."""
    before = signed(HELD)

    assert changed(before, "forge", {"name": "eve"}).split(".")[1:] == before.split(".")[1:]
    assert read_session(changed("", "forge", {"name": "eve"})) == {"name": "eve"}
    assert changed("", "forge", {"name": "eve"}).count(".") == 2


@pytest.mark.parametrize("plain", ["dark", "A", "", "no.json"])
def test_any_other_value_changes_too(plain: str) -> None:
    """What is no signed payload becomes another text."""
    assert changed(plain, "payload") != plain
    assert changed(plain, "signature") != plain
    assert changed(plain, "set", "new") == "new"


def test_flask_ignores_what_was_changed() -> None:
    """Each kind of change empties Flask's session; a cookie that is not there can be set, not changed."""
    app = Flask(__name__)
    app.secret_key = "a key"
    app.add_url_rule("/in", "in", lambda: str(session.update(HELD)))
    app.add_url_rule("/me", "me", lambda: jsonify(dict(session)))
    for how, value in (("payload", None), ("signature", None), ("forge", {"name": "eve"})):
        client = app.test_client()
        change_cookies(client, [("session", "payload", None), ("theme", "set", "dark")])
        assert client.get_cookie("session") is None
        assert client.get_cookie("theme").value == "dark"  # type: ignore[union-attr]
        client.get("/in")
        assert client.get("/me").json == HELD

        change_cookies(client, [("session", how, value)])

        assert client.get("/me").json == {}


def test_a_requests_line_says_what_was_sent_and_changed() -> None:
    """Fields, headers, cookies that were put in, and what was tampered with."""
    step = {
        "method": "POST", "path": "/x", "form": {"a": "1"}, "headers": {"X-User": "ada"},
        "cookies": {"theme": "dark"}, "tamper": {"session": "payload", "other": {"user": "eve"}}, "client": 1,
    }  # fmt: skip

    assert request_text(step) == (
        "POST /x a='1' headers: X-User='ada' cookies: theme='dark' "
        "tamper: session=payload other={'user': 'eve'} (browser 1)"
    )
