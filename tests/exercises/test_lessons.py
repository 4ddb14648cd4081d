"""The lessons of the courses: there in both languages, whole, and right where a machine can tell."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from graders.bilingual import LANGUAGES
from graders.figures import why_refused
from seodang.markdown import render

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
LESSONS = sorted(EXERCISES.glob("*/lessons/*.md"))
TEXTS = [*LESSONS, *sorted(EXERCISES.glob("*/*/prompt.*.md"))]
WORDS = range(250, 651)
"""How long a lesson may be: one sitting."""
_CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)
_SET = re.compile(r"<(code|pre|math)\b.*?</\1>", re.DOTALL)
_WORDED = re.compile(r"\\text\{[^}]*\}|\\q?quad|[\s.,;]")
"""What a formula may differ in between the languages."""
_FIGURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(figures/(?P<name>[^)]+)\)")
_LINK = re.compile(r"\[[^\]]+\]\((?P<target>[^)]+)\)")


def name_of(path: Path) -> str:
    """A text as test names show it."""
    return path.relative_to(EXERCISES).as_posix()


def sections() -> list[tuple[str, str, list[str]]]:
    """Every section with exercises: its course, its id, their slugs."""
    found = []
    for outline in sorted(EXERCISES.glob("*/course.toml")):
        for chapter in tomllib.loads(outline.read_text(encoding="utf-8"))["chapters"]:
            found += [
                (outline.parent.name, section["id"], section["exercises"])
                for section in chapter.get("sections", [])
                if section.get("exercises")
            ]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("course", "section", "slugs"), sections())
def test_a_section_has_its_lesson(course: str, section: str, slugs: list[str], lang: str) -> None:
    """Where there is something to practise there is something to read, and it leads to every exercise."""
    text = (EXERCISES / course / "lessons" / f"{section}.{lang}.md").read_text(encoding="utf-8")

    for slug in slugs:
        title = tomllib.loads((EXERCISES / course / slug / "exercise.toml").read_text("utf-8"))["title"][lang]
        assert f"[{title}](exercise:{slug})" in text


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_a_lesson_begins_with_words_and_keeps_the_order_of_headings(path: Path) -> None:
    """The page gives the title, so headings begin on the second level and skip none."""
    text = _CODE.sub("", path.read_text(encoding="utf-8"))
    levels = [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]

    assert not text.startswith("#")
    assert levels[0] == 2
    assert min(levels) == 2
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_a_lesson_shows_figures_that_are_there(path: Path) -> None:
    """Every lesson has a drawing, each may be shown, and its words serve those who do not see it."""
    figures = list(_FIGURE.finditer(path.read_text(encoding="utf-8")))

    assert figures
    for figure in figures:
        assert why_refused((path.parent / "figures" / figure["name"]).read_bytes()) == ""
        assert len(figure["alt"]) >= 30


@pytest.mark.parametrize("course", sorted({path.parent for path in LESSONS}), ids=name_of)
def test_both_languages_show_every_figure(course: Path) -> None:
    """No drawing is left over, and both languages show the same ones."""
    drawn = {path.name for path in (course / "figures").iterdir()}
    for lang in LANGUAGES:
        shown = {
            figure["name"]
            for path in course.glob(f"*.{lang}.md")
            for figure in _FIGURE.finditer(path.read_text(encoding="utf-8"))
        }
        assert shown == drawn


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_a_lesson_links_to_what_exists(path: Path) -> None:
    """Links lead to exercises of the same course, to its lessons, or out by https."""
    for link in _LINK.finditer(_CODE.sub("", path.read_text(encoding="utf-8"))):
        scheme, _, rest = link["target"].partition(":")
        if scheme == "exercise":
            assert (path.parent.parent / rest / "exercise.toml").is_file()
        elif scheme == "lesson":
            assert (path.parent / f"{rest}.en.md").is_file()
        else:
            assert scheme == "https" or link["target"].startswith("figures/")


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_every_formula_can_be_set(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """No lesson and no prompt has a formula that would be shown as TeX."""
    text = path.read_text(encoding="utf-8")
    html = render(text)

    assert '<code class="math">' not in html, caplog.text
    assert html.count("<math") == len(_FORMULA.findall(_CODE.sub("", text)))


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_no_mark_is_left_over(path: Path) -> None:
    """No asterisk, dollar sign or backtick of the source shows outside code and formulas."""
    shown = re.sub(
        r"<(code|pre|math)\b.*?</\1>", "", render(path.read_text(encoding="utf-8")), flags=re.DOTALL
    )

    assert re.findall(r".{0,30}(?:\*\*|[$`]).{0,30}", shown) == []


@pytest.mark.parametrize("path", [path for path in LESSONS if ".en." in path.name], ids=name_of)
def test_both_languages_teach_the_same(path: Path) -> None:
    """Headings, tables, lists, figures and code are as many in both, and formulas differ in words alone."""
    english, korean = (
        file.read_text(encoding="utf-8") for file in (path, path.with_name(path.name.replace(".en.", ".ko.")))
    )

    for tag in ("<h2", "<pre", "<tr", "<img", "<li", 'display="block"'):
        assert render(english).count(tag) == render(korean).count(tag), tag
    assert formulas_of(english) == formulas_of(korean)


def formulas_of(text: str) -> set[str]:
    """What is computed in a text, without words; a letter may be named as often as a sentence needs it."""
    found = (_WORDED.sub("", tex) for tex in _FORMULA.findall(_CODE.sub("", text)) if r"\text" not in tex)
    return {tex for tex in found if len(tex) > len("$x_1$")}


@pytest.mark.parametrize("path", [path for path in LESSONS if ".ko." in path.name], ids=name_of)
def test_a_korean_lesson_is_korean(path: Path) -> None:
    """Most letters outside code, formulas and links are Hangul."""
    text = path.read_text(encoding="utf-8").rpartition("\n## ")[0]
    for noise in (_CODE, _FORMULA, re.compile(r"\]\([^)]*\)")):
        text = noise.sub("", text)
    letters = [letter for letter in text if letter.isalpha()]
    hangul = [letter for letter in letters if "가" <= letter <= "힣"]

    assert len(hangul) > 0.8 * len(letters)


@pytest.mark.parametrize("path", [path for path in LESSONS if ".en." in path.name], ids=name_of)
def test_a_lesson_is_short(path: Path) -> None:
    """A lesson is read in one sitting, and says more than a remark."""
    assert len(path.read_text(encoding="utf-8").split()) in WORDS


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_a_lesson_names_its_sources(path: Path) -> None:
    """The last heading is that of the sources."""
    headings = re.findall(r"^## (.+)$", _CODE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)

    assert headings[-1] == ("Sources" if ".en." in path.name else "참고 자료")
