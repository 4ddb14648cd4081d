from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import msgspec
import pytest
from flask import Flask

from graders.bilingual import Bilingual
from graders.bundle import Bundle, bundle_from_files
from seodang.dispatch.jobs import do
from seodang.extensions import db
from seodang.models import (
    Assignment,
    AssignmentItem,
    Course,
    Exercise,
    QuizAnswer,
    QuizVariant,
    User,
    now,
)
from seodang.services import leases, mastery, quizzes
from seodang.services.exceptions import ForbiddenError, LimitError

from ..factories import QUIZ_MANIFEST, VARIANTS, make_exercise, make_variant, question
from ..fakes import FakeGrader

LISTED = (
    QUIZ_MANIFEST
    + """
[questions]
double = { en = "Doubles", ko = "두 배" }
half = { en = "Halves", ko = "절반" }
"""
)
WRITTEN = """
schema = 1
[[questions]]
id = "once"
title = { en = "Once", ko = "한 번" }
prompt = "1?"
worked = "1"
[[questions.fields]]
kind = "number"
name = "one"
label = "One"
answer = 1
"""


def bundle(manifest: str = LISTED, variants: str = VARIANTS, written: str = "") -> Bundle:
    """A small quiz of these files."""
    texts = {"exercise.toml": manifest, "prompt.en.md": "Q", "prompt.ko.md": "Q", "variants.py": variants}
    texts |= {"quiz.toml": written} if written else {}
    return bundle_from_files({name: text.encode() for name, text in texts.items() if text}, "asked", "test")


def answered(user: User, exercise: Exercise, name: str, *outcomes: bool) -> None:
    """Answers to variants of one question, the oldest first."""
    variant = msgspec.to_builtins(question()) | {"question": name}
    for correct in outcomes:
        row = make_variant(user, exercise, variant)
        db.session.add(
            QuizAnswer(variant_id=row.id, answers={}, result={}, correct=correct, score=float(correct))
        )
    db.session.commit()


@pytest.mark.parametrize(
    ("outcomes", "row", "mastered"),
    [
        ((), 0, False),
        ((True, True), 2, False),
        ((True, True, True), 3, True),
        ((False, True, True, True), 3, True),
        ((True, True, True, False), 0, False),
        ((True, True, False, True), 1, False),
    ],
)
def test_question_is_mastered_by_three_right_in_a_row(
    student: User, course: Course, outcomes: tuple[bool, ...], row: int, mastered: bool
) -> None:
    """Only the newest answers count, and one wrong answer begins the count anew."""
    exercise = make_exercise(course, bundle())
    answered(student, exercise, "double", *outcomes)
    first = mastery.of_user(student, exercise).questions[0]

    assert (first.question, first.title) == ("double", Bilingual("Doubles", "두 배"))
    assert (first.row, first.mastered, first.answers) == (row, mastered, len(outcomes))


def test_quiz_is_mastered_with_all_its_questions(student: User, course: Course) -> None:
    """A listed question that was never met keeps a quiz from being mastered."""
    exercise = make_exercise(course, bundle())
    answered(student, exercise, "double", True, True, True)
    assert not mastery.of_user(student, exercise).mastered

    answered(student, exercise, "half", True, True, True)
    found = mastery.of_user(student, exercise)
    assert (found.complete, found.mastered) == (True, True)


def test_written_question_is_mastered_at_once(student: User, course: Course) -> None:
    """A question that is always the same need not be answered again."""
    exercise = make_exercise(course, bundle(QUIZ_MANIFEST, "", WRITTEN))
    answered(student, exercise, "once", False, True)
    found = mastery.of_user(student, exercise)

    assert (found.complete, found.mastered) == (True, True)
    assert found.questions[0].needed == mastery.WRITTEN == 1


def test_unlisted_questions_are_those_that_were_met(student: User, quiz: Exercise) -> None:
    """Of a quiz that lists nothing, what was answered is shown, and nobody else's answers are."""
    assert mastery.of_user(student, quiz).questions == []
    answered(student, quiz, "sum", True)
    found = mastery.of_user(student, quiz)

    assert [each.question for each in found.questions] == ["sum"]
    assert not found.complete
    assert found.next_question() == ""


