"""Headers, languages, errors and hosts: what holds for every page."""

from __future__ import annotations

import io
import json
import logging
import os
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from seodang import assets, logs
from seodang.models import Exercise, User
from seodang.services import worker_status

from .conftest import Actor

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.parametrize("url", ["/", "/sign-in", "/register", "/no-such-page", "/healthz", "/courses/test"])
def test_every_answer_carries_the_headers(auth: Actor, url: str) -> None:
    """No sniffing, no framing, scripts from here only; on errors and redirects too."""
    answer = auth.get(url)
    policy = answer.headers["Content-Security-Policy"]

    assert HEADERS.items() <= dict(answer.headers).items()
    for part in (
        "default-src 'none'",
        "script-src 'self';",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe" not in policy


def test_nonce_is_new_in_every_answer(auth: Actor) -> None:
    """The nonce of styles is the header's, and never used twice."""
    pages = [auth.get("/sign-in") for _ in range(2)]
    nonces = [page.text.split('csp-nonce" content="')[1].split('"')[0] for page in pages]

    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces, strict=True):
        assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]


def test_https_cookies_and_transport(app: Flask, auth: Actor) -> None:
    """Behind https browsers are told to stay there."""
    app.config["SESSION_COOKIE_SECURE"] = True

    assert "Strict-Transport-Security" in auth.get("/sign-in").headers


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        ("ko-KR,ko;q=0.9", "ko"),
        ("en-GB", "en"),
        ("fr,ko;q=0.5,en;q=0.4", "ko"),
        ("fr", "en"),
        ("", "en"),
        ("ko,en", "ko"),
    ],
)
def test_browsers_language_comes_first(browse: Any, course: object, accept: str, lang: str) -> None:
    """Without a choice the browser's preference counts, then English."""
    page = browse().get("/sign-in", headers={"Accept-Language": accept}).text

    assert f'<html lang="{lang}"' in page


def test_chosen_language_is_remembered(browse: Any, student: User) -> None:
    """The switch holds on this browser, and for the account on others."""
    browser = browse(student)
    answer = browser.post(
        "/language", {"lang": "ko", "next": "/courses/test"}, headers={"Accept-Language": "en"}
    )
    elsewhere = browse(student)

    assert answer.headers["Location"] == "/courses/test"
    assert '<html lang="ko"' in browser.get("/courses/test", headers={"Accept-Language": "en"}).text
    assert '<html lang="ko"' in elsewhere.get("/courses/test", headers={"Accept-Language": "en"}).text


def test_unknown_language_changes_nothing(browse: Any, course: object) -> None:
    """A language there is not sets no cookie."""
    assert "Set-Cookie" not in browse().post("/language", {"lang": "xx"}).headers.get("Set-Cookie", "")


def test_course_page_shows_both_languages(auth: Actor, exercise: Exercise) -> None:
    """Titles of chapters and exercises come in the reader's language."""
    english = auth.get("/courses/test").text
    auth.post("/language", {"lang": "ko"})
    korean = auth.get("/courses/test").text

    assert "Double it" in english
    assert "두 배로" in korean
    assert "시험 과목" in korean


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil"])
def test_foreign_host_names_are_refused(auth: Actor, host: str) -> None:
    """A name that is not ours, as rebinding and poisoned links use it, is answered 400."""
    assert auth.get("/sign-in", headers={"Host": host}).status_code == 400


def test_failure_of_ours_is_logged_and_not_shown(
    app: Flask, auth: Actor, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug ends as a page without a traceback, and as one JSON line with it."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    logging.getLogger().addHandler(handler)

    def broken(*args: object) -> None:
        raise RuntimeError("SECRET\ninjected line")

    monkeypatch.setattr("seodang.blueprints.submissions.routes.submissions.for_user", broken)
    answer = auth.get("/submissions/7")
    logging.getLogger().removeHandler(handler)
    lines = stream.getvalue().splitlines()
    line = json.loads(lines[0])

    assert answer.status_code == 500
    assert "SECRET" not in answer.text
    assert "Traceback" not in answer.text
    assert len(lines) == 1
    assert (line["submission"], line["level"]) == (7, "ERROR")
    assert "injected line" in line["traceback"]


def test_errors_are_json_for_scripts(auth: Actor) -> None:
    """Who asks for JSON is refused in JSON."""
    answer = auth.get("/submissions/999", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert set(answer.json) == {"error"}


def test_health_tells_web_and_grading(browse: Any, course: object) -> None:
    """One word each, without signing in."""
    browser = browse()
    silent = browser.get("/healthz").json
    worker_status.publish(worker_status.READY)

    assert silent == {"web": "ok", "grading": "off"}
    assert browser.get("/healthz").json == {"web": "ok", "grading": "ready"}


def test_strip_says_why_grading_is_off(browse: Any, course: object) -> None:
    """Every page says that grading is off, and which control is missing."""
    worker_status.publish(worker_status.OFF, reason="C02 user namespaces: restricted")

    assert "C02 user namespaces" in browse().get("/sign-in").text


def test_strip_tells_teachers_the_cure(browse: Any, instructor: User, student: User) -> None:
    """Who can do something about it reads the command that cures it; students are spared it."""
    worker_status.publish(worker_status.OFF, reason="C02", cure="sysctl -w kernel.userns=1")

    assert "sysctl -w kernel.userns=1" in browse(instructor).get("/teaching").text
    assert "sysctl" not in browse(student).get("/courses/test").text


def test_pages_name_the_files_of_the_latest_build(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build under a running site is found without a restart."""
    manifest = tmp_path / "dist/manifest.json"
    manifest.parent.mkdir(parents=True)
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    with app.test_request_context():
        names = []
        for number in (1, 2):
            manifest.write_text(f'{{"src/site.ts": {{"file": "assets/site-{number}.js"}}}}')
            os.utime(manifest, (number, number))
            names.append(assets.asset("src/site.ts"))

    assert names == ["/static/dist/assets/site-1.js", "/static/dist/assets/site-2.js"]


def test_figures_are_pictures_only(auth: Actor, exercise: Exercise) -> None:
    """A figure comes as an image that can run nothing; other files of a bundle have no address."""
    figure = auth.get("/courses/test/exercises/double/figures/curve.svg")
    paths = ("../checks.py", "..%2Fchecks.py", "../reference/solution.py", "none.svg", "%2e%2e/checks.py")

    assert figure.mimetype == "image/svg+xml"
    assert "sandbox" in figure.headers["Content-Security-Policy"]
    for path in paths:
        assert auth.get(f"/courses/test/exercises/double/figures/{path}").status_code == 404


def test_front_page_leads_the_signed_in_to_their_course(auth: Actor, browse: Any, exercise: Exercise) -> None:
    """With one course there is nothing to choose."""
    assert auth.get("/").headers["Location"] == "/courses/test"
    assert "Test course" in browse().get("/").text


def test_outline_marks_progress(auth: Actor, exercise: Exercise) -> None:
    """An exercise that is announced but not published is shown without a link."""
    page = auth.get("/courses/test").text

    assert 'data-state="new"' in page
    assert 'data-state="missing"' in page
    assert "/exercises/later" not in page


def test_every_search_form_says_which_it_is(auth: Actor, exercise: Exercise) -> None:
    """The page of results has two of them, and readers of landmarks hear only their names."""
    forms = re.findall(r"<form[^>]*role=\"search\"[^>]*>", auth.get("/search").text)
    names = [re.findall(r"aria-label=\"([^\"]+)\"", form) for form in forms]

    assert names == [["Search"], ["Search the courses"]]
