"""Reading the lessons beside a course.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from graders.course import load_course
from graders.lessons import Lesson, read_lessons
from graders.problems import BundleError, Problem

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><path d="M0 0"/></svg>'
OUTLINE = """\
schema = 1
title = { en = "T", ko = "제목" }
[[chapters]]
id = "1"
title = { en = "One", ko = "하나" }
[[chapters.sections]]
id = "1-1"
title = { en = "A", ko = "가" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with one lesson that shows one drawing."""
    (tmp_path / "lessons" / "figures").mkdir(parents=True)
    (tmp_path / "lessons" / "1-1.en.md").write_text("# A\n\n![a line](figures/line.svg)\n")
    (tmp_path / "lessons" / "1-1.ko.md").write_text("# 가\n")
    (tmp_path / "lessons" / "figures" / "line.svg").write_text(SVG)
    return tmp_path


def read(folder: Path) -> tuple[list[Lesson], list[tuple[str, str]]]:
    """The lessons found, and each problem by file."""
    problems: list[Problem] = []
    found = read_lessons(folder, ["1-1", "1-2"], problems)
    return found, [(problem.file, problem.message.en) for problem in problems]


def test_a_lesson_holds_both_languages_and_its_drawings(folder: Path) -> None:
    """Texts and the drawings they show are read together."""
    (lesson,), problems = read(folder)

    assert problems == []
    assert (lesson.section, lesson.body.ko, lesson.figures) == ("1-1", "# 가\n", {"line.svg": SVG})


def test_a_changed_drawing_is_another_version(folder: Path) -> None:
    """The version is that of all it says and shows."""
    before = read(folder)[0][0].version
    (folder / "lessons" / "figures" / "line.svg").write_text(SVG.replace("M0 0", "M1 1"))

    assert read(folder)[0][0].version != before


def test_a_lesson_needs_both_languages(folder: Path) -> None:
    """With one language missing it is named and not shown."""
    (folder / "lessons" / "1-1.ko.md").unlink()

    assert read(folder) == ([], [("lessons/1-1.ko.md", "The lesson is missing in this language.")])


def test_a_lesson_belongs_to_a_section(folder: Path) -> None:
    """A file that is named after no section is told of; the others are read."""
    (folder / "lessons" / "9-9.en.md").write_text("x")

    lessons, problems = read(folder)

    assert len(lessons) == 1
    assert [file for file, _ in problems] == ["lessons/9-9.en.md"]


@pytest.mark.parametrize("name", ["absent.svg", "../../secret.svg", "photo.png"])
def test_a_drawing_is_an_svg_beside_the_lessons(folder: Path, name: str) -> None:
    """Nothing but a drawing in the folder of drawings is shown."""
    (folder / "lessons" / "1-1.en.md").write_text(f"![x](figures/{name})")
    (folder / "secret.svg").write_text(SVG)

    lessons, problems = read(folder)

    assert lessons == []
    assert len(problems) == 1


def test_a_course_is_refused_with_its_lessons(folder: Path) -> None:
    """Validating a course says what is wrong with its lessons too."""
    course = folder / "test"
    course.mkdir()
    (course / "course.toml").write_text(OUTLINE)
    (course / "lessons").mkdir()
    (course / "lessons" / "1-1.en.md").write_text("x")

    with pytest.raises(BundleError) as caught:
        load_course(course)

    assert [problem.file for problem in caught.value.problems] == ["lessons/1-1.ko.md"]
