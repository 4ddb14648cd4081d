"""Exercises as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from markupsafe import Markup

from graders.bundle import Bundle
from graders.manifest import Limits

from .. import markdown
from ..models import Exercise
from ..services import catalogue
from .checks import CheckRow, planned_rows
from .concepts import Tag, tag_of
from .curves import band_data
from .submissions import FileView
from .texts import pick


@dataclass(frozen=True)
class ExerciseView:
    """An exercise as a student meets it; nothing here is of its checks' code, reference or hidden data."""

    course: str
    course_title: str
    slug: str
    title: str
    kind: str
    prompt_html: Markup
    files: list[FileView]
    checks: list[CheckRow]
    limits: Limits
    max_points: int
    url: str
    starter: dict[str, str]
    bands: dict[str, list[list[float]]]  #: how the reference's curves ran, for the scripts
    difficulty: int | None
    minutes: int | None
    tags: list[Tag]


def exercise_view(row: Exercise, lang: str, texts: dict[str, str] | None = None) -> ExerciseView:
    """An exercise with a student's own text where there is one, else with the starter."""
    bundle = catalogue.current_bundle(row)
    own = texts or {}
    return ExerciseView(
        course=row.course.slug,
        course_title=pick(row.course.title, lang),
        slug=row.slug,
        title=bundle.title.in_(lang),
        kind=bundle.kind,
        prompt_html=_prompt(row, bundle, lang),
        files=[FileView(name, own.get(name, bundle.starter[name])) for name in bundle.files],
        checks=planned_rows(bundle, lang),
        limits=bundle.limits,
        max_points=bundle.max_points,
        url=url_for("exercises.show", course=row.course.slug, slug=row.slug),
        starter=bundle.starter,
        bands=band_data(bundle.measured.metrics) if bundle.measured else {},
        difficulty=bundle.difficulty,
        minutes=bundle.minutes,
        tags=[tag_of(row.course, concept, lang) for concept in bundle.concepts],
    )


def _prompt(row: Exercise, bundle: Bundle, lang: str) -> Markup:
    """The prompt as HTML, rendered once per version and language."""
    pattern = url_for("exercises.figure", course=row.course.slug, slug=row.slug, path="FIGURE")
    figures = {path: data for path, data in bundle.content.items() if path.startswith(markdown.FIGURES)}
    sizes = tuple((path.removeprefix(markdown.FIGURES), markdown.svg_size(figures[path])) for path in figures)
    return _rendered(bundle.version, bundle.prompts.in_(lang), pattern, sizes)


@lru_cache(maxsize=256)
def _rendered(
    version: str, text: str, pattern: str, sizes: tuple[tuple[str, tuple[int, int] | None], ...]
) -> Markup:
    """A prompt, its figures addressed with the version so that browsers may keep them."""
    html = markdown.render(
        text, lambda name: f"{pattern.replace('FIGURE', name)}?v={version[:12]}", sizes=dict(sizes)
    )
    return Markup(html)  # noqa: S704 - sanitised by markdown.render
