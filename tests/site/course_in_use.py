"""A course in use: exercises in sections, a lesson, an assignment, and what people have left there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from flask import Flask
from werkzeug.routing import Rule

from seodang.extensions import db
from seodang.models import (
    DONE,
    Assignment,
    AssignmentItem,
    Course,
    Draft,
    Exercise,
    Lesson,
    PracticeCard,
    QuizAnswer,
    User,
    ValidationRun,
    now,
)
from seodang.services.packing import pack

from . import factories
from .fakes import FakeGrader

SEVERAL = 6  #: of everything that a page lists: a query for each would be seen
#: what is no page: a file, data for a script, an answer that stays open
NO_PAGES = {
    "static",
    "exercises.figure",
    "lessons.figure",
    "account.data",
    "submissions.events",
    "health.show",
}
#: what is asked of a page that does little without a question
QUESTIONS = {"search.index": "?q=double", "exercises.compare": "?with={submission}"}


def fill(course: Course, student: User, instructor: User) -> dict[str, str]:
    """Put several of everything into a course; what stands for each part of an address in it."""
    slugs = ["double", *(f"double-{number}" for number in range(2, SEVERAL + 1))]
    rows = [factories.make_exercise(course, factories.make_bundle(slug)) for slug in slugs]
    quiz = factories.make_exercise(course, factories.quiz_bundle())
    title = {"en": "First", "ko": "하나"}
    sections = [{"id": "1-1", "title": title, "exercises": slugs, "lesson": True}]
    course.outline = [{"id": "1", "title": title, "exercises": [*slugs, quiz.slug], "sections": sections}]
    course.requires = {slug: [quiz.slug] for slug in slugs}
    due = Assignment(course_id=course.id, key="week-1", title=title, due_at=now() + timedelta(days=1))
    due.items = [AssignmentItem(exercise_id=row.id) for row in rows]
    db.session.add_all([due, _lesson(course)])
    submission = _submissions(student, rows)
    variant = _answers(student, quiz)
    run = _uploads(instructor, course)
    db.session.add(Draft(user_id=student.id, exercise_id=rows[0].id, files={"solution.py": "# not yet"}))
    db.session.commit()
    numbers = {"submission": submission, "variant": variant, "run": run}
    return {name: str(number) for name, number in numbers.items()} | {"course": course.slug, "section": "1-1"}


def _lesson(course: Course) -> Lesson:
    body = {"en": "Twice $x$ is $2x$.", "ko": "$x$의 두 배는 $2x$입니다."}
    title = {"en": "Twice", "ko": "두 배"}
    return Lesson(course_id=course.id, section="1-1", position=1, title=title, body=body, version="v")


def _submissions(student: User, exercises: list[Exercise]) -> int:
    """A failed and a good submission to each exercise, each with its report; the first one's id."""
    made = []
    for row in exercises:
        for source in ("def test_public(): ...", "def test_public(): ... # test_hidden"):
            report = FakeGrader().grade(factories.make_bundle(row.slug), {"solution.py": source.encode()})
            columns = {"verdict": report.verdict, "score": report.score, "points": report.points}
            kept = msgspec.to_builtins(report)
            made.append(factories.make_submission(student, row, state=DONE, report=kept, **columns).id)
    return int(made[0])


def _answers(student: User, quiz: Exercise) -> int:
    """Answered variants, cards to practise, and one variant that is open; its id."""
    question: dict[str, Any] = msgspec.to_builtins(factories.question())
    for number in range(SEVERAL):
        row = factories.make_variant(student, quiz, question)
        answer = {"half": "42", "parity": "odd"}
        result = {"correct": True, "score": 1.0, "fields": [], "malformed": {}}
        db.session.add(QuizAnswer(variant_id=row.id, answers=answer, result=result, correct=True, score=1.0))
        db.session.add(
            PracticeCard(user_id=student.id, exercise_id=quiz.id, question=f"sum-{number}", state={})
        )
    return int(factories.make_variant(student, quiz, question).id)


def _uploads(instructor: User, course: Course) -> int:
    """Checked uploads; the last one's id."""
    runs = [
        ValidationRun(
            user_id=instructor.id,
            course_id=course.id,
            slug=f"new-{number}",
            version="v",
            content=pack(factories.bundle_files()),
            ok=True,
            state=DONE,
            problems=[],
            examples=[],
        )
        for number in range(SEVERAL)
    ]
    db.session.add_all(runs)
    db.session.flush()
    return int(runs[-1].id)


def pages(app: Flask) -> list[Rule]:
    """Every address that can be opened as a page."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    ]


def address_of(rule: Rule, places: dict[str, str]) -> str:
    """The rule's address in the course of these tests; an argument nobody knows here is an error."""
    of_run = rule.endpoint.startswith("teaching.")
    number = places["run" if of_run else "variant" if rule.endpoint.startswith("quizzes.") else "submission"]
    known = {
        "id": number,
        "slug": "double",
        "course": places["course"],
        "section": places["section"],
        "key": "week-1",
    }
    address = rule.rule
    for name in rule.arguments:
        converter = "int:" if name == "id" else ""
        address = address.replace(f"<{converter}{name}>", known[name])
    return address + QUESTIONS.get(rule.endpoint, "").format(**places)
