"""What a search found, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from ..services.search import Entry, Hit
from ..services.search_text import Span
from .courses import lesson_url
from .texts import pick

BEFORE, LENGTH = 60, 180


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `hit` marks what was asked for."""

    text: str
    hit: bool


@dataclass(frozen=True)
class ResultView:
    """One page that was found."""

    kind: str  #: course, lesson or exercise
    url: str
    title: list[Piece]
    where: str  #: the course, and the section in it
    snippet: list[Piece]
    lang: str  #: language of the snippet


def result_view(hit: Hit, lang: str) -> ResultView:
    """A page with the words that were asked for marked in its title and in a piece of its text."""
    entry = hit.entry
    where = [pick(entry.course.title, lang)] if entry.kind != "course" else []
    if entry.kind == "lesson":
        where.append(entry.slug)
    elif entry.section:
        where.append(pick(entry.section, lang))
    return ResultView(
        entry.kind,
        _url(entry),
        pieces(entry.titles[lang].raw, hit.title_spans),
        " · ".join(where),
        snippet(entry.bodies[hit.lang].raw, hit.body_spans),
        hit.lang,
    )


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text in stretches, marked and not."""
    found, at = [], 0
    for start, end in spans:
        found += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return [piece for piece in (*found, Piece(text[at:], False)) if piece.text]


def snippet(text: str, spans: Sequence[Span]) -> list[Piece]:
    """A line or two around the first place; the beginning where there is none."""
    first = spans[0][0] if spans else 0
    start = _word_start(text, max(0, first - BEFORE))
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), spans[0][1] if spans else start + 1)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    found = pieces(text[start:end], inside)
    if start:
        found.insert(0, Piece("… ", False))
    if end < len(text):
        found.append(Piece(" …", False))
    return found


def _word_start(text: str, at: int) -> int:
    """The beginning of the next word, unless that is far away."""
    if at == 0:
        return 0
    space = text.find(" ", at, at + BEFORE)
    return at if space == -1 else space + 1


def _url(entry: Entry) -> str:
    if entry.kind == "course":
        return url_for("courses.show", course=entry.course.slug)
    if entry.kind == "lesson":
        return lesson_url(entry.course, entry.slug)
    return url_for("exercises.show", course=entry.course.slug, slug=entry.slug)
