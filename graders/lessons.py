"""Lessons: the short reading that goes with a section of a course, beside course.toml.

`lessons/<section>.en.md` and `lessons/<section>.ko.md`, with drawings in `lessons/figures/`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from graders.bilingual import LANGUAGES, Bilingual
from graders.figures import why_refused
from graders.problems import Problem

FOLDER = "lessons"
MAX_BYTES = 256 * 2**10
_NAME = re.compile(r"(?P<section>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<lang>en|ko)\.md")
_FIGURE = re.compile(r"!\[[^\]]*\]\(\s*<?figures/([^)\s>]+)")
_FIGURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.svg")


class Lesson(msgspec.Struct, frozen=True):
    """One page, in both languages, with the drawings it shows."""

    section: str
    #: Markdown
    body: Bilingual
    #: SVG by file name
    figures: dict[str, str] = {}

    @property
    def version(self) -> str:
        """sha256 of all it says and shows."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


def read_lessons(folder: Path, sections: Sequence[str], problems: list[Problem]) -> list[Lesson]:
    """The lessons beside a course.toml, in the order of its sections; what is wrong with others is noted."""
    written: dict[str, dict[str, str]] = {}
    spoilt: set[str] = set()
    for path in sorted((folder / FOLDER).glob("*.md")):
        if path.name == "README.md":
            continue
        found = _NAME.fullmatch(path.name)
        if found is None or found["section"] not in sections:
            problems.append(Problem.of(f"{FOLDER}/{path.name}", "", "stray_lesson"))
            continue
        text = _read(path, problems)
        if text is None:
            spoilt.add(found["section"])
        else:
            written.setdefault(found["section"], {})[found["lang"]] = text
    lessons = [
        _lesson(section, written[section], folder / FOLDER, problems)
        for section in sections
        if section in written and section not in spoilt
    ]
    return [lesson for lesson in lessons if lesson is not None]


def _lesson(section: str, texts: dict[str, str], folder: Path, problems: list[Problem]) -> Lesson | None:
    """One lesson; None where a language or a drawing is missing."""
    before = len(problems)
    problems += [
        Problem.of(f"{FOLDER}/{section}.{lang}.md", "", "missing_lesson")
        for lang in LANGUAGES
        if lang not in texts
    ]
    figures: dict[str, str] = {}
    for lang, text in texts.items():
        for name in _FIGURE.findall(text):
            drawn = figures.get(name) or _figure(folder / "figures", name, f"{section}.{lang}.md", problems)
            if drawn is not None:
                figures[name] = drawn
    if len(problems) > before:
        return None
    return Lesson(section, Bilingual(en=texts["en"], ko=texts["ko"]), figures)


def _figure(folder: Path, name: str, shown_in: str, problems: list[Problem]) -> str | None:
    """A drawing that may be shown."""
    path = folder / name
    if not _FIGURE_NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
        problems.append(Problem.of(f"{FOLDER}/{shown_in}", "", "missing_drawing", figure=name))
        return None
    data = path.read_bytes()
    refused = why_refused(data)
    if refused:
        problems.append(Problem.of(f"{FOLDER}/figures/{name}", "", "unsafe_drawing", what=refused))
        return None
    return data.decode("utf-8")


def _read(path: Path, problems: list[Problem]) -> str | None:
    """The text of a file that is there, is UTF-8 and says something."""
    data = path.read_bytes()
    name = f"{FOLDER}/{path.name}"
    if len(data) > MAX_BYTES:
        problems.append(Problem.of(name, "", "long_lesson", kib=MAX_BYTES // 2**10))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem.of(name, "", "not_utf8", position=error.start))
        return None
    if not text.strip():
        problems.append(Problem.of(name, "", "empty_file"))
        return None
    return text
