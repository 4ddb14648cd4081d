"""The index of terms: in the order of the reader's language, each with its lesson."""

from __future__ import annotations

import pytest
from flask import Flask

from seodang.models import Course
from seodang.presenters.terms import initial, terms_view
from seodang.services.outlines import Outline

SECTIONS = [
    {"id": "1-1", "title": {"en": "Windows", "ko": "창"}, "exercises": [], "lesson": True},
    {"id": "1-2", "title": {"en": "Doors", "ko": "문"}, "exercises": [], "lesson": False},
]
CONCEPTS = {
    "stride": {"en": "stride", "ko": "스트라이드", "lesson": "1-1"},
    "f1": {"en": "F1 score", "ko": "F1 점수", "lesson": "1-2"},
    "pooling": {"en": "pooling", "ko": "풀링(pooling)", "lesson": "1-1"},
    "gate": {"en": "gate", "ko": "꼬리표"},
    "rank": {"en": "Rank", "ko": "계수"},
}


@pytest.fixture
def outline() -> Outline:
    """A course with a lesson, a section without one, and five concepts."""
    names = {"en": "Test", "ko": "시험"}
    chapter = {"id": "1", "title": names, "exercises": [], "sections": SECTIONS}
    return Outline(Course(slug="test", title=names, outline=[chapter], concepts=CONCEPTS), ())


def test_terms_stand_under_their_letters(app: Flask, outline: Outline) -> None:
    """English by letters, whatever the case; Korean by first consonants, after Latin letters."""
    with app.test_request_context():
        english, korean = terms_view(outline, "en"), terms_view(outline, "ko")

    assert [(each.letter, [term.name for term in each.terms]) for each in english.letters] == [
        ("F", ["F1 score"]),
        ("G", ["gate"]),
        ("P", ["pooling"]),
        ("R", ["Rank"]),
        ("S", ["stride"]),
    ]
    assert [(each.letter, [term.name for term in each.terms]) for each in korean.letters] == [
        ("F", ["F1 점수"]),
        ("ㄱ", ["계수", "꼬리표"]),
        ("ㅅ", ["스트라이드"]),
        ("ㅍ", ["풀링(pooling)"]),
    ]
    assert english.total == 5


def test_a_term_leads_to_its_lesson_and_to_its_name_there(app: Flask, outline: Outline) -> None:
    """Without what its name has in brackets; a section without a lesson is no place to send anybody."""
    with app.test_request_context():
        terms = {term.name: term for each in terms_view(outline, "ko").letters for term in each.terms}

    lesson = terms["풀링(pooling)"].lesson
    assert lesson is not None
    assert lesson.title == "창"
    assert lesson.url == "/courses/test/lessons/1-1#:~:text=%ED%92%80%EB%A7%81"
    assert terms["F1 점수"].lesson is None
    assert terms["꼬리표"].lesson is None
    assert (terms["계수"].other, terms["계수"].other_lang) == ("Rank", "en")


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("padding", "P"),
        ("가중치", "ㄱ"),
        ("까치", "ㄱ"),
        ("합성곱", "ㅎ"),
        ("쌍", "ㅅ"),
        ("1×1", "#"),
        ("", "#"),
    ],
)
def test_the_letter_of_a_name(name: str, letter: str) -> None:
    """Doubled consonants stand with single ones; what is no letter stands under #."""
    assert initial(name) == letter
