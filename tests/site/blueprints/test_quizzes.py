from __future__ import annotations

from typing import Any

import msgspec
import pytest

from graders.bundle import bundle_from_files
from seodang.extensions import db
from seodang.models import Exercise, QuizAnswer, QuizVariant, User
from seodang.services import catalogue, leases, mastery, progress, quizzes

from ..conftest import Actor
from ..factories import make_variant, question, quiz_bundle

GOOD = {"half": "42", "parity": "odd"}


@pytest.fixture
def variant(student: User, quiz: Exercise) -> QuizVariant:
    """A question that was issued to the student."""
    return make_variant(student, quiz, msgspec.to_builtins(question()))


def test_right_answer(auth: Actor, variant: QuizVariant, student: User, quiz: Exercise) -> None:
    """A right answer is stored, shows the worked solution and is a start; enough of them solve the quiz."""
    before = auth.get(f"/variants/{variant.id}").text
    answer = auth.post(f"/variants/{variant.id}/answers", GOOD)
    after = auth.get(f"/variants/{variant.id}").text

    assert answer.status_code == 303
    assert "WORKED" not in before
    assert "WORKED" in after
    assert not progress.of_user(student, quiz.course)[quiz.id].solved
    for _ in range(mastery.IN_A_ROW - 1):
        again = make_variant(student, quiz, msgspec.to_builtins(question()))
        auth.post(f"/variants/{again.id}/answers", GOOD)
    assert progress.of_user(student, quiz.course)[quiz.id].solved


def test_page_of_a_question_does_not_hold_its_key(auth: Actor, variant: QuizVariant) -> None:
    """Before an answer neither key nor worked solution leave the server."""
    page = auth.get(f"/variants/{variant.id}").text

    assert "KEY-FREE" in page
    assert ">42<" not in page
    assert 'value="42"' not in page


def test_wrong_answer_counts_once(auth: Actor, variant: QuizVariant) -> None:
    """The first readable answer stands; answering again changes nothing."""
    auth.post(f"/variants/{variant.id}/answers", {"half": "41", "parity": "odd"})
    auth.post(f"/variants/{variant.id}/answers", GOOD)

    stored = db.session.query(QuizAnswer).one()
    assert (stored.correct, stored.score) == (False, 0.5)


@pytest.mark.parametrize(
    "given", [{"half": "about forty", "parity": "odd"}, {"half": "42"}, {"half": "42", "parity": "blue"}]
)
def test_malformed_answers_cost_nothing(auth: Actor, variant: QuizVariant, given: dict[str, str]) -> None:
    """What cannot be read as an answer is said, kept in the form, and not stored."""
    answer = auth.post(f"/variants/{variant.id}/answers", given)

    assert answer.status_code == 422
    assert given["half"] in answer.text
    assert "WORKED" not in answer.text
    assert db.session.query(QuizAnswer).count() == 0


def test_later_edits_change_no_issued_question(auth: Actor, variant: QuizVariant, quiz: Exercise) -> None:
    """A variant is stored whole: publishing another version leaves it as it was issued."""
    changed = quiz_bundle()
    files = {**changed.content, "variants.py": b"# another generator\n" + changed.content["variants.py"]}
    catalogue.publish(quiz.course, bundle_from_files(files, slug=quiz.slug, course="test"), "upload")

    assert "KEY-FREE" in auth.get(f"/variants/{variant.id}").text
    assert auth.post(f"/variants/{variant.id}/answers", GOOD).status_code == 303


def test_unanswered_question_is_given_again(student: User, quiz: Exercise, variant: QuizVariant) -> None:
    """Asking again before answering gives the same question, so that nobody shops for an easy one."""
    assert quizzes.issue(student, quiz).id == variant.id
    quizzes.answer(student, variant, GOOD)
    assert quizzes.issue(student, quiz).id != variant.id


def test_question_that_is_being_made_says_so(auth: Actor, quiz: Exercise, monkeypatch: Any) -> None:
    """Where the worker takes its time the page waits and reloads itself."""
    monkeypatch.setattr("seodang.blueprints.quizzes.routes.PATIENCE_S", 0.0)
    place = auth.post("/courses/test/exercises/doubles/variants").headers["Location"]
    waiting = auth.get(place).text
    lease = leases.claim()
    assert lease is not None
    leases.finish(lease, {"variant": msgspec.to_builtins(question())})

    assert "being made" in waiting
    assert "KEY-FREE" in auth.get(place).text


def test_question_that_could_not_be_made_says_so(auth: Actor, student: User, quiz: Exercise) -> None:
    """A variant whose generator failed shows what to do instead of an empty form."""
    row = quizzes.issue(student, quiz)
    lease = leases.claim()
    assert lease is not None
    leases.finish(lease, {"variant": None})

    assert auth.get(f"/variants/{row.id}").status_code == 503


def test_question_that_could_not_be_made_does_not_block(student: User, quiz: Exercise) -> None:
    """A variant that failed is forgotten: asking again makes another."""
    first = quizzes.issue(student, quiz)
    lease = leases.claim()
    assert lease is not None
    leases.finish(lease, {"variant": None})

    assert quizzes.issue(student, quiz).id != first.id


def test_quiz_page_lists_answered_questions(auth: Actor, variant: QuizVariant) -> None:
    """The front of a quiz leads back to every answered question."""
    auth.post(f"/variants/{variant.id}/answers", GOOD)

    assert f"/variants/{variant.id}" in auth.get("/courses/test/exercises/doubles").text