def test_next_is_what_is_not_mastered_and_was_asked_least(student: User, course: Course) -> None:
    """The queue of a listed quiz prefers the unknown; when all is mastered, all may come."""
    exercise = make_exercise(course, bundle(written=WRITTEN))
    assert mastery.of_user(student, exercise).next_question() in ("once", "double", "half")
    answered(student, exercise, "double", False)
    answered(student, exercise, "once", True)

    assert {mastery.of_user(student, exercise).next_question() for _ in range(10)} == {"half"}


def test_question_is_asked_by_its_name(student: User, course: Course) -> None:
    """Each question has at most one open variant; a made-up name is any question, which is given again."""
    exercise = make_exercise(course, bundle())
    double = quizzes.issue(student, exercise, question="double")
    half = quizzes.issue(student, exercise, question="half")

    assert (double.of_question, half.of_question) == ("double", "half")
    assert quizzes.issue(student, exercise, question="double").id == double.id
    assert quizzes.issue(student, exercise, question="made-up").id == half.id
    assert quizzes.issue(student, exercise).id == half.id
    assert db.session.query(QuizVariant).count() == 2


def test_answers_are_bounded_by_the_question(student: User, quiz: Exercise) -> None:
    """What no field asks for is not stored."""
    row = make_variant(student, quiz, msgspec.to_builtins(question()))
    quizzes.answer(student, row, {"half": "42", "parity": "odd", "extra": "x" * 10_000})

    stored = quizzes.answer_to(row)
    assert stored is not None
    assert stored.answers == {"half": "42", "parity": "odd"}


def test_quiz_opens_with_its_assignment(student: User, instructor: User, quiz: Exercise) -> None:
    """Before its assignment opens a quiz asks nobody but those who teach; afterwards everybody."""
    row = Assignment(course_id=quiz.course_id, key="week", title={"en": "Week", "ko": "주"})
    row.opens_at = now() + timedelta(hours=1)
    row.items = [AssignmentItem(exercise_id=quiz.id)]
    db.session.add(row)
    db.session.commit()
    with pytest.raises(ForbiddenError):
        quizzes.issue(student, quiz)
    assert quizzes.issue(instructor, quiz).user_id == instructor.id

    row.opens_at = now() - timedelta(hours=1)
    db.session.commit()
    assert quizzes.issue(student, quiz).user_id == student.id


def test_written_question_needs_no_cell(app: Flask, student: User, course: Course) -> None:
    """The worker stores a variant of quiz.toml whole, without any grader to ask."""
    exercise = make_exercise(course, bundle(QUIZ_MANIFEST, "", WRITTEN))
    row = quizzes.issue(student, exercise)
    lease = leases.claim()
    assert lease is not None
    values, _ = do(app, lease, FakeGrader(), Event())  # type: ignore[arg-type]
    leases.finish(lease, values)
    db.session.expire_all()

    assert quizzes.variant_of(row).question == row.of_question == "once"


def test_questions_of_an_hour_are_bounded(
    student: User, quiz: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody draws variants without end."""
    monkeypatch.setattr(quizzes, "HOURLY_VARIANTS", 1)
    answered(student, quiz, "sum", True)
    with pytest.raises(LimitError):
        quizzes.issue(student, quiz)


def test_two_presses_get_one_question(app: Flask, student: User, quiz: Exercise) -> None:
    """Requests of one moment are given the same variant, so that nobody draws two and keeps the easier."""

    def ask(_: int) -> int:
        with app.app_context():
            mine = db.session.get_one(Exercise, quiz_id)
            return quizzes.issue(db.session.get_one(User, student_id), mine).id

    student_id, quiz_id = student.id, quiz.id
    db.session.rollback()
    with ThreadPoolExecutor(8) as pool:
        issued = set(pool.map(ask, range(8)))

    assert len(issued) == 1
