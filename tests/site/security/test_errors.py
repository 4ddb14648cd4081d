"""Bad news: in both languages, with a way on, and nothing of ours in it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from seodang.extensions import db
from seodang.models import Exercise, User
from seodang.services.exceptions import LimitError, UnavailableError

from ..conftest import Actor

OURS = re.compile(r"Traceback|File \"|SELECT |sqlite|psycopg|/site-packages|seodang\.|SECRET|werkzeug", re.I)
HANGUL = re.compile("[가-힣]")
WHERE = "seodang.blueprints.submissions.routes.submissions.for_user"


def _fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*args: object) -> None:
        raise error

    monkeypatch.setattr(WHERE, broken)


@pytest.fixture(autouse=True)
def as_served(app: Flask) -> None:
    """Failures are answered, as outside of tests."""
    app.config["PROPAGATE_EXCEPTIONS"] = False


FAILURES = {
    400: lambda browser: browser.bare("POST", "/language"),
    403: lambda browser: browser.bare("POST", "/language", headers={"Sec-Fetch-Site": "cross-site"}),
    404: lambda browser: browser.get("/no-such-page"),
    405: lambda browser: browser.post("/healthz"),
    413: lambda browser: browser.post("/language", {"lang": "x" * (2 * 2**20)}),
    429: lambda browser: browser.get("/submissions/1"),
    500: lambda browser: browser.get("/submissions/1"),
    503: lambda browser: browser.get("/submissions/1"),
}
RAISED: dict[int, Exception] = {
    429: LimitError("Wait.", 7),
    500: RuntimeError("SECRET"),
    503: OperationalError("SELECT secret", {}, Exception("database is locked")),
}


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("code", FAILURES)
def test_bad_news_is_told_in_words(
    auth: Actor, monkeypatch: pytest.MonkeyPatch, code: int, lang: str
) -> None:
    """Each refusal and failure is a page of ours, in the reader's language, with a link to go on."""
    if code in RAISED:
        _fail(monkeypatch, RAISED[code])
    auth.post("/language", {"lang": lang})
    answer = FAILURES[code](auth)
    main = answer.text.partition("<main")[2].partition("</main>")[0]

    assert answer.status_code == code
    assert f'<html lang="{lang}"' in answer.text
    assert (HANGUL.search(main) is not None) == (lang == "ko")
    assert '<a class="button' in main
    assert not OURS.search(answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("code", "seconds"), [(429, "7"), (503, "5")])
def test_temporary_refusals_say_how_long(
    auth: Actor, monkeypatch: pytest.MonkeyPatch, code: int, seconds: str
) -> None:
    """What will be fine later says when, and offers the same page again."""
    _fail(monkeypatch, RAISED[code])
    answer = auth.get("/submissions/1")

    assert answer.headers["Retry-After"] == seconds
    assert 'href="/submissions/1"' in answer.text


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("url", ["/courses/test", "/no-such-page"])
def test_database_that_is_gone_still_gets_an_answer(
    app: Flask, auth: Actor, monkeypatch: pytest.MonkeyPatch, lang: str, accept: str, url: str
) -> None:
    """Where not even the reader can be looked up, the page is bare, styled, and in the browser's language."""

    def away(*args: object, **more: object) -> None:
        raise OperationalError("SELECT secret", {}, Exception("unable to open database file"))

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "scalar", away)
        patch.setattr(db.session, "execute", away)
        patch.setattr(db.session, "scalars", away)
        answer = auth.get(url, headers={"Accept-Language": lang, "Accept": accept})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert (HANGUL.search(answer.text) is not None) == (
        lang == "ko" and accept == "text/html"
    ) or answer.is_json
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not OURS.search(answer.text)


def test_database_locked_for_too_long_costs_nothing(
    auth: Actor, exercise: Exercise, student: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A submission that could not be stored says so with 503, and can be sent again as it is."""

    def locked(*args: object) -> None:
        raise OperationalError("UPDATE secret", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr("seodang.services.submissions.lock", locked)
        refused = auth.hand_in(token="one-token")
    again = auth.hand_in(token="one-token")

    assert refused.status_code == 503
    assert set(refused.json) == {"error"}
    assert again.status_code == 201
    assert again.json["quota"]["submit"]["left"] == 29


def test_grading_that_is_off_is_told(auth: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is off at the moment is 503 in its own words."""
    _fail(monkeypatch, UnavailableError("Off at the moment."))

    assert "Off at the moment." in auth.get("/submissions/1").text
