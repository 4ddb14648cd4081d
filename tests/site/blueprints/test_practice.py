from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from seodang.extensions import db
from seodang.models import Exercise, PracticeCard, QuizVariant, User, now
from seodang.services import quizzes

from ..conftest import Actor
from ..factories import make_variant, question

GOOD = {"half": "42", "parity": "odd"}


@pytest.fixture
def missed(student: User, quiz: Exercise) -> PracticeCard:
    """A question that the student has answered wrongly."""
    row = make_variant(student, quiz, msgspec.to_builtins(question()))
    quizzes.answer(student, row, GOOD | {"half": "41"})
    return db.session.query(PracticeCard).one()


def test_nothing_to_practise_is_said_kindly(auth: Actor) -> None:
    """Whoever has missed nothing reads how this page fills, in either language."""
    assert "Nothing to practise yet" in auth.get("/practice").text
    assert "아직 복습할 것이 없습니다" in auth.get("/practice", headers={"Accept-Language": "ko"}).text


def test_a_missed_question_is_listed_with_its_reason(auth: Actor, missed: PracticeCard) -> None:
    """The page says what is due, of which quiz, and why it is there; one button leads to the next."""
    page = auth.get("/practice").text

    assert "1 due now" in page
    assert "Doubles" in page
    assert "Missed on <time" in page
    assert page.count("Practise the next one") == 1


def test_a_concept_is_named(auth: Actor, missed: PracticeCard) -> None:
    """A card that comes from a failed check says what that was about, by the name the course gives it."""
    missed.concept = "doubling"
    db.session.commit()
    link = '<a href="/search?q={0}"{1}>{0}</a>'.format

    assert f"A check about “{link('doubling', '')}” failed on <time" in auth.get("/practice").text
    unnamed = auth.get("/practice", headers={"Accept-Language": "ko"}).text
    assert f"‘{link('doubling', ' lang=&#34;en&#34;')}’".replace("&#34;", '"') in unnamed

    missed.exercise.course.concepts = {"doubling": {"en": "doubling", "ko": "곱절"}}
    db.session.commit()
    assert (
        ">곱절</a>’ 검사를 통과하지 못했습니다."
        in auth.get("/practice", headers={"Accept-Language": "ko"}).text
    )


def test_what_comes_later_has_its_day(auth: Actor, missed: PracticeCard, student: User) -> None:
    """It is listed apart, with its distance and its moment in the reader's time zone."""
    student.timezone = "Asia/Seoul"
    missed.due_at = now().replace(hour=20, minute=30) + timedelta(days=3)
    db.session.commit()
    page = auth.get("/practice").text

    assert "nothing is due" in page
    assert f">{missed.due_at.date() + timedelta(days=1)}</time>" in page
    assert "Practise the next one" not in page

    missed.due_at = now() + timedelta(hours=1)
    db.session.commit()
    assert " KST</time>" in auth.get("/practice").text


def test_practising_asks_for_the_question_of_the_card(
    auth: Actor, missed: PracticeCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variant of this very question is asked for, and the page of it opened."""
    monkeypatch.setattr("seodang.blueprints.practice.routes.PATIENCE_S", 0.0)
    answer = auth.post(f"/practice/{missed.id}/tries")
    row = db.session.query(QuizVariant).order_by(QuizVariant.id.desc()).first()

    assert row is not None
    assert (row.of_question, answer.status_code) == ("sum", 303)
    assert answer.headers["Location"].endswith(f"/variants/{row.id}")


def test_an_exercise_is_practised_where_it_is_solved(auth: Actor, student: User, exercise: Exercise) -> None:
    """A card of a code exercise leads to its workspace."""
    card = PracticeCard(user_id=student.id, exercise_id=exercise.id, concept="doubling", state={})
    db.session.add(card)
    db.session.commit()

    assert auth.post(f"/practice/{card.id}/tries").headers["Location"].endswith("/exercises/double")


def test_a_card_can_be_taken_out(auth: Actor, missed: PracticeCard) -> None:
    """The form removes it, and the page is empty again."""
    answer = auth.post(f"/practice/{missed.id}/removal")

    assert answer.status_code == 303
    assert "Nothing to practise yet" in auth.get("/practice").text


@pytest.mark.parametrize("act", ["tries", "removal"])
def test_a_form_of_another_site_changes_nothing(auth: Actor, missed: PracticeCard, act: str) -> None:
    """Without the token of a page of ours nothing is issued or removed."""
    before = db.session.query(QuizVariant).count()
    answer = auth.bare("POST", f"/practice/{missed.id}/{act}")

    assert answer.status_code == 400
    assert db.session.query(PracticeCard).count() == 1
    assert db.session.query(QuizVariant).count() == before


@pytest.mark.parametrize("act", ["tries", "removal"])
def test_cards_of_others_do_not_exist(
    browse: Callable[..., Actor], instructor: User, missed: PracticeCard, act: str
) -> None:
    """Not even for the instructor of the course."""
    assert browse(instructor).post(f"/practice/{missed.id}/{act}").status_code == 404
    assert "Doubles" not in browse(instructor).get("/practice").text
