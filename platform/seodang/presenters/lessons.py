"""Lessons as their pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import url_for
from markupsafe import Markup

from .. import markdown
from ..models import Course, Lesson
from ..services.outlines import Outline
from .courses import ExerciseRow, Link, lesson_url, section_rows, titles_of
from .texts import pick

_OWN_TITLE = re.compile(r"\A\s*# [^\n]*\n")
_OWN_LIST = re.compile(r"^## (?:Exercises|연습문제)\s*\n(?P<links>(?:\s*- .*\n?)+)", re.MULTILINE)
_LISTED = re.compile(r"\(exercise:([a-z0-9-]+)\)")
_SHORT_LINK = re.compile(r"\[\[exercise:([a-z0-9-]+)\]\]")


@dataclass(frozen=True)
class LessonView:
    """A lesson, the exercises of its section, and the lessons before and after it."""

    course: str
    course_title: str
    section: str
    title: str
    html: Markup
    exercises: list[ExerciseRow]
    previous: Link | None
    following: Link | None


def lesson_view(row: Lesson, found: Outline, lang: str) -> LessonView:
    """A lesson in the reader's language."""
    course = found.course
    pages = list(_pages(course, lang))
    place = next((number for number, page in enumerate(pages) if page[0] == row.section), None)
    addresses = _Addresses(
        course.slug,
        row.section,
        tuple(titles_of(found, lang).items()),
        frozenset(name for name, _ in pages),
        frozenset(p.slug for p in found.places if p.section == row.section),
        tuple((name, markdown.svg_size(drawn)) for name, drawn in row.figures.items()),
    )
    return LessonView(
        course.slug,
        pick(course.title, lang),
        row.section,
        pick(row.title, lang),
        _rendered(row.version, pick(row.body, lang), addresses),
        section_rows(found, row.section, lang),
        pages[place - 1][1] if place else None,
        pages[place + 1][1] if place is not None and place + 1 < len(pages) else None,
    )


@dataclass(frozen=True)
class _Addresses:
    """Where the links of a lesson lead."""

    course: str
    section: str
    titles: tuple[tuple[str, str], ...]  #: of published exercises, by slug
    lessons: frozenset[str]
    own: frozenset[str]  #: exercises of this section
    sizes: tuple[tuple[str, tuple[int, int] | None], ...]  #: width and height of figures, by name

    def exercise(self, slug: str) -> str | None:
        """The page of an exercise that is published."""
        known = slug in dict(self.titles)
        return url_for("exercises.show", course=self.course, slug=slug) if known else None

    def lesson(self, section: str) -> str | None:
        """The page of a lesson that is there."""
        known = section in self.lessons
        return url_for("lessons.show", course=self.course, section=section) if known else None

    def figure(self, name: str, version: str) -> str:
        """A drawing, under an address that browsers may keep."""
        return url_for("lessons.figure", course=self.course, section=self.section, name=name, v=version[:12])


@lru_cache(maxsize=256)
def _rendered(version: str, text: str, to: _Addresses) -> Markup:
    """A lesson as HTML; its own title and its list of exercises, which the page says, are left out."""
    titles = dict(to.titles)
    body = _OWN_TITLE.sub("", text)
    body = _OWN_LIST.sub(lambda m: "" if to.own.issuperset(_LISTED.findall(m["links"])) else m[0], body)
    body = _SHORT_LINK.sub(lambda m: f"[{titles.get(m[1], m[1])}](exercise:{m[1]})", body)
    html = markdown.render(
        body, lambda name: to.figure(name, version), to.exercise, to.lesson, dict(to.sizes)
    )
    return Markup(html)  # noqa: S704 - sanitised by markdown.render


def _pages(course: Course, lang: str) -> Iterator[tuple[str, Link]]:
    """The lessons of a course in order."""
    chapters: list[dict[str, Any]] = course.outline
    for chapter in chapters:
        for section in chapter.get("sections") or ():
            if section.get("lesson"):
                yield section["id"], Link(pick(section["title"], lang), lesson_url(course, section["id"]))
