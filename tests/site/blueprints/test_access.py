"""Who may open what: every route with an id, for everybody it is not meant for."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from flask import Flask
from werkzeug.routing import Rule

from seodang.extensions import db
from seodang.models import Exercise, User, ValidationRun
from seodang.services.packing import pack

from ..factories import bundle_files, make_course, make_submission, make_user, make_variant, question

WHO = ("anonymous", "classmate", "outsider", "instructor elsewhere", "owner", "instructor", "admin")
SUBMISSION = {"owner", "instructor", "admin"}
TEACHING = {"instructor", "admin"}
SIGNED_IN = set(WHO) - {"anonymous"}

#: route -> who gets it; ids are filled in below
GET = {
    "/submissions/{submission}": SUBMISSION,
    "/submissions/{submission}/status": SUBMISSION,
    "/submissions/{submission}/events": SUBMISSION,
    "/variants/{variant}": SUBMISSION,
    "/teaching/validations/{run}": TEACHING,
    "/teaching/validations/{run}/status": TEACHING,
    "/teaching/courses/test/upload": TEACHING,
    "/teaching/courses/test/scores": TEACHING,
    "/teaching/courses/test/scores.csv": TEACHING,
    "/teaching/courses/test/failures": TEACHING,
    "/courses/test": SIGNED_IN,
    "/courses/test/exercises/double": SIGNED_IN,
    "/courses/test/exercises/double/submissions": SIGNED_IN,
    "/courses/test/exercises/double/figures/curve.svg": SIGNED_IN,
}
POST = {
    "/submissions/{submission}/stop": {"owner"},
    "/variants/{variant}/answers": {"owner"},
    "/teaching/validations/{run}/publish": TEACHING,
    "/teaching/courses/test/upload": TEACHING,
    "/courses/test/exercises/double/submissions": SIGNED_IN,
    "/courses/test/exercises/doubles/variants": SIGNED_IN,
}
REFUSED = (302, 401, 403, 404)


@pytest.fixture
def things(student: User, instructor: User, exercise: Exercise, quiz: Exercise) -> dict[str, int]:
    """One of everything that has an id."""
    run = ValidationRun(
        user_id=instructor.id,
        course_id=exercise.course_id,
        slug="double",
        version="v",
        content=pack(bundle_files()),
        ok=True,
        state="done",
        problems=[],
        examples=[],
    )
    db.session.add(run)
    db.session.commit()
    variant = make_variant(student, quiz, msgspec.to_builtins(question()))
    row = make_submission(student, exercise, state="done", verdict="IE")
    return {"submission": row.id, "variant": variant.id, "run": run.id}


@pytest.fixture
def browser_of(browse: Any, student: User, instructor: User) -> Any:
    """A browser for each kind of person."""

    def choose(who: str) -> Any:
        if who == "anonymous":
            return browse()
        if who == "owner":
            return browse(student)
        if who == "instructor":
            return browse(instructor)
        user = make_user(
            course={"classmate": student_course(student), "instructor elsewhere": make_course("other")}.get(
                who
            ),
            role="instructor" if who == "instructor elsewhere" else "student",
        )
        if who == "admin":
            user.is_admin = True
            db.session.commit()
        return browse(user)

    def student_course(user: User) -> Any:
        from seodang.models import Course  # noqa: PLC0415

        return db.session.query(Course).filter_by(slug="test").one()

    return choose


@pytest.mark.parametrize("who", WHO)
def test_pages_open_for_whom_they_are_meant(things: dict[str, int], browser_of: Any, who: str) -> None:
    """Each page opens for its people; for others it is as if there were none."""
    browser = browser_of(who)
    for pattern, allowed in GET.items():
        answer = browser.get(pattern.format(**things))
        assert (answer.status_code in (200, 204)) == (who in allowed), (pattern, answer.status_code)
        assert answer.status_code in (200, 204, *REFUSED), pattern


@pytest.mark.parametrize("who", WHO)
def test_forms_work_for_whom_they_are_meant(
    things: dict[str, int], browser_of: Any, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each form can be sent by its people only."""
    monkeypatch.setattr("seodang.blueprints.quizzes.routes.PATIENCE_S", 0.0)
    browser = browser_of(who)
    for pattern, allowed in POST.items():
        answer = browser.post(pattern.format(**things), {})
        refused = answer.status_code in (401, 403, 404)
        assert refused == (who not in allowed), (pattern, answer.status_code)


def _changing(app: Flask) -> list[tuple[str, Rule]]:
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"POST", "PUT", "DELETE", "PATCH"})
    ]


def _filled(rule: Rule) -> str:
    return re.sub(r"<[^>]+>", "1", rule.rule)


def test_every_changing_route_needs_a_token(app: Flask, auth: Any) -> None:
    """Whatever changes something refuses a request without a token, signed in or not."""
    routes = _changing(app)
    answers = {
        f"{method} {rule.rule}": auth.bare(method, _filled(rule)).status_code for method, rule in routes
    }

    assert len(answers) > 8
    assert set(answers.values()) == {400}, answers


def test_every_changing_route_refuses_other_sites(app: Flask, auth: Any) -> None:
    """A request that another site's page sent is refused, even with a good token."""
    headers = {"Sec-Fetch-Site": "cross-site", "X-CSRFToken": auth.token()}
    answers = {
        auth.bare(method, _filled(rule), headers=headers).status_code for method, rule in _changing(app)
    }

    assert answers == {403}


def test_every_route_is_in_a_table_or_open_to_all(app: Flask) -> None:
    """A new route with an id must be put into the tables above."""
    tabled = {re.sub(r"\{\w+\}|test\b|doubles?\b|curve\.svg", "*", pattern) for pattern in (*GET, *POST)}
    with_ids = {
        re.sub(r"<[^>]+>", "*", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.arguments and rule.endpoint not in ("static", "auth.demo", "drafts.update")
    }

    assert with_ids <= tabled


def test_get_changes_nothing(app: Flask, auth: Any, things: dict[str, int]) -> None:
    """Opening every page leaves every table as it was."""

    def counts() -> dict[str, int]:
        return {
            table.name: db.session.execute(db.select(db.func.count()).select_from(table)).scalar_one()
            for table in ValidationRun.metadata.sorted_tables
        }

    before = counts()
    for pattern in GET:
        auth.get(pattern.format(**things))

    assert counts() == before
