from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import msgspec
import pytest

from graders.bundle import Bundle, bundle_from_files
from graders.report import Report
from seodang.extensions import db
from seodang.models import DONE, Course, Exercise, PracticeCard, PracticeReview, Submission, User, now
from seodang.services import practice, quizzes, repetition
from seodang.services.exceptions import NotFoundError

from .. import factories
from ..fakes import ALL, PUBLIC_ONLY, FakeGrader

RIGHT = {"half": "42", "parity": "odd"}
WRONG = {"half": "41", "parity": "odd"}
CONCEPT = 'concept = "doubling"\ntitle = { en = "Any number"'


@pytest.fixture
def exercise(course: Course) -> Exercise:
    """A code exercise whose hidden check names a concept."""
    manifest = factories.MANIFEST.replace('title = { en = "Any number"', CONCEPT)
    files = factories.bundle_files(**{"exercise.toml": manifest})
    return factories.make_exercise(course, factories.make_bundle(files=files))


@pytest.fixture
def practised(course: Course) -> Exercise:
    """A quiz that practises this concept, with two questions."""
    return factories.make_exercise(course, _quiz("halves", concepts=["Doubling"]))


def _quiz(slug: str, concepts: list[str], *, listed: bool = True) -> Bundle:
    names = ("sum", "rest") if listed else ()
    titles = "\n".join(f'{name} = {{ en = "{name}", ko = "{name}" }}' for name in names)
    manifest = factories.QUIZ_MANIFEST.replace("[title]", f"concepts = {concepts}\n[title]")
    files = {
        "exercise.toml": f"{manifest}[questions]\n{titles}\n".replace("'", '"'),
        "prompt.en.md": "Doubles.",
        "prompt.ko.md": "두 배.",
        "variants.py": factories.VARIANTS,
    }
    return bundle_from_files({n: text.encode() for n, text in files.items()}, slug=slug, course="test")


def answer(user: User, quiz: Exercise, given: dict[str, str]) -> None:
    """Answer a variant of the question `sum`."""
    row = factories.make_variant(user, quiz, msgspec.to_builtins(factories.question()))
    quizzes.answer(user, row, given)


def graded(user: User, exercise: Exercise, text: str, **columns: object) -> Submission:
    """A submission as it lies in the table once it is graded, and noted."""
    bundle = quizzes.catalogue.current_bundle(exercise)
    report: Report = FakeGrader().grade(bundle, {"solution.py": text.encode()})
    kept = {"report": msgspec.to_builtins(report), "verdict": report.verdict, "state": DONE} | columns
    row = factories.make_submission(user, exercise, **kept)
    practice.note_submission(row.id)
    return row


def cards(user: User) -> list[tuple[str, str]]:
    """Exercise and question of each card."""
    return [(each.card.exercise.slug, each.card.question) for each in practice.entries(user)]


def only_card(user: User) -> PracticeCard:
    """The one card of somebody."""
    (entry,) = practice.entries(user)
    return entry.card


def test_a_missed_question_is_due_at_once(student: User, quiz: Exercise) -> None:
    """A wrong answer makes a card, a second one does not make another."""
    answer(student, quiz, WRONG)
    answer(student, quiz, WRONG)

    assert cards(student) == [("doubles", "sum")]
    assert practice.count(student).cards == 1


def test_a_right_answer_makes_no_card(student: User, quiz: Exercise) -> None:
    """What is known need not be practised."""
    answer(student, quiz, RIGHT)

    assert cards(student) == []


def test_a_malformed_answer_is_no_miss(student: User, quiz: Exercise) -> None:
    """What could not be read says nothing about what somebody knows."""
    answer(student, quiz, {"half": "forty", "parity": "odd"})

    assert cards(student) == []


def test_a_right_answer_moves_a_card_to_later(student: User, quiz: Exercise) -> None:
    """It is rated good, comes back after days, and later after more of them."""
    answer(student, quiz, WRONG)
    assert practice.count(student).due == 1
    answer(student, quiz, RIGHT)
    card = only_card(student)

    assert practice.count(student).due == 0
    assert card.due_at > now() + timedelta(days=1)
    assert db.session.query(PracticeReview).one().rating == repetition.GOOD


def test_a_miss_of_something_learnt_brings_it_back(student: User, quiz: Exercise) -> None:
    """It is rated again and comes within minutes; further misses meanwhile change nothing."""
    answer(student, quiz, WRONG)
    answer(student, quiz, RIGHT)
    answer(student, quiz, WRONG)
    card = only_card(student)
    due = card.due_at
    answer(student, quiz, WRONG)

    assert now() < due <= now() + repetition.STEP
    assert only_card(student).due_at == due
    ratings = [review.rating for review in db.session.query(PracticeReview).order_by(PracticeReview.id)]
    assert ratings == [repetition.GOOD, repetition.AGAIN]


