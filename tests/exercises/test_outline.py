"""Each course is whole: every exercise has its place, its lesson, its tags, and passes its gates."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from graders.bilingual import LANGUAGES
from graders.bundle import Bundle, load_bundle
from graders.course import Course, load_course
from graders.overview import Record, passes, render
from seodang.presenters.terms import sought

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = ROOT / "exercises"
COURSES = {path.parent.name: load_course(path.parent) for path in sorted(EXERCISES.glob("*/course.toml"))}
BUNDLES = {
    bundle.name: bundle
    for bundle in (load_bundle(path.parent) for path in sorted(EXERCISES.glob("*/*/exercise.toml")))
}


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=list(BUNDLES))
def test_an_exercise_says_what_to_expect(bundle: Bundle) -> None:
    """Both languages, tags, how hard it is and how long it takes."""
    assert {f"prompt.{lang}.md" for lang in LANGUAGES} <= set(bundle.content)
    assert bundle.concepts
    assert bundle.difficulty in range(1, 6)
    assert bundle.minutes is not None
    assert all(check.concept for check in bundle.checks)


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=list(BUNDLES))
def test_an_exercise_has_its_place_and_its_lesson(bundle: Bundle) -> None:
    """It stands in the section that it names, and that section can be read about."""
    course = COURSES[bundle.course]
    place = {slug: section.id for section in course.sections for slug in section.exercises}

    assert place[bundle.slug] == bundle.notes
    assert bundle.notes in {lesson.section for lesson in course.lessons}


@pytest.mark.parametrize("course", COURSES.values(), ids=list(COURSES))
def test_a_course_names_its_concepts_in_both_languages(course: Course) -> None:
    """Every tag has a name that students read, no two share one, and none is left over."""
    own = [bundle for bundle in BUNDLES.values() if bundle.course == course.slug]
    used = {tag for bundle in own for tag in bundle.concepts}
    used |= {check.concept for bundle in own for check in bundle.checks}

    assert set(course.concepts) == used
    for lang in LANGUAGES:
        names = [name.in_(lang) for name in course.concepts.values()]
        assert sorted(names) == sorted(set(names))
    assert all(any("가" <= letter <= "힣" for letter in name.ko) or name.ko == name.en
               for name in course.concepts.values())  # fmt: skip


@pytest.mark.parametrize("course", COURSES.values(), ids=list(COURSES))
def test_every_term_is_explained_in_a_lesson(course: Course) -> None:
    """The index leads to a lesson that calls the concept by its name, in either language."""
    lessons = {lesson.section: lesson for lesson in course.lessons}
    unexplained = [
        (concept, lang)
        for concept, name in course.concepts.items()
        for lang in LANGUAGES
        if not _names(
            lessons[name.lesson].body.in_(lang) if name.lesson else "", sought(name.in_(lang)), lang
        )
    ]

    assert unexplained == []


def _names(text: str, term: str, lang: str) -> bool:
    """Whether a text holds a term; in English as a word of its own, in Korean with any particle after it."""
    plain = re.sub(r"\s+", " ", re.sub(r"[*`]", "", text))
    edge = r"\b" if lang == "en" else ""
    return re.search(rf"(?<!\w){re.escape(term)}{edge}" if edge else re.escape(term), plain, re.I) is not None


@pytest.mark.parametrize("course", COURSES.values(), ids=list(COURSES))
def test_the_first_hour_is_an_hour_for_beginners(course: Course) -> None:
    """First steps only, code among them, and with reading between half an hour and an hour."""
    hour = [BUNDLES[f"{course.slug}/{slug}"] for slug in course.first_hour]

    assert all((bundle.difficulty or 5) <= 1 for bundle in hour)
    assert {bundle.kind for bundle in hour} > {"quiz"}
    assert 30 <= sum(bundle.minutes or 0 for bundle in hour) <= 55


@pytest.mark.parametrize("course", COURSES.values(), ids=list(COURSES))
def test_what_comes_first_stands_first(course: Course) -> None:
    """Nobody is asked for something that the outline has only later."""
    order = course.exercises

    for slug, earlier in course.requires.items():
        assert all(order.index(name) < order.index(slug) for name in earlier), slug


def test_the_page_of_the_courses_tells_of_every_exercise() -> None:
    """docs/course.md has each exercise, and none of them is refused; `make course` writes it."""
    record = msgspec.json.decode((ROOT / "docs/course.json").read_bytes(), type=Record)

    assert set(record.stands) == set(BUNDLES)
    assert all(passes(stand) for stand in record.stands.values())
    page = (ROOT / "docs/course.md").read_text(encoding="utf-8")
    assert page == render(list(COURSES.values()), BUNDLES, record)
    assert json.loads((ROOT / "docs/course.json").read_text())["processors"] > 0
