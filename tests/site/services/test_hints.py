"""Hints open one after the other, once, and for the one who asked."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import Course, Exercise, HintReveal, User
from seodang.services import hints, solutions
from seodang.services.exceptions import InputError, NotFoundError

from ..factories import bundle_files, make_bundle, make_exercise, make_user, with_hints


@pytest.fixture
def hinted(course: Course) -> Exercise:
    """An exercise with three hints."""
    return make_exercise(course, make_bundle(files=with_hints(bundle_files())))


def test_hints_open_in_their_order(student: User, hinted: Exercise) -> None:
    """The next one opens; a later one does not before it; there is none beyond the last."""
    assert hints.reveal(student, hinted, 1) == 1
    with pytest.raises(InputError):
        hints.reveal(student, hinted, 3)
    assert hints.reveal(student, hinted, 2) == 2
    assert hints.reveal(student, hinted, 3) == 3
    for number in (4, 0, -1):
        with pytest.raises(NotFoundError):
            hints.reveal(student, hinted, number)

    assert hints.revealed(student, hinted) == 3


def test_asking_twice_opens_one(student: User, hinted: Exercise) -> None:
    """The same form sent again opens no further step, and what was open stays so."""
    hints.reveal(student, hinted, 1)
    hints.reveal(student, hinted, 2)

    assert hints.reveal(student, hinted, 1) == 2
    assert hints.reveal(student, hinted, 2) == 2


def test_asking_at_the_same_moment_opens_one(app: Flask, student: User, hinted: Exercise) -> None:
    """Eight requests at once for the first step open one step."""
    user_id, exercise_id = student.id, hinted.id
    errors: list[Exception] = []

    def ask() -> None:
        with app.app_context():
            try:
                user, exercise = db.session.get(User, user_id), db.session.get(Exercise, exercise_id)
                assert user is not None
                assert exercise is not None
                hints.reveal(user, exercise, 1)
            except Exception as error:  # noqa: BLE001 - told by the assertion below
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert errors == []
    assert db.session.query(HintReveal).filter_by(exercise_id=exercise_id).count() == 1


def test_hints_are_each_students_own(student: User, course: Course, hinted: Exercise) -> None:
    """What one student has opened is closed for another."""
    other = make_user("jisoo", course)
    hints.reveal(student, hinted, 1)

    assert hints.revealed(other, hinted) == 0
    assert solutions.progress(other, hinted).hints == 0
    assert solutions.progress(student, hinted).hints == 1
