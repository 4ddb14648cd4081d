"""Finding pages by words, in two languages."""

from __future__ import annotations

import unicodedata

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import Course, Exercise, Lesson
from seodang.services import catalogue, search
from seodang.services.search_text import Text, terms_of

from ..factories import MANIFEST, bundle_files, make_bundle, make_exercise

PROMPT = "Write a **convolution** with `stride`.\n\n| a | b |\n|---|---|\n| kernel | 1 |\n"
PROMPT_KO = "그림 위를 움직이는 합성곱층을 구현하세요. 가중 합은 나중에 다룹니다.\n"


@pytest.fixture
def shelf(course: Course) -> Exercise:
    """A course with a lesson and an exercise about convolutions."""
    manifest = MANIFEST.replace(
        'en = "Double it"\nko = "두 배로"', 'en = "Sliding windows"\nko = "움직이는 창"'
    )
    files = bundle_files(
        **{
            "exercise.toml": manifest.replace(
                'kind = "code"', 'kind = "code"\nconcepts = ["cross-correlation"]'
            ),
            "prompt.en.md": PROMPT,
            "prompt.ko.md": PROMPT_KO,
            "checks.py": "# CHECKSECRET\n" + bundle_files()["checks.py"].decode(),
        }
    )
    lesson = Lesson(course_id=course.id, section="1-1", position=0, version="v1", figures={})
    lesson.title = {"en": "Convolution", "ko": "합성곱"}
    lesson.body = {
        "en": "# Convolution\n\nA kernel slides over a picture.",
        "ko": "커널이 그림 위를 움직입니다.",
    }
    db.session.add(lesson)
    db.session.commit()
    return make_exercise(course, make_bundle("double", files))


def found(query: str, lang: str = "en") -> list[str]:
    """The pages that were found, the best first."""
    return [f"{hit.entry.kind}:{hit.entry.slug}" for hit in search.find(query, lang)]


def test_a_concept_is_found_by_each_of_its_names(course: Course, shelf: Exercise) -> None:
    """What a course calls a concept leads to exercises that practise it, in either language."""
    assert found("상호 상관") == []

    names = {"en": "cross-correlation", "ko": "상호 상관", "lesson": "7-77"}
    course.concepts = {"cross-correlation": names}
    db.session.commit()
    assert found("상호 상관") == ["exercise:double"]
    assert found("7-77") == [], "where it is explained is no name"


@pytest.mark.parametrize("query", ["convolution", "CONVOLUTION", "합성곱", "합성곱을", "합성곱에서는"])
def test_titles_come_before_texts(shelf: Exercise, query: str) -> None:
    """A page called so comes before one that mentions it, whatever the case, the language or the particle."""
    assert found(query) == ["lesson:1-1", "exercise:double"]


@pytest.mark.parametrize(
    "query", ["cross-correlation", "cross correlation", "stride", "kernels", "가중합", "창"]
)
def test_every_part_of_an_exercise_is_searched(shelf: Exercise, query: str) -> None:
    """Concepts, prompts with their plurals, and Korean compounds that are written with a space."""
    assert "exercise:double" in found(query)


def test_decomposed_korean_is_found(shelf: Exercise) -> None:
    """A keyboard that sends letters one by one finds the same."""
    assert found(unicodedata.normalize("NFD", "합성곱")) == found("합성곱") != []


def test_every_word_must_be_there(shelf: Exercise) -> None:
    """More words find fewer pages, also where one stands in Korean and one in English."""
    assert found("kernel slides") == ["lesson:1-1"]
    assert found("합성곱 stride") == ["exercise:double"]
    assert found("kernel nothing") == []


@pytest.mark.parametrize("query", ["REFERENCE_SECRET", "CHECKSECRET", "test_hidden", "Multiply", "assert"])
def test_nothing_of_checks_or_reference_is_found(shelf: Exercise, query: str) -> None:
    """Neither code of checks nor reference, nor hints, can be searched for."""
    assert found(query) == []


def test_nothing_is_stale(shelf: Exercise) -> None:
    """What is published anew is found at once, and what it no longer says is not."""
    assert found("stride") == ["exercise:double"]
    changed = {**bundle_files(), "prompt.en.md": b"Write dilation."}
    catalogue.publish(shelf.course, make_bundle("double", changed), "upload")
    lesson = db.session.query(Lesson).one()
    lesson.body, lesson.version = {"en": "About pooling.", "ko": "풀링"}, "v2"
    db.session.commit()

    assert found("stride") == []
    assert found("dilation") == ["exercise:double"]
    assert found("slides") == []
    assert found("pooling") == ["lesson:1-1"]


@pytest.mark.parametrize("query", ["", "   ", "...", "%", "' OR 1=1", "\x00", "a" * 5000, "(", "🙂 " * 100])
def test_any_query_is_answered(app: Flask, shelf: Exercise, query: str) -> None:
    """Nothing that can be typed breaks it."""
    assert isinstance(found(query), list)


def test_spans_are_those_of_the_original() -> None:
    """A letter that grows when its case is folded shifts no mark."""
    text = Text("Straße und STRASSE")
    (term,) = terms_of("strasse")

    assert [text.raw[start:end] for start, end in text.spans(term)] == ["Straße", "STRASSE"]


def test_words_of_markdown_stay_without_its_marks() -> None:
    """Headings, links, tables, formulas and emphasis leave their words."""
    text = "# Head\n\n- **bold** `code` [link](http://x/y) ![alt](figures/a.svg)\n\n"
    text += "| a | b |\n|---|:-:|\n| 1 | 2 |\n\n$$x^2$$\n"

    assert search.plain(text) == "Head bold code link alt a b 1 2"


@pytest.mark.parametrize(
    "sign", ["\t", " ", "\n", "[", "![", "|", "[[exercise:", "[a](", "![a](", "- ", "`", "$$a"]
)
def test_no_text_is_read_over_and_over(sign: str) -> None:
    """A text of one sign repeated is read to its end, which would not come if each sign began anew."""
    text = sign * (256 * 1024 // len(sign)) + "\nend"

    assert search.plain(text).endswith("end")
