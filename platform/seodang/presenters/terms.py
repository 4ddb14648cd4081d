"""The index of terms: what a course's concepts are called in both languages, and where they are explained."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for

from ..models import Course
from ..services.outlines import Outline
from .courses import Link, lesson_url
from .texts import pick

#: first consonants, by their place among the nineteen; a doubled one stands with its single one
_INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE, _LAST_SYLLABLE, _A_CONSONANT = 0xAC00, 0xD7A3, 588
OTHERS = "#"


@dataclass(frozen=True)
class TermView:
    """A term in the reader's language and in the other one, its lesson, and where all about it is found."""

    name: str
    other: str
    other_lang: str
    lesson: Link | None
    search_url: str


@dataclass(frozen=True)
class LetterView:
    """The terms under one letter."""

    letter: str
    anchor: str
    terms: list[TermView]


@dataclass(frozen=True)
class TermsView:
    """The index of a course."""

    course: str
    course_title: str
    letters: list[LetterView]
    total: int


def terms_view(found: Outline, lang: str) -> TermsView:
    """The terms of a course in the order of the reader's language."""
    course = found.course
    titles = {
        section["id"]: pick(section["title"], lang)
        for chapter in course.outline
        for section in chapter.get("sections") or ()
        if section.get("lesson")
    }
    terms = sorted(
        (_term(course, concept, titles, lang) for concept in course.concepts or {}),
        key=lambda term: _order(term.name),
    )
    letters: dict[str, list[TermView]] = {}
    for term in terms:
        letters.setdefault(initial(term.name), []).append(term)
    return TermsView(
        course.slug,
        pick(course.title, lang),
        [
            LetterView(letter, f"letter-{number}", under)
            for number, (letter, under) in enumerate(_sorted(letters))
        ],
        len(terms),
    )


def initial(name: str) -> str:
    """The letter a name stands under: its first consonant in Korean, else its first letter, or `#`."""
    first = unicodedata.normalize("NFC", name)[:1]
    if first and _FIRST_SYLLABLE <= ord(first) <= _LAST_SYLLABLE:
        return _INITIALS[(ord(first) - _FIRST_SYLLABLE) // _A_CONSONANT]
    return first.upper() if first.isalpha() else OTHERS


def _sorted(letters: dict[str, list[TermView]]) -> Iterable[tuple[str, list[TermView]]]:
    """Letters in their order: Latin or Korean as they come, what is no letter at the end."""
    return sorted(letters.items(), key=lambda item: (item[0] == OTHERS, item[0]))


def _order(name: str) -> tuple[bool, str]:
    return initial(name) == OTHERS, name.casefold()


def _term(course: Course, concept: str, titles: dict[str, str], lang: str) -> TermView:
    names = course.concepts[concept]
    name = pick(names, lang) or concept
    other_lang = "en" if lang == "ko" else "ko"
    other = str(names.get(other_lang) or "")
    section = str(names.get("lesson") or "")
    return TermView(
        name,
        other if other != name else "",
        other_lang,
        Link(titles[section], f"{lesson_url(course, section)}#:~:text={quote(sought(name))}")
        if section in titles
        else None,
        url_for("search.index", q=name),
    )


def sought(name: str) -> str:
    """What a browser looks for in the lesson: the name without what is added in brackets."""
    return name.split("(")[0].strip() or name
