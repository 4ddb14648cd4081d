"""Log records and changed cookies of whole applications, in the real sandbox."""

from __future__ import annotations

import pytest

from graders.grading import Grader
from tests.graders import app_sample

APP = """
import logging
from flask import Flask, request, session

def create_app(config):
    app = Flask(__name__)
    app.config.update(config)
    app.logger.setLevel(config.get("LEVEL", "INFO"))

    @app.post("/in")
    def enter():
        session["name"] = request.form["name"]
        app.logger.info("%s came", session["name"])
        return "in"

    @app.get("/me")
    def me():
        app.logger.debug("asked")
        name = session.get("name", "nobody")
        if name == "nobody":
            app.logger.warning("no name")
        return name

    return app
"""
CHECKS = """
IN = {"method": "POST", "path": "/in", "form": {"name": "ada"}}
ME = {"method": "GET", "path": "/me"}


def test_logs(apps):
    apps.compare([ME, IN, ME], config={"LEVEL": "DEBUG"}, logs=True)
    apps.compare([IN, ME, {**ME, "client": 1}], logs="named")


def test_changed_cookies(apps):
    for how in ("payload", "signature", {"name": "eve"}):
        apps.compare([IN, {**ME, "tamper": {"session": how}}, ME, IN, ME], session=True)
    apps.compare([{**ME, "cookies": {"name": "eve"}}])
"""
LEVEL = 'app.logger.setLevel(config.get("LEVEL", "INFO"))'
CAME = 'app.logger.info("%s came", session["name"])'
NO_NAME = 'app.logger.warning("no name")'
KNOWN = 'session.get("name", "nobody")'
#: what stands in the application, what stands there instead, and what is said
WRONG = [
    (CAME, 'print("ada came")', "The record INFO 'ada came' should be logged; nothing was."),
    (CAME, CAME.replace("info", "error"), "'ada came' should have the level INFO; it has ERROR."),
    (CAME, CAME.replace("came", "went"), "The INFO record should say 'ada came'; it says 'ada went'."),
    (
        LEVEL,
        'app.logger.setLevel("DEBUG")',
        "The record DEBUG 'asked' (solution) is logged, and should not be.",
    ),
    (NO_NAME, f'[{NO_NAME} for _ in "ab"]', "is logged more often than it should be"),
    (NO_NAME, 'logging.getLogger("x").warning("no name")', "from the logger solution; it comes from x."),
    (KNOWN, 'session.get("name") or request.cookies.get("name", "nobody")', "expected 'nobody', got 'eve'"),
]
PEEKS = """
import base64, json

def peek():
    payload = request.cookies.get("session", "").split(".")[0]
    try:
        return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return {}
"""


@pytest.mark.parametrize(("before", "after", "said"), WRONG)
def test_what_is_logged_otherwise_is_told(grader: Grader, before: str, after: str, said: str) -> None:
    """A missing, changed or surplus record, and a cookie that is believed, are named."""
    assert APP.count(before) == 1
    bundle = app_sample.bundle(CHECKS, {"solution.py": APP})

    report = grader.grade(bundle, {"solution.py": APP.replace(before, after).encode()}, seed=1)

    assert report.verdict == "WA"
    assert said in " ".join(check.message.en for check in report.checks)


def test_records_are_in_the_detail_and_the_right_one_passes(grader: Grader) -> None:
    """Both sides' records are listed by request; an equal application is accepted whatever its handlers."""
    bundle = app_sample.bundle(CHECKS, {"solution.py": APP})
    other = APP.replace("    @app.post", "    app.logger.addHandler(logging.NullHandler())\n    @app.post")
    wrong = APP.replace("app.logger.info(", "app.logger.error(")

    assert grader.grade(bundle, {"solution.py": other.encode()}, seed=1).verdict == "AC"
    (check, _) = grader.grade(bundle, {"solution.py": wrong.encode()}, seed=1).checks
    assert check.detail is not None
    last = check.detail["requests"][-1]
    assert (check.detail["differs"], check.detail["step"]) == ("log", 1)
    assert (last["expected"]["logs"], last["got"]["logs"]) == (["INFO 'ada came'"], ["ERROR 'ada came'"])
    assert "로그 'ada came'의 수준이 다릅니다. 기댓값: INFO, 제출 결과: ERROR." in check.message.ko


def test_a_session_that_is_believed_unsigned_is_found(grader: Grader) -> None:
    """Whoever reads the cookie without its signature takes the changed name for the right one."""
    bundle = app_sample.bundle(CHECKS, {"solution.py": APP})
    believes = APP.replace('session.get("name", "nobody")', 'peek().get("name", "nobody")') + PEEKS

    (_, check) = grader.grade(bundle, {"solution.py": believes.encode()}, seed=1).checks

    assert check.verdict == "WA"
    assert "GET /me tamper: session=payload" in check.message.en
    assert check.detail is not None
    assert check.detail["requests"][-1]["tamper"] == {"session": "payload"}
