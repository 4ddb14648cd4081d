"""Searching courses: titles, concepts, sections, lessons and prompts of what is published.

What an exercise says to students is searched, and nothing of its checks, reference or hidden data. Folding a
text is the dear part, and it is kept by the hash of its content; what there is to search is read anew for
each search, so that it is never stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from graders.bilingual import LANGUAGES

from ..extensions import db
from ..models import Course, Exercise, ExerciseVersion, Lesson
from . import catalogue
from .search_text import Span, Term, Text, terms_of

MAX_RESULTS = 50
WHOLE_TITLE, TITLE, CONCEPT, SECTION, BODY = 160, 100, 40, 25, 10
MOST_REPEATS = 5  #: more of a word in a text says nothing more
Texts = Mapping[str, Text]


@dataclass(frozen=True)
class Entry:
    """One page that can be found."""

    kind: str  #: course, lesson or exercise
    course: Course
    slug: str  #: of the exercise, or the section of a lesson
    titles: Texts
    section: Mapping[str, str]  #: title of the section it stands in, by language
    concepts: tuple[Text, ...]
    bodies: Texts


@dataclass(frozen=True)
class Hit:
    """A page that was found, and where in the text that is shown of it."""

    entry: Entry
    score: float
    title_spans: tuple[Span, ...]
    lang: str  #: language of the text in which most was found
    body_spans: tuple[Span, ...]


def find(query: str, lang: str) -> list[Hit]:
    """The pages that hold every word of a query, the best first."""
    terms = terms_of(query)
    if not terms:
        return []
    hits = [hit for entry in _entries() if (hit := _look(entry, terms, lang)) is not None]
    return sorted(hits, key=lambda hit: -hit.score)[:MAX_RESULTS]


def _look(entry: Entry, terms: list[Term], lang: str) -> Hit | None:
    """How well a page fits; None where a word of the query is nowhere on it."""
    scores = [_score(entry, term) for term in terms]
    if not all(scores):
        return None
    order = [lang, *(other for other in entry.bodies if other != lang)]
    shown = max(order, key=lambda each: sum(entry.bodies[each].has(term) for term in terms))
    title = entry.titles[lang]
    whole = WHOLE_TITLE if any(_is_whole(text, terms) for text in entry.titles.values()) else 0
    return Hit(
        entry,
        sum(scores) + whole,
        tuple(_merged(span for term in terms for span in title.spans(term))),
        shown,
        tuple(_merged(span for term in terms for span in entry.bodies[shown].spans(term))),
    )


def _score(entry: Entry, term: Term) -> float:
    """What one word is worth on a page: titles before concepts before text."""
    score = 0.0
    if any(text.has(term) for text in entry.titles.values()):
        score += TITLE
    if any(text.has(term) for text in entry.concepts):
        score += CONCEPT
    if any(Text(title).has(term) for title in entry.section.values()):
        score += SECTION
    repeats = max(len(text.spans(term)) for text in entry.bodies.values())
    return score + (BODY + min(repeats, MOST_REPEATS) if repeats else 0)


def _is_whole(title: Text, terms: list[Term]) -> bool:
    """Is a title nothing but the words of the query?"""
    covered = sum(end - start for start, end in _merged(span for term in terms for span in title.spans(term)))
    return covered == len("".join(title.raw.split()))


def _merged(spans: Iterator[Span]) -> list[Span]:
    """Spans in order, those that touch each other as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _entries() -> Iterator[Entry]:
    """Every page there is, in the order of the courses."""
    exercises: dict[int, list[tuple[Exercise, str]]] = {}
    query = select(Exercise, ExerciseVersion.version).join(
        ExerciseVersion, ExerciseVersion.id == Exercise.current_id
    )
    for row, version in db.session.execute(query.order_by(Exercise.id)):
        exercises.setdefault(row.course_id, []).append((row, version))
    lessons: dict[int, list[tuple[int, str, dict[str, str], str]]] = {}
    about = select(Lesson.course_id, Lesson.id, Lesson.section, Lesson.title, Lesson.version)
    for course_id, lesson_id, section, title, version in db.session.execute(about.order_by(Lesson.position)):
        lessons.setdefault(course_id, []).append((lesson_id, section, title, version))
    for course in catalogue.courses():
        none: tuple[Text, ...] = ()
        yield Entry("course", course, "", _texts(course.title), {}, none, _texts(course.description))
        sections = {
            slug: section["title"]
            for chapter in course.outline
            for section in chapter.get("sections") or ()
            for slug in section["exercises"]
        }
        for lesson_id, section, title, version in lessons.get(course.id, []):
            bodies = _lesson_bodies(version, lesson_id)
            yield Entry("lesson", course, section, _texts(title), {}, none, bodies)
        for row, version in exercises.get(course.id, []):
            assert row.current_id is not None
            named = tuple(
                sorted(
                    (concept, names[lang])
                    for concept, names in course.concepts.items()
                    for lang in LANGUAGES
                    if names.get(lang)
                )
            )
            concepts, bodies = _exercise_texts(version, row.current_id, named)
            where = sections.get(row.slug, {})
            yield Entry("exercise", course, row.slug, _texts(row.title), where, concepts, bodies)


@lru_cache(maxsize=1024)
def _exercise_texts(
    version: str, version_id: int, named: tuple[tuple[str, str], ...]
) -> tuple[tuple[Text, ...], Texts]:
    """The concepts, by all their names, and the prompts of a version."""
    bundle = catalogue.bundle(version_id)
    own = {check.concept for check in bundle.checks} | set(bundle.concepts)
    names = dict.fromkeys(name for concept, name in named if concept in own)
    concepts = (*bundle.concepts, *names, bundle.slug)
    prompts = {lang: Text(plain(bundle.prompts.in_(lang))) for lang in ("en", "ko")}
    spelt = (f"{concept} {concept.replace('-', ' ')}" for concept in concepts)
    return tuple(Text(concept) for concept in spelt), prompts


@lru_cache(maxsize=1024)
def _lesson_bodies(version: str, lesson_id: int) -> Texts:
    """The text of a lesson."""
    body = db.session.scalar(select(Lesson.body).where(Lesson.id == lesson_id)) or {}
    return {lang: Text(plain(body.get(lang, ""))) for lang in ("en", "ko")}


def _texts(title: Mapping[str, str]) -> Texts:
    """A text in both languages."""
    return {lang: Text(title.get(lang, "")) for lang in ("en", "ko")}


#: Each pattern reads a text once: none runs, on its way to an end that is missing, over where it may begin,
#: and none that begins a line leaves it.
_MARKUP = (
    (
        re.compile(r"^```.*$|^ {0,3}#{1,6}\s+|^[ \t]*[-*+][ \t]+|^[ \t]*>[ \t]?|^[ \t:|-]+$", re.MULTILINE),
        " ",
    ),
    (re.compile(r"\$\$.*?\$\$", re.DOTALL), " "),
    (re.compile(r"\\(?:times|cdot)\b\s?"), "× "),
    (re.compile(r"\\[,;!]|\\(?=[a-zA-Z{}])"), " "),
    (re.compile(r"!\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"\[\[exercise:([^\[\]]*)\]\]"), r"\1"),
    (re.compile(r"\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"[`*$|]|(?<!\w)_|_(?!\w)"), ""),
    (re.compile(r"\s+"), " "),
)


def plain(markdown: str) -> str:
    """The words of a Markdown text, without its marks."""
    for pattern, instead in _MARKUP:
        markdown = pattern.sub(instead, markdown)
    return markdown.strip()
