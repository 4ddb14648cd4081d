"""Pictures that come with exercises and lessons: shown in a document of their own that can run nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from graders.bundle import bundle_from_files
from seodang.models import Course, Exercise

from ..conftest import Actor
from ..factories import bundle_files, make_exercise

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ACTIVE = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
FIGURES = "/courses/test/exercises/double/figures"


@pytest.fixture
def exercise(course: Course) -> Exercise:
    """An exercise with pictures that are more than pictures."""
    files = bundle_files(**{"figures/curve.svg": ACTIVE, "figures/page.html": "<script>alert(1)</script>"})
    files["figures/dot.png"] = b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"
    return make_exercise(course, bundle_from_files(files, slug="double", course="test"))


@pytest.mark.parametrize(("name", "kind"), [("curve.svg", "image/svg+xml"), ("dot.png", "image/png")])
def test_figures_are_sandboxed(auth: Actor, exercise: Exercise, name: str, kind: str) -> None:
    """Its own policy allows nothing but styles, in an origin of its own, as the kind it is named for."""
    answer = auth.get(f"{FIGURES}/{name}")

    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "private" in answer.headers["Cache-Control"]


def test_lessons_drawings_are_sandboxed_alike(auth: Actor, things: Any) -> None:
    """A drawing of a lesson is served in the same way."""
    answer = auth.get("/courses/test/lessons/1-1/figures/curve.svg")

    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.mimetype == "image/svg+xml"


@pytest.mark.parametrize(
    "path",
    [
        "page.html",
        "../checks.py",
        "..%2Fchecks.py",
        "%2e%2e/reference/solution.py",
        "none.svg",
    ],
)
def test_nothing_else_of_a_bundle_has_an_address(auth: Actor, exercise: Exercise, path: str) -> None:
    """Other kinds of files, and ways out of the folder, lead nowhere."""
    assert auth.get(f"{FIGURES}/{path}").status_code == 404


def test_pages_never_take_a_figure_in(app: Flask, auth: Actor, exercise: Exercise) -> None:
    """A figure is fetched as an image; its text does not become part of a page."""
    page = auth.get("/courses/test/exercises/double").text

    assert "alert(1)" not in page
