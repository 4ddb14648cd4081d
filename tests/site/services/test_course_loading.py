"""Bringing a course's outline, lessons and assignments into the database."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import Assignment, Lesson, now
from seodang.services import assigning, catalogue, demo, teaching

from ..factories import bundle_files, make_bundle

OUTLINE = """\
schema = 1
title = { en = "Test", ko = "시험" }
first_hour = ["double"]
[[chapters]]
id = "1"
title = { en = "One", ko = "하나" }
[[chapters.sections]]
id = "1-1"
title = { en = "A", ko = "가" }
exercises = ["double"]
[[chapters.sections]]
id = "1-2"
title = { en = "B", ko = "나" }
exercises = ["later"]
[requires]
later = ["double"]
[concepts]
sums = { en = "sums", ko = "덧셈" }
twos = { en = "twos", ko = "둘", lesson = "1-1" }
[[assignments]]
key = "week"
title = { en = "Week", ko = "주" }
exercises = ["double", "later"]
due = 2026-09-30T23:59:00+09:00
attempts = 3
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of courses with one course, one exercise and one lesson."""
    root = tmp_path / "exercises"
    for name, data in bundle_files().items():
        path = root / "test" / "double" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / "test" / "course.toml").write_text(OUTLINE)
    (root / "test" / "lessons" / "figures").mkdir(parents=True)
    (root / "test" / "lessons" / "1-1.en.md").write_text("![x](figures/x.svg)")
    (root / "test" / "lessons" / "1-1.ko.md").write_text("가나다")
    (root / "test" / "lessons" / "figures" / "x.svg").write_text(SVG)
    return root


def test_sections_lessons_and_assignments_are_loaded(app: Flask, folder: Path) -> None:
    """The outline says which sections have a lesson, and a chapter lists the exercises of its sections."""
    lines = catalogue.load_folder(folder)
    course = catalogue.course("test")

    (chapter,) = course.outline
    assert chapter["exercises"] == ["double", "later"]
    assert [(section["id"], section["lesson"]) for section in chapter["sections"]] == [
        ("1-1", True),
        ("1-2", False),
    ]
    assert course.requires == {"later": ["double"]}
    assert course.concepts == {
        "sums": {"en": "sums", "ko": "덧셈"},
        "twos": {"en": "twos", "ko": "둘", "lesson": "1-1"},
    }
    assert course.first_hour == ["double"]
    assert db.session.query(Lesson).one().figures == {"x.svg": SVG}
    assert "test: assignment week goes without later: it is not published yet" in lines
    assert [item.exercise.slug for item in db.session.query(Assignment).one().items] == ["double"]


def test_loading_again_says_nothing(app: Flask, folder: Path) -> None:
    """What has not changed is not stored again."""
    catalogue.load_folder(folder)
    before = db.session.query(Lesson).one().updated_at

    assert catalogue.load_folder(folder) == []
    assert db.session.query(Lesson).one().updated_at == before


def test_a_changed_lesson_is_stored(app: Flask, folder: Path) -> None:
    """Another text is another version; the title follows the outline."""
    catalogue.load_folder(folder)
    (folder / "test" / "lessons" / "1-1.ko.md").write_text("라마바")
    (folder / "test" / "course.toml").write_text(OUTLINE.replace('ko = "가"', 'ko = "다"'))

    assert catalogue.load_folder(folder) == ["test: loaded lesson 1-1"]
    lesson = db.session.query(Lesson).one()
    assert (lesson.body["ko"], lesson.title["ko"]) == ("라마바", "다")


def test_a_spoilt_lesson_stays_as_it_was(app: Flask, folder: Path) -> None:
    """A drawing that may not be shown is told of, and takes nothing that was there away."""
    catalogue.load_folder(folder)
    (folder / "test" / "lessons" / "figures" / "x.svg").write_text(SVG.replace("path", "script"))

    (line,) = catalogue.load_folder(folder)
    assert line.startswith("test: lessons/figures/x.svg")
    assert db.session.query(Lesson).one().figures == {"x.svg": SVG}


def test_a_lesson_that_is_gone_goes(app: Flask, folder: Path) -> None:
    """Removing its files removes it, and the outline links to it no more."""
    catalogue.load_folder(folder)
    for path in (folder / "test" / "lessons").glob("*.md"):
        path.unlink()

    assert catalogue.load_folder(folder) == ["test: removed lesson 1-1"]
    assert db.session.query(Lesson).count() == 0
    assert catalogue.course("test").outline[0]["sections"][0]["lesson"] is False


def test_what_instructors_changed_wins(app: Flask, folder: Path) -> None:
    """An assignment that is known is not taken back by the folder."""
    catalogue.load_folder(folder)
    row = db.session.query(Assignment).one()
    row.due_at, row.attempts = None, None
    db.session.commit()
    (folder / "test" / "course.toml").write_text(OUTLINE.replace("attempts = 3", "attempts = 4"))

    catalogue.load_folder(folder)
    assert (row.due_at, row.attempts) == (None, None)


def test_an_upload_keeps_its_place_beside_sections(app: Flask, folder: Path) -> None:
    """An exercise that came by upload stays in the last chapter, outside its sections."""
    catalogue.load_folder(folder)
    course = catalogue.course("test")
    catalogue.publish(course, make_bundle("extra"), "upload")
    teaching._put_into_outline(course, "extra")
    db.session.commit()

    catalogue.load_folder(folder)
    assert catalogue.course("test").outline[0]["exercises"] == ["double", "later", "extra"]


def test_the_demo_shows_a_deadline_once(app: Flask, folder: Path) -> None:
    """A first start gives the first course an assignment; one that is there already is left alone."""
    (folder / "test" / "course.toml").write_text(OUTLINE.partition("[[assignments]]")[0])
    catalogue.load_folder(folder)

    demo.assign()
    demo.assign()
    row = db.session.query(Assignment).one()
    assert row.due_at is not None
    assert timedelta(days=13) < row.due_at - now() < timedelta(days=15)
    assert list(assigning.assigned(catalogue.course("test")).values()) == ["first-steps"]


def test_the_demo_assigns_the_first_hour(app: Flask, folder: Path) -> None:
    """Where a course says what to begin with, that is due first; else its first chapters are."""
    late = '[[chapters]]\nid = "2"\ntitle = { en = "Two", ko = "둘" }\nexercises = ["deep"]\n[requires]'
    outline = OUTLINE.partition("[[assignments]]")[0].replace("[requires]", late)
    (folder / "test" / "course.toml").write_text(outline.replace('["double"]', '["deep", "double"]', 1))
    shutil.copytree(folder / "test" / "double", folder / "test" / "deep")
    catalogue.load_folder(folder)

    demo.assign()

    items = db.session.query(Assignment).one().items
    assert [item.exercise.slug for item in items] == ["deep", "double"]
