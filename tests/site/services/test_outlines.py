"""What comes first, what is due, and what to do next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import DONE, Assignment, AssignmentItem, Course, Exercise, QuizAnswer, User, now
from seodang.services import mastery, outlines, prerequisites

from ..factories import (
    make_bundle,
    make_exercise,
    make_submission,
    make_user,
    make_variant,
    question,
    quiz_bundle,
)

DAY = timedelta(days=1)
SECTION = {"id": "1-1", "title": {"en": "A", "ko": "가"}, "exercises": ["b", "c"]}
CHAPTER = {
    "id": "1",
    "title": {"en": "One", "ko": "하나"},
    "exercises": ["a", "b", "c"],
    "sections": [SECTION],
}


@pytest.fixture
def course(app: Flask) -> Course:
    """A course with one exercise of the chapter itself and two of a section."""
    texts = {"title": {"en": "T", "ko": "제목"}, "description": {"en": "", "ko": ""}}
    row = Course(slug="test", outline=[CHAPTER], **texts)
    db.session.add(row)
    db.session.commit()
    return row


@pytest.fixture
def rows(course: Course) -> dict[str, Exercise]:
    """Its exercises."""
    return {slug: make_exercise(course, make_bundle(slug)) for slug in "abc"}


@pytest.fixture
def reader(course: Course) -> User:
    """A student of it."""
    return make_user("reader", course)


def next_of(reader: User, course: Course, at: datetime | None = None) -> str | None:
    """What to do next."""
    place = outlines.of(reader, course).next_up(at)
    return place.slug if place else None


def solve(reader: User, exercise: Exercise) -> None:
    """Full marks."""
    make_submission(reader, exercise, state=DONE, verdict="AC", score=1.0)


def assign(exercise: Exercise, key: str, **terms: Any) -> None:
    """Put an exercise into an assignment of its own."""
    row = Assignment(course_id=exercise.course_id, key=key, title={"en": key, "ko": key}, **terms)
    row.items = [AssignmentItem(exercise_id=exercise.id)]
    db.session.add(row)
    db.session.commit()


def test_places_keep_order_and_section(reader: User, course: Course, rows: dict[str, Exercise]) -> None:
    """A chapter's own exercises come before those of its sections; each is there once."""
    found = outlines.of(reader, course)

    assert [(place.slug, place.section) for place in found.places] == [("a", ""), ("b", "1-1"), ("c", "1-1")]


def test_the_first_unsolved_is_next(reader: User, course: Course, rows: dict[str, Exercise]) -> None:
    """Without deadlines the order of the course decides, until nothing is left."""
    assert next_of(reader, course) == "a"
    for slug, following in (("a", "b"), ("b", "c"), ("c", None)):
        solve(reader, rows[slug])
        assert next_of(reader, course) == following


def test_somebody_new_begins_with_the_first_hour(
    reader: User, course: Course, rows: dict[str, Exercise]
) -> None:
    """Its order goes before that of the course, until all of it is solved; what is not there is left out."""
    course.first_hour = ["c", "absent", "a"]
    db.session.commit()

    for slug, hour in (("c", ["c", "a"]), ("a", ["c", "a"]), ("b", [])):
        assert [place.slug for place in outlines.of(reader, course).first_hour] == hour
        assert next_of(reader, course) == slug
        solve(reader, rows[slug])


def test_what_needs_something_else_first_waits(
    reader: User, course: Course, rows: dict[str, Exercise]
) -> None:
    """An exercise whose prerequisites are unsolved is not next, and says which those are."""
    course.requires = {"a": ["c", "absent"]}
    db.session.commit()

    assert next_of(reader, course) == "b"
    assert outlines.of(reader, course).places[0].missing == ("c",)
    assert [row.slug for row in prerequisites.missing(reader, rows["a"])] == ["c"]
    solve(reader, rows["c"])
    assert next_of(reader, course) == "a"
    assert prerequisites.missing(reader, rows["a"]) == []


def test_a_quiz_is_solved_by_mastery(reader: User, course: Course) -> None:
    """One right answer is a start; a quiz comes first until each of its questions is mastered."""
    quiz, code = make_exercise(course, quiz_bundle("a")), make_exercise(course, make_bundle("b"))
    course.requires = {"b": ["a"]}
    for number in range(mastery.IN_A_ROW):
        assert [row.slug for row in prerequisites.missing(reader, code)] == ["a"]
        assert outlines.of(reader, course).solved == 0
        variant = make_variant(reader, quiz, msgspec.to_builtins(question()))
        known = {"answers": {}, "result": {}, "correct": True, "score": 1.0}
        db.session.add(QuizAnswer(variant_id=variant.id, **known))
        db.session.commit()
        assert outlines.of(reader, course).places[0].standing.attempts == number + 1

    assert prerequisites.missing(reader, code) == []
    assert outlines.of(reader, course).solved == 1


def test_answers_after_the_close_are_practice(reader: User, course: Course) -> None:
    """A quiz that has closed keeps the standing it had."""
    quiz = make_exercise(course, quiz_bundle("a"))
    assign(quiz, "over", closes_at=now() - DAY)
    for created_at in (now() - 2 * DAY, now()):
        variant = make_variant(reader, quiz, msgspec.to_builtins(question()))
        known = {"answers": {}, "result": {}, "correct": True, "score": 1.0}
        db.session.add(QuizAnswer(variant_id=variant.id, created_at=created_at, **known))
    db.session.commit()

    assert outlines.of(reader, course).places[0].standing.attempts == 1


def test_the_nearest_deadline_is_next(reader: User, course: Course, rows: dict[str, Exercise]) -> None:
    """A deadline to come goes before none, the nearer the earlier; one that has passed presses no more."""
    assign(rows["b"], "later", due_at=now() + 5 * DAY)
    assign(rows["c"], "sooner", due_at=now() + 2 * DAY)

    assert next_of(reader, course) == "c"
    assert next_of(reader, course, now() + 3 * DAY) == "b"
    assert next_of(reader, course, now() + 9 * DAY) == "a"


def test_what_is_not_open_is_not_next(reader: User, course: Course, rows: dict[str, Exercise]) -> None:
    """Neither what opens later nor what has closed."""
    assign(rows["a"], "early", opens_at=now() + DAY)
    assign(rows["b"], "over", closes_at=now() - DAY)

    assert next_of(reader, course) == "c"
    assert next_of(reader, course, now() + 2 * DAY) == "a"


def test_what_is_not_published_is_listed_and_never_next(reader: User, course: Course) -> None:
    """An outline of announcements has places and nothing to do."""
    make_exercise(course, make_bundle("b"))
    found = outlines.of(reader, course)

    assert [place.exercise is None for place in found.places] == [True, False, True]
    assert next_of(reader, course) == "b"


def test_nobody_sees_anothers_progress(reader: User, course: Course, rows: dict[str, Exercise]) -> None:
    """What others solved changes nothing."""
    solve(make_user("other", course), rows["a"])

    assert outlines.of(reader, course).solved == 0
    assert outlines.of(None, course).solved == 0
