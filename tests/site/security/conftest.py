"""One of everything that has an address, and a browser for each kind of person."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from typing import Any

import msgspec
import pytest
from argon2 import PasswordHasher
from flask import Flask

from graders.bundle import bundle_from_files
from seodang.extensions import db
from seodang.models import (
    Assignment,
    Base,
    Course,
    Draft,
    Exercise,
    Lesson,
    PracticeCard,
    User,
    ValidationRun,
)
from seodang.services import accounts
from seodang.services.packing import pack

from .. import factories
from ..conftest import Actor
from ..factories import RIGHT, bundle_files, make_course, make_submission, make_user, make_variant, question

#: stands in everything that is the owner's
MARK = "OWNERS-OWN-WORDS"
HINTS = '[[hints]]\nen = "Two times."\nko = "두 번."\n'


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Argon2 at its cheapest: many people are made here; how strong hashes are is asked elsewhere."""
    accounts._nobody.cache_clear()
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    yield
    accounts._nobody.cache_clear()


@pytest.fixture
def exercise(course: Course) -> Exercise:
    """A code exercise with hints."""
    files = bundle_files(**{"exercise.toml": f"{factories.MANIFEST}{HINTS}"})
    return factories.make_exercise(course, bundle_from_files(files, slug="double", course="test"))


@pytest.fixture
def things(student: User, instructor: User, exercise: Exercise, quiz: Exercise) -> dict[str, int]:
    """One of everything that has an id, all of it the student's or their teacher's."""
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
    lesson = Lesson(
        course_id=exercise.course_id,
        section="1-1",
        position=1,
        title={"en": "One", "ko": "하나"},
        body={"en": "Read.", "ko": "읽으세요."},
        figures={"curve.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'},
        version="v",
    )
    draft = Draft(user_id=student.id, exercise_id=exercise.id, files={"solution.py": f"# {MARK}"})
    week = Assignment(course_id=exercise.course_id, key="week", title={"en": "Week", "ko": "주"})
    db.session.add_all([run, lesson, draft, week])
    demo = make_user("demo")
    demo.demo_role = "student"
    db.session.commit()
    variant = make_variant(student, quiz, msgspec.to_builtins(question()))
    files = {"solution.py": f"# {MARK}\n{RIGHT}"}
    scores = {"score": 1.0, "points": 4.0, "max_points": 4.0}
    row = make_submission(student, exercise, state="done", verdict="AC", files=files, **scores)
    card = PracticeCard(user_id=student.id, exercise_id=quiz.id, question="sum", state={})
    db.session.add(card)
    db.session.commit()
    return {"submission": row.id, "variant": variant.id, "run": run.id, "card": card.id}


@pytest.fixture
def people(student: User, instructor: User, course: Course) -> dict[str, User | None]:
    """Somebody of each kind."""
    admin = make_user()
    accounts.make_admin(admin)
    return {
        "anonymous": None,
        "owner": student,
        "instructor": instructor,
        "classmate": make_user(course=course),
        "outsider": make_user(),
        "instructor elsewhere": make_user(course=make_course("other"), role="instructor"),
        "admin": admin,
    }


@pytest.fixture
def browser_of(app: Flask, people: dict[str, User | None]) -> Callable[[str], Actor]:
    """A fresh browser in somebody's hands, signed in as by the sign-in page."""

    def choose(who: str) -> Actor:
        browser, user = Actor(app), people[who]
        if user is not None:
            token = accounts.open_session(user)
            with browser.client.session_transaction() as session:
                session.update({"sid": token, "_user_id": str(user.id), "_fresh": True})
        return browser

    return choose


@pytest.fixture
def stored(app: Flask) -> Callable[[], dict[str, str]]:
    """What every table holds, in short; sign-ins and failed ones come and go by themselves."""

    def look() -> dict[str, str]:
        db.session.rollback()
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name not in ("login_session", "sign_in_failure"):
                rows: Any = db.session.execute(table.select().order_by(*table.primary_key)).all()
                found[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
        return found

    return look
