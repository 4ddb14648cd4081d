"""A site as a class leaves it: 50 problems, 200 students, 2,000 graded submissions, a lesson and a quiz."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask_migrate
import msgspec
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, insert, select

import config
from graders.bundle import Bundle, bundle_from_files, load_bundle
from graders.lessons import read_lessons
from seodang.extensions import db
from seodang.factory import create_app
from seodang.models import DONE, Assignment, AssignmentItem, Course, Enrolment, Lesson, Submission, User, now
from seodang.services import accounts, catalogue
from seodang.sessions import COOKIE_KEY
from tests.benchmarks.web import graded
from tests.site import factories

AI = Path(__file__).resolve().parents[3] / "exercises" / "ai"
SOURCES = ("iou-nms", "activations", "kmeans-lloyd", "gcn-layer", "adam-optimizer")
LESSON_SOURCE, QUIZ_SOURCE = "5-2", "activation-graphs"
COURSE, CHAPTERS, LESSON, QUIZ = "bench", 5, "1-1", "curves"
COOKIE_SESSIONS = 16  #: students who are signed in, one for each connection of the load


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    problems: int = 50
    students: int = 200
    submissions: int = 2000


@dataclass(frozen=True)
class Seeded:
    """What a measurement needs to know of the site: who is signed in, and where the pages are."""

    cookies: list[str]
    pages: dict[str, str]


def seed(settings: config.Settings, size: Size) -> Seeded:
    """Make the site's database and fill it."""
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
        course = _course(size)
        bundles = _problems(course, size)
        _assign(course, [number for number, _, _ in bundles[:5]])
        students = _students(course, size)
        first = _submissions(bundles, students, size)
        _lesson(course)
        pages = _pages(students[0], first)
        cookies = [_cookie(app, student) for student in students[:COOKIE_SESSIONS]]
        db.session.remove()
        db.engine.dispose()
    return Seeded(cookies, pages)


def _course(size: Size) -> Course:
    slugs = _slugs(size)
    chapters = [_chapter(number, slugs[number - 1 :: CHAPTERS]) for number in range(1, CHAPTERS + 1)]
    chapters[0]["exercises"].append(QUIZ)
    title = {"en": "A course of fifty problems", "ko": "쉰 문제로 된 과목"}
    course = Course(slug=COURSE, title=title, description={"en": "", "ko": ""}, outline=chapters)
    db.session.add(course)
    db.session.commit()
    return course


def _chapter(number: int, slugs: list[str]) -> dict[str, Any]:
    """A chapter of two sections, each with a lesson in the outline."""
    half = len(slugs) // 2
    sections = [
        {
            "id": f"{number}-{place}",
            "title": {"en": f"Section {place}: one idea", "ko": f"{place}절: 한 가지 생각"},
            "exercises": part,
            "lesson": True,
        }
        for place, part in enumerate((slugs[:half], slugs[half:]), 1)
    ]
    title = {"en": f"Chapter {number}: what is learnt here", "ko": f"{number}장: 여기서 배우는 것"}
    return {"id": str(number), "title": title, "exercises": [*slugs], "sections": sections}


def _assign(course: Course, exercises: Iterable[int]) -> None:
    """Give the first problems a deadline."""
    title = {"en": "The first week", "ko": "첫 주"}
    week = Assignment(course_id=course.id, key="week-1", title=title, due_at=now() + timedelta(days=3))
    week.items = [AssignmentItem(exercise_id=number) for number in exercises]
    db.session.add(week)
    db.session.commit()


def _slugs(size: Size) -> list[str]:
    return [f"{SOURCES[number % len(SOURCES)]}-{number:02}" for number in range(size.problems)]


def _problems(course: Course, size: Size) -> list[tuple[int, int, Bundle]]:
    """Publish real exercises under many names, and a quiz."""
    found = {name: load_bundle(AI / name) for name in SOURCES}
    published = []
    for slug in _slugs(size):
        bundle = bundle_from_files(found[slug.rpartition("-")[0]].content, slug=slug, course=COURSE)
        version = catalogue.publish(course, bundle, "folder")
        published.append((version.exercise_id, version.id, bundle))
    catalogue.publish(course, factories.quiz_bundle(QUIZ), "folder")
    return published


def _students(course: Course, size: Size) -> list[User]:
    """Accounts that nobody can sign in to with a password; hashing 200 of those would take a minute."""
    students = [
        User(name=f"student {number:03}", name_key=f"student {number:03}", password_hash="", locale="en")
        for number in range(size.students)
    ]
    db.session.add_all(students)
    db.session.flush()
    rows = [{"user_id": student.id, "course_id": course.id, "role": "student"} for student in students]
    db.session.execute(insert(Enrolment), rows)
    db.session.commit()
    return students


def _submissions(bundles: list[tuple[int, int, Bundle]], students: list[User], size: Size) -> int:
    """Graded submissions, spread as unevenly as a class would; the id of the first."""
    random_numbers = random.Random(5)
    rows = []
    for number in range(size.submissions):
        exercise_id, version_id, bundle = bundles[int(len(bundles) * random_numbers.random() ** 1.5)]
        right = random_numbers.random() < 0.4 or number == 0
        report = graded.report(bundle, right)
        moment = now() - timedelta(minutes=size.submissions - number)
        rows.append(
            {
                "user_id": students[number % len(students)].id,
                "exercise_id": exercise_id,
                "version_id": version_id,
                "mode": "submit",
                "token": f"seed-{number:08}",
                "files": dict(bundle.starter),
                "state": DONE,
                "verdict": report.verdict,
                "score": report.score,
                "points": report.points,
                "max_points": report.max_points,
                "report": msgspec.to_builtins(report),
                "created_at": moment,
                "started_at": moment,
                "finished_at": moment,
            }
        )
    db.session.execute(insert(Submission), rows)
    db.session.commit()
    first: int = db.session.scalars(select(func.min(Submission.id))).one()
    return first


def _lesson(course: Course) -> None:
    """A page to read: one of the lessons there are, with its formulas and its figure."""
    found = next(iter(read_lessons(AI, [LESSON_SOURCE], [])))
    body, figures = msgspec.to_builtins(found.body), dict(found.figures)
    title = {"en": "What a convolution does", "ko": "합성곱이 하는 일"}
    row = Lesson(course_id=course.id, section=LESSON, position=1, title=title, version=found.version)
    row.body, row.figures = body, figures
    db.session.add(row)
    db.session.commit()


def _pages(student: User, submission: int) -> dict[str, str]:
    """The measured pages of the first student, by what people call them."""
    variant = factories.make_variant(student, catalogue.exercise(COURSE, QUIZ), _question())
    return {
        "outline": f"/courses/{COURSE}",
        "lesson": f"/courses/{COURSE}/lessons/{LESSON}",
        "workspace": f"/courses/{COURSE}/exercises/{SOURCES[0]}-00",
        "submission": f"/submissions/{submission}",
        "quiz": f"/variants/{variant.id}",
    }


def _question() -> dict[str, Any]:
    """A question that shows drawn curves, as its own generator makes it."""
    spec = importlib.util.spec_from_file_location("variants", AI / QUIZ_SOURCE / "variants.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    question: dict[str, Any] = msgspec.to_builtins(module.recognise(random.Random(5)).to_variant())
    return question


def _cookie(app: Flask, user: User) -> str:
    """What the browser of somebody who has signed in sends."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    signed = serializer.dumps(
        {COOKIE_KEY: accounts.open_session(user), "_user_id": str(user.id), "_fresh": True}
    )
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"
