"""Fifty submissions at the same moment, sent over HTTP to the web process as it is served."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import flask_migrate
import pytest

import config
from seodang.extensions import db
from seodang.factory import create_app
from seodang.models import QuotaBucket, Submission

from . import factories
from .conftest import TOKEN
from .servers import PostgresServer

ROOT = Path(__file__).parents[2]
START_S = 60.0
POSTS = 50
TOKENS = 3
WHERE = "/courses/test/exercises/double/submissions"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Generator[str]:
    """The address of a database: a file of the instance folder, or a server of one's own."""
    if request.param == "sqlite":
        yield ""
        return
    server = PostgresServer()
    try:
        server.start()
        yield server.url
    finally:
        server.remove()


@pytest.fixture
def served(database: str, tmp_path: Path) -> Generator[tuple[int, config.Settings]]:
    """The web process, with one exercise and one student who has three tokens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = {
        "SEODANG_INSTANCE": str(tmp_path / "var"),
        "SEODANG_ENV": "test",
        "SEODANG_DATABASE_URL": database,
        "SEODANG_HOURLY_SUBMISSIONS": str(TOKENS),
        "SEODANG_PORT": str(port),
        "SEODANG_LOG_LEVEL": "ERROR",
    }
    settings = config.load(chosen)
    with create_app(settings).app_context():
        flask_migrate.upgrade()
        exercise = factories.make_exercise(factories.make_course())
        factories.make_user("minji", exercise.course)
        db.session.remove()
        db.engine.dispose()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SEODANG_")}
    command = [sys.executable, "-m", "seodang", "web"]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings | chosen)
    try:
        _wait(port, process)
        yield port, settings
    finally:
        process.terminate()
        process.wait(20)


@dataclass(frozen=True)
class Answer:
    """What the site said."""

    status: int
    headers: Message
    text: str


def _send(port: int, method: str, path: str, cookie: str = "", **form: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    headers["Accept"] = "application/json" if "mode" in form else "text/html"
    connection.request(method, path, urlencode(form) if form else None, headers)
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read().decode())
    connection.close()
    return found


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while True:
        assert process.poll() is None, "the web process ended by itself"
        try:
            _send(port, "GET", "/healthz")
            return
        except ConnectionError:
            assert time.monotonic() < end, "the web process does not answer"
            time.sleep(0.05)


def _token(page: Answer) -> str:
    found = TOKEN.search(page.text)
    assert found is not None
    return found.group(1)


def _cookie(answer: Answer) -> str:
    return answer.headers["Set-Cookie"].partition(";")[0]


def _sign_in(port: int) -> tuple[str, str]:
    """The cookie of the student's browser, and the token of its forms."""
    page = _send(port, "GET", "/sign-in")
    form = {"email_or_name": "minji", "password": factories.PASSWORD, "csrf_token": _token(page)}
    cookie = _cookie(_send(port, "POST", "/sign-in", _cookie(page), **form))
    page = _send(port, "GET", "/courses/test", cookie)
    return _cookie(page) if "Set-Cookie" in page.headers else cookie, _token(page)


def test_fifty_posts_with_three_tokens_make_three_gradings(served: tuple[int, config.Settings]) -> None:
    """Exactly as many are taken as there were tokens; the others hear when to come again and cost nothing."""
    port, settings = served
    cookie, csrf = _sign_in(port)
    together = threading.Barrier(POSTS)
    answers: list[Answer] = []

    def post(number: int) -> None:
        form = {"csrf_token": csrf, "mode": "submit", "token": f"token-number-{number}"}
        form["source__solution.py"] = factories.RIGHT
        together.wait()
        answers.append(_send(port, "POST", WHERE, cookie, **form))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(POSTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(answer.status for answer in answers) == {201: TOKENS, 429: POSTS - TOKENS}
    refused = [answer for answer in answers if answer.status == 429]
    assert all(0 < int(answer.headers["Retry-After"]) <= 1200 for answer in refused)
    assert all(json.loads(answer.text)["quota"]["submit"]["left"] == 0 for answer in refused)
    with create_app(settings).app_context():
        assert db.session.query(Submission).count() == TOKENS
        assert db.session.query(QuotaBucket).one().tokens < 1
        db.session.remove()
        db.engine.dispose()
