"""Concepts by the names that students read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from ..models import Course
from .texts import pick


@dataclass(frozen=True)
class Tag:
    """A concept: what it is called, in which language, and where everything about it is found."""

    name: str
    lang: str
    url: str


def tag_of(course: Course, concept: str, lang: str) -> Tag:
    """A concept as its course names it in this language; without a name there, as its author wrote it."""
    names = (course.concepts or {}).get(concept, {})
    name = pick(names, lang) or concept
    return Tag(name, lang if names.get(lang) else "en", url_for("search.index", q=name))
