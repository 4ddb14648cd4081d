"""The map of a course: columns by what comes first, arrows without detours, states in words and colour."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from seodang.models import Course, Exercise
from seodang.presenters.course_map import BOX, GAP, HIGH, MapView, _arrow, direct, fitting, map_view
from seodang.presenters.figures.svg import width_of
from seodang.services.outlines import Outline, Place
from seodang.services.progress import Standing

REQUIRES = {"b": ["a"], "c": ["b", "a"], "e": ["c"], "f": ["a"]}
CHAPTERS = (("1", ["a", "b", "c", "d"]), ("2", ["e", "f", "announced"]))


def chapter(name: str, slugs: list[str]) -> dict[str, Any]:
    """A chapter as the database keeps it."""
    return {"id": name, "title": {"en": f"Chapter {name}", "ko": f"{name}장"}, "exercises": slugs}


@pytest.fixture
def view(app: Flask) -> MapView:
    """A course of two chapters: `a` is solved, `b` begun, one exercise announced."""
    names = {"en": "Test", "ko": "시험"}
    course = Course(
        slug="test", title=names, outline=[chapter(*each) for each in CHAPTERS], requires=REQUIRES
    )
    standings = {
        "a": Standing(best=1.0, attempts=1, touched=True),
        "b": Standing(best=0.5, attempts=2, touched=True),
    }
    places = []
    for name, slugs in CHAPTERS:
        for slug in slugs:
            exercise = (
                None
                if slug == "announced"
                else Exercise(slug=slug, kind="code", title={"en": slug.upper(), "ko": slug})
            )
            missing = tuple(each for each in REQUIRES.get(slug, ()) if each != "a")
            places.append(Place(slug, name, "", exercise, standings.get(slug, Standing()), None, missing))
    with app.test_request_context():
        return map_view(Outline(course, tuple(places)), "en")


def test_an_exercise_stands_right_of_what_it_needs(view: MapView) -> None:
    """Chains run along a line; what needs nothing of its chapter begins a line of its own."""
    spots = {node.row.slug: (node.column, node.line) for band in view.bands for node in band.nodes}

    assert spots == {
        "a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (0, 1), "e": (0, 0), "f": (0, 1), "announced": (0, 2),
    }  # fmt: skip
    assert view.width == 12 + 2 * (BOX + GAP) + BOX + 12


def test_an_arrow_that_others_imply_is_not_drawn(view: MapView) -> None:
    """`c` needs `a`, but only by way of `b`."""
    assert sorted(direct(REQUIRES)) == [("a", "b"), ("a", "f"), ("b", "c"), ("c", "e")]
    assert str(view.svg).count("map__way") == 2


def test_what_another_chapter_gives_is_named(view: MapView) -> None:
    """No arrow crosses chapters: `e` says that it comes after `c`, and `f` after `a`."""
    far = re.findall(r'<a href="/courses/test/exercises/(\w)"><text [^>]*class="map__far">', str(view.svg))

    assert far == ["c", "a"]


def test_states_say_what_can_be_begun(view: MapView) -> None:
    """Solved, begun, ready, waiting for something else, announced."""
    states = {node.row.slug: node.state for band in view.bands for node in band.nodes}

    assert states == {
        "a": "solved", "b": "tried", "c": "later", "d": "ready", "e": "later", "f": "ready",
        "announced": "missing",
    }  # fmt: skip
    svg = str(view.svg)
    assert '<a href="/courses/test/exercises/d" class="map__node map__node--ready"' in svg
    assert 'class="map__node map__node--missing"><rect' in svg
    assert "exercises/announced" not in svg


def test_no_two_boxes_share_a_place(view: MapView) -> None:
    """In no chapter does one box cover another."""
    for band in view.bands:
        spots = sorted((node.column, node.line) for node in band.nodes)
        assert all(one != other for one, other in pairwise(spots))


def test_the_words_say_what_comes_first(view: MapView) -> None:
    """Each exercise names all it needs, with links."""
    needs = {node.row.slug: [link.title for link in node.needs] for band in view.bands for node in band.nodes}

    assert needs["c"] == ["B", "A"]
    assert needs["d"] == []


@pytest.mark.parametrize(
    "title",
    [
        "Two",
        "Overlap of boxes and non-maximum suppression of very many detections",
        "경계 상자의 IoU와 비최댓값 억제",
        "x" * 80,
    ],
)
def test_a_title_fits_its_box(title: str) -> None:
    """In two lines at most; a longer one is cut where it can be seen."""
    words = fitting(title)

    assert words.count("\n") <= 1
    assert width_of(words) <= BOX - 20
    assert words.replace("\n", " ") == title or words.endswith("…")


def test_a_long_arrow_passes_behind_no_box() -> None:
    """It runs along its own line where that is free, and along the other one's where it is not."""
    start, end, between = (0.0, 100.0), (2 * (BOX + GAP), 0.0), BOX + GAP
    high, low = HIGH / 2, 100.0 + HIGH / 2

    assert f"M{BOX:.1f} {low:.1f}H{end[0] - GAP:.1f}C" in str(
        _arrow(start, end, {start, end, (between, 0.0)})
    )
    assert f"{BOX + GAP:.1f} {high:.1f}H{end[0]:.1f}" in str(
        _arrow(start, end, {start, end, (between, 100.0)})
    )