def test_a_failed_check_brings_questions_about_its_concept(
    student: User, exercise: Exercise, practised: Exercise
) -> None:
    """Each question of the course's quizzes that name the concept, in any case of letters."""
    graded(student, exercise, PUBLIC_ONLY)

    assert sorted(cards(student)) == [("halves", "rest"), ("halves", "sum")]
    assert {entry.card.concept for entry in practice.entries(student)} == {"doubling"}
    assert practice.count(student).due == 2


def test_without_a_quiz_the_exercise_itself_comes_back(
    student: User, exercise: Exercise, quiz: Exercise
) -> None:
    """A concept that no quiz practises makes a card of the exercise; its next submission rates it."""
    graded(student, exercise, PUBLIC_ONLY)
    assert cards(student) == [("double", "")]
    assert practice.count(student).due == 1
    graded(student, exercise, ALL)

    assert only_card(student).due_at > now() + timedelta(days=1)


def test_a_quiz_without_a_list_is_practised_as_a_whole(
    student: User, exercise: Exercise, course: Course
) -> None:
    """One card stands for any of its questions, and each answer rates it."""
    quiz = factories.make_exercise(course, _quiz("halves", concepts=["doubling"], listed=False))
    graded(student, exercise, PUBLIC_ONLY)
    assert cards(student) == [("halves", "")]
    answer(student, quiz, RIGHT)

    assert practice.count(student).due == 0


def test_a_check_without_a_concept_feeds_nothing(student: User, exercise: Exercise) -> None:
    """Nobody knows what it is about."""
    graded(student, exercise, "# test_hidden\n")

    assert cards(student) == []


@pytest.mark.parametrize("columns", [{"mode": "run"}, {"verdict": "IE"}, {"verdict": "ST"}])
def test_runs_and_failures_of_ours_feed_nothing(
    student: User, exercise: Exercise, columns: dict[str, object]
) -> None:
    """Only what was handed in and graded says something."""
    graded(student, exercise, "", **columns)

    assert cards(student) == []


def test_quizzes_of_other_courses_are_left_alone(student: User, exercise: Exercise) -> None:
    """A concept brings questions of its own course only."""
    elsewhere = factories.make_course("elsewhere")
    factories.make_exercise(elsewhere, _quiz("halves", concepts=["doubling"]))
    graded(student, exercise, PUBLIC_ONLY)

    assert cards(student) == [("double", "")]


def test_everybody_has_a_queue_of_their_own(student: User, instructor: User, quiz: Exercise) -> None:
    """A card can be seen, practised and taken out by nobody else."""
    answer(student, quiz, WRONG)
    card = only_card(student)

    assert practice.entries(instructor) == []
    for act in (practice.for_user, practice.remove):
        with pytest.raises(NotFoundError):
            act(instructor, card.id)
    practice.remove(student, card.id)
    assert practice.entries(student) == []


def test_a_question_that_is_gone_is_not_asked_again(
    student: User, course: Course, practised: Exercise
) -> None:
    """A card of a question that a new version of the quiz does not have is not shown."""
    card = PracticeCard(user_id=student.id, exercise_id=practised.id, question="left-out", state={})
    db.session.add(card)
    db.session.commit()

    assert practice.entries(student) == []
    with pytest.raises(NotFoundError):
        practice.for_user(student, card.id)


def test_a_failing_practice_fails_no_answer(
    student: User, quiz: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is scored and kept whatever becomes of its card."""

    def broken(*_: object) -> None:
        raise RuntimeError("practice is broken")

    monkeypatch.setattr(practice, "_card", broken)
    row = factories.make_variant(student, quiz, msgspec.to_builtins(factories.question()))

    assert quizzes.answer(student, row, WRONG).score == 0.5
    assert quizzes.answer_to(row) is not None


def test_a_failing_practice_fails_no_grading(
    student: User,
    exercise: Exercise,
    work: Callable[..., AbstractContextManager[object]],
    until: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker stores the result and goes on to the next one; once mended, misses make cards again."""

    def broken(*_: object) -> None:
        raise RuntimeError("practice is broken")

    first = factories.make_submission(student, exercise, files={"solution.py": PUBLIC_ONLY})
    with monkeypatch.context() as patch, work():
        patch.setattr(practice, "_note_report", broken)
        until(lambda: db.session.get_one(Submission, first.id).state == DONE)
    assert db.session.get_one(Submission, first.id).verdict == "WA"
    assert cards(student) == []

    second = factories.make_submission(student, exercise, files={"solution.py": PUBLIC_ONLY})
    with work():
        until(lambda: db.session.get_one(Submission, second.id).state == DONE)
        until(lambda: practice.count(student).cards == 1)
    assert cards(student) == [("double", "")]
