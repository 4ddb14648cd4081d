"""The map of a course: its exercises, chapter by chapter, and which of them has to be solved for which.

In each chapter an exercise stands one column to the right of the last one it needs there; what it needs from
another chapter is named above it. Nothing is drawn that follows from something else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graders.course_rules import all_before

from ..models import now
from ..services.outlines import Outline, Place
from .courses import ExerciseRow, Link, row_view, titles_of
from .figures.svg import lines, path, tag, width_of
from .texts import pick

BOX, HIGH = 176.0, 44.0
GAP, ROW = 40.0, 68.0
HEAD, MARGIN = 40.0, 12.0
#: longer than any drawing, which cuts it
RULE = 9999.0
_ROOM = BOX - 20


@dataclass(frozen=True)
class Node:
    """An exercise on the map: where it stands, and whether its reader can begin it."""

    row: ExerciseRow
    state: str  #: solved, tried, ready, later or missing
    needs: tuple[Link, ...]
    column: int
    line: int


@dataclass(frozen=True)
class Band:
    """A chapter of the map."""

    id: str
    title: str
    nodes: list[Node]


@dataclass(frozen=True)
class MapView:
    """A course as a drawing and, chapter by chapter, in words."""

    course: str
    course_title: str
    bands: list[Band]
    svg: Markup
    width: float
    height: float


def map_view(found: Outline, lang: str) -> MapView:
    """The map of a course as somebody stands in it."""
    course, moment = found.course, now()
    titles = titles_of(found, lang)
    rows = {place.slug: row_view(course, place, titles, lang, moment) for place in found.places}
    listed = {place.slug for place in found.places}
    requires = {slug: [n for n in needed if n in listed] for slug, needed in (course.requires or {}).items()}
    bands = []
    for chapter in course.outline:
        own = [place for place in found.places if place.chapter == chapter["id"]]
        spots = dict(_spots([place.slug for place in own], requires))
        nodes = [_node(place, rows, requires, spots[place.slug]) for place in own]
        bands.append(Band(chapter["id"], pick(chapter["title"], lang), nodes))
    svg, width, height = _drawn(bands, list(direct(requires)))
    return MapView(course.slug, pick(course.title, lang), bands, svg, width, height)


def direct(requires: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of an exercise and one that needs it, without those that follow from others."""
    for slug, needed in requires.items():
        implied = {name for each in needed for name in all_before(each, requires)}
        yield from ((name, slug) for name in needed if name not in implied)


