"""The instructor's form for assignments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from seodang.extensions import db
from seodang.models import Assignment, Course, Exercise, User

from ..conftest import Actor
from ..factories import make_course, make_user

LIST = "/teaching/courses/test/assignments"
NEW = f"{LIST}/new"


@pytest.fixture
def teacher(browse: Callable[..., Actor], instructor: User) -> Actor:
    """The instructor's browser; the instructor lives in Seoul."""
    instructor.timezone = "Asia/Seoul"
    db.session.commit()
    return browse(instructor)


def terms(exercise: Exercise, **changed: Any) -> dict[str, Any]:
    """What a filled form sends."""
    return {
        "title_en": "Week 1",
        "title_ko": "1주차",
        "exercises": [str(exercise.id)],
        "opens": "2026-09-21T09:00",
        "due": "2026-09-28T23:59",
        "closes": "",
        "attempts": "5",
        **changed,
    }


def only() -> Assignment:
    """The one assignment there is."""
    return db.session.query(Assignment).one()


def test_times_are_those_of_the_instructors_zone(teacher: Actor, exercise: Exercise) -> None:
    """What is typed in Seoul is stored as the moment it is, and shown again as it was typed."""
    answer = teacher.post(NEW, terms(exercise))

    assert answer.status_code == 303
    assert only().due_at == datetime(2026, 9, 28, 14, 59, tzinfo=UTC)
    assert (only().key, only().attempts, only().closes_at) == ("week-1", 5, None)
    page = teacher.get(f"{LIST}/week-1").text
    assert 'value="2026-09-28T23:59"' in page
    assert "Asia/Seoul" in page
    assert "2026-09-28 23:59 KST" in teacher.get(LIST).text


def test_an_assignment_can_be_changed(teacher: Actor, exercise: Exercise, quiz: Exercise) -> None:
    """Editing keeps the key and changes the rest; a field that is emptied sets no bound."""
    teacher.post(NEW, terms(exercise))
    teacher.post(f"{LIST}/week-1", terms(quiz, title_en="Quizzes", opens="", due="", attempts=""))

    assert (only().key, only().title["en"], only().attempts, only().due_at) == (
        "week-1",
        "Quizzes",
        None,
        None,
    )
    assert [item.exercise_id for item in only().items] == [quiz.id]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title_ko": " "}, "Write a title"),
        ({"exercises": []}, "Choose at least one exercise."),
        ({"exercises": ["99999"]}, "Choose exercises from the list."),
        ({"due": "2026-09-21T09:00"}, "The deadline must be later than the opening."),
        ({"closes": "2026-09-28T23:58"}, "It cannot close before the deadline or the opening."),
        ({"due": "tomorrow"}, "This is no date and time"),
        ({"attempts": "0"}, "Write a number from 1 to 1000"),
        ({"attempts": "many"}, "Write a number from 1 to 1000"),
        ({"attempts": "1.5"}, "Write a number from 1 to 1000"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    teacher: Actor, exercise: Exercise, changed: dict[str, Any], said: str
) -> None:
    """Nothing is stored, the reason stands at the field, and what was typed stays."""
    answer = teacher.post(NEW, terms(exercise, **changed))

    assert answer.status_code == 422
    assert answer.text.count(said) == 1
    assert 'value="Week 1"' in answer.text
    assert db.session.query(Assignment).count() == 0


def test_an_exercise_stands_in_one_assignment(teacher: Actor, exercise: Exercise) -> None:
    """An exercise that is taken cannot be chosen again."""
    teacher.post(NEW, terms(exercise))

    answer = teacher.post(NEW, terms(exercise, title_en="Again"))

    assert answer.status_code == 422
    assert "stands in another assignment" in answer.text
    assert "stands in “week-1”" in teacher.get(NEW).text


def test_two_of_one_title_have_different_keys(teacher: Actor, exercise: Exercise, quiz: Exercise) -> None:
    """A key is made of the title; one that is taken gets a number."""
    teacher.post(NEW, terms(exercise))
    teacher.post(NEW, terms(quiz))

    assert {row.key for row in db.session.query(Assignment)} == {"week-1", "week-1-2"}


def test_an_assignment_can_be_removed(teacher: Actor, exercise: Exercise) -> None:
    """Its exercises are free again."""
    teacher.post(NEW, terms(exercise))

    assert teacher.post(f"{LIST}/week-1/delete").status_code == 303
    assert db.session.query(Assignment).count() == 0


def test_only_instructors_of_the_course_may(
    browse: Callable[..., Actor], teacher: Actor, exercise: Exercise, student: User
) -> None:
    """For everybody else there is no such course, whoever they teach elsewhere."""
    teacher.post(NEW, terms(exercise))
    elsewhere: Course = make_course("other")
    stranger = make_user("stranger", elsewhere, "instructor")

    for user in (student, stranger):
        actor = browse(user)
        for method, url in (
            ("GET", LIST),
            ("GET", NEW),
            ("POST", NEW),
            ("GET", f"{LIST}/week-1"),
            ("POST", f"{LIST}/week-1"),
            ("POST", f"{LIST}/week-1/delete"),
        ):
            answer = actor.get(url) if method == "GET" else actor.post(url, terms(exercise))
            assert answer.status_code == 404, (user.name, method, url)
    assert browse(stranger).get("/teaching/courses/other/assignments/week-1").status_code == 404
    assert only().title["en"] == "Week 1"


@pytest.mark.parametrize("field", ["opens", "due", "closes"])
@pytest.mark.parametrize("time", ["0001-01-01T00:00", "1969-07-20T20:17", "9999-12-31T23:59"])
def test_times_at_the_ends_of_the_calendar_are_refused(
    teacher: Actor, exercise: Exercise, field: str, time: str
) -> None:
    """Some time zones have no such hour, so nobody there could open the course any more."""
    answer = teacher.post(NEW, terms(exercise, opens="", due="") | {field: time})

    assert answer.status_code == 422
    assert "This is no date and time" in answer.text
    assert f'value="{time}"' in answer.text
    assert db.session.query(Assignment).count() == 0