def _spots(
    slugs: Sequence[str], requires: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Column and line of each exercise of a chapter: right of what it needs, on its line if that is free."""
    placed: dict[str, tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for slug in slugs:
        before = [placed[name] for name in requires.get(slug, ()) if name in placed]
        column = 1 + max((column for column, _ in before), default=-1)
        line = max(before)[1] if before else _first_free(taken)
        while (column, line) in taken:
            line += 1
        placed[slug] = (column, line)
        taken.add((column, line))
        yield slug, (column, line)


def _first_free(taken: set[tuple[int, int]]) -> int:
    """The first line that holds nothing."""
    used = {line for _, line in taken}
    return next(line for line in range(len(used) + 1) if line not in used)


def _node(
    place: Place,
    rows: Mapping[str, ExerciseRow],
    requires: Mapping[str, Sequence[str]],
    spot: tuple[int, int],
) -> Node:
    row = rows[place.slug]
    state = (
        row.state if row.state in ("solved", "tried", "missing") else "later" if place.missing else "ready"
    )
    needs = tuple(Link(rows[name].title, rows[name].url) for name in requires.get(place.slug, ()))
    return Node(row, state, needs, *spot)


def _drawn(bands: Sequence[Band], pairs: Sequence[tuple[str, str]]) -> tuple[Markup, float, float]:
    """The drawing, and its size."""
    chapter = {node.row.slug: band.id for band in bands for node in band.nodes}
    rows = {node.row.slug: node.row for band in bands for node in band.nodes}
    corners: dict[str, tuple[float, float]] = {}
    drawn: list[Markup] = []
    top = width = 0.0
    for band in bands:
        name = f"{band.id}  {band.title}"
        drawn.append(lines(name, MARGIN, top + HEAD / 2, anchor="start", class_="map__chapter"))
        for node in band.nodes:
            slug = node.row.slug
            x, y = corners[slug] = (MARGIN + node.column * (BOX + GAP), top + HEAD + 10 + node.line * ROW)
            far = [rows[one] for one, other in pairs if other == slug and chapter[one] != band.id]
            drawn += [_box(node, x, y), *_far(far, x, y)]
            width = max(width, x + BOX + MARGIN)
        top += HEAD + 10 + ROW * (1 + max((node.line for node in band.nodes), default=-1))
        drawn.append(tag("path", d=f"M0 {top - 8:.1f}H{RULE:g}", class_="map__rule"))
    near = [(one, other) for one, other in pairs if chapter[one] == chapter[other]]
    taken = set(corners.values())
    ways = [_arrow(corners[one], corners[other], taken) for one, other in near]
    return Markup("").join([*ways, *drawn]), width, top


def _far(needed: Sequence[ExerciseRow], x: float, y: float) -> Iterator[Markup]:
    """What an exercise needs from another chapter: the name of one, and how many more there are."""
    if needed:
        more = f" +{len(needed) - 1}" if len(needed) > 1 else ""
        words = f"↑ {_cut(needed[0].title, BOX * 1.1 - width_of(more))}{more}"
        text = lines(words, x, y - 9, anchor="start", class_="map__far")
        full = tag("title", ", ".join(row.title for row in needed))
        yield tag("a", text, full, href=needed[0].url) if needed[0].url else tag("g", text, full)


def _box(node: Node, x: float, y: float) -> Markup:
    """An exercise: a link with its title, in two lines at most."""
    words = fitting(node.row.title)
    parts = [
        tag("rect", x=x, y=y, width=BOX, height=HIGH, rx=3, class_="map__box"),
        lines(words, x + BOX / 2, y + HIGH / 2, class_="map__title"),
        tag("title", node.row.title),
    ]
    name = f"map__node map__node--{node.state}"
    if not node.row.url:
        return tag("g", *parts, class_=name)
    return tag("a", *parts, href=node.row.url, class_=name, data_slug=node.row.slug)


def fitting(title: str) -> str:
    """A title in at most two lines that fit into a box, its end cut where it is longer."""
    found = [""]
    for word in title.replace("`", "").split():
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or width_of(longer) <= _ROOM:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > 2:
        found[1] = _cut(f"{found[1]} {found[2]}", _ROOM)
    return "\n".join(_cut(line, _ROOM) for line in found[:2])


def _cut(words: str, room: float) -> str:
    """As many letters as there is room for, and a sign that there are more."""
    if width_of(words) <= room:
        return words
    while words and width_of(words + "…") > room:
        words = words[:-1]
    return words.rstrip() + "…"


def _arrow(
    start: tuple[float, float], end: tuple[float, float], taken: Collection[tuple[float, float]]
) -> Markup:
    """A way from the right side of a box to the left side of one that needs it.

    A long one runs along the line of the first as far as that is free, so that it passes behind no other box.
    """
    (x1, y1), (x2, y2) = (start[0] + BOX, start[1] + HIGH / 2), (end[0], end[1] + HIGH / 2)
    free = not any(start[0] < x < end[0] and y == start[1] for x, y in taken)
    bend = x2 - GAP if free else x1
    curve = f"C{bend + GAP / 2:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {bend + GAP:.1f} {y2:.1f}"
    line = f"M{x1:.1f} {y1:.1f}H{bend:.1f}{curve}H{x2:.1f}"
    return tag("path", d=line + path([(x2 - 7, y2 - 4), (x2, y2), (x2 - 7, y2 + 4)]), class_="map__way")
