"""What a first visit to a page transfers, as the build and the server send it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seodang import assets
from seodang.models import Course, User
from tests import needs

from .conftest import Actor
from .course_in_use import address_of, fill, pages

FONTS = (".woff", ".woff2", ".ttf", ".otf")
FACE = re.compile(r"@font-face\s*\{[^}]*\}")
KIB = 1024
READING, WORKSPACE = 60 * KIB, 200 * KIB
REFERENCE = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"')


@pytest.fixture
def manifest() -> dict[str, dict[str, Any]]:
    """What the build says of its files."""
    path = assets.STATIC / assets.MANIFEST
    needs.require("the built front end", path.is_file(), "no manifest; build it with: make setup")
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _with_imports(manifest: dict[str, dict[str, Any]], urls: set[str]) -> set[str]:
    """These files and every chunk they load at once; what a button loads is no part of the visit."""
    keys = {f"/static/dist/{entry['file']}": key for key, entry in manifest.items()}
    waiting = [keys[url] for url in urls if url in keys]
    for key in waiting:
        waiting += [part for part in manifest[key].get("imports", ()) if part not in waiting]
    return urls | {f"/static/dist/{manifest[key]['file']}" for key in waiting}


def _built() -> list[str]:
    """Every file of the build."""
    folder = assets.STATIC / "dist"
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


class Scales:
    """Weighs addresses in one encoding as one reader gets them; a file is fetched once."""

    def __init__(self, reader: Actor, manifest: dict[str, dict[str, Any]], encoding: str) -> None:
        self._get = partial(reader.get, headers={"Accept-Encoding": encoding})
        self._reader, self._manifest = reader, manifest
        self._files: dict[str, int] = {}

    def page(self, url: str) -> int:
        """Bytes of a page and of all it names, with every font, as for a reader who has none of them."""
        named = set(REFERENCE.findall(self._reader.get(url).text))
        fonts = {f"/static/dist/{path}" for path in _built() if path.endswith(FONTS)}
        return len(self._get(url).data) + sum(map(self._file, _with_imports(self._manifest, named) | fonts))

    def _file(self, url: str) -> int:
        """Bytes of one file."""
        if url not in self._files:
            with self._get(url) as answer:
                self._files[url] = len(answer.data)
        return self._files[url]


def test_no_page_is_heavy(
    app: Flask,
    manifest: dict[str, dict[str, Any]],
    course: Course,
    browse: Callable[..., Actor],
    student: User,
    instructor: User,
) -> None:
    """A page to read comes with at most 60 KiB of everything, the workspace and its editor with 200."""
    places = fill(course, student, instructor)
    encodings = ("br", "gzip")
    teacher, reader = (
        [Scales(browse(user), manifest, e) for e in encodings] for user in (instructor, student)
    )
    heavy, seen = {}, 0
    for rule in pages(app):
        most = WORKSPACE if rule.endpoint in ("exercises.show", "styleguide.show") else READING
        for scales in teacher if rule.endpoint.startswith("teaching.") else reader:
            seen += 1
            size = scales.page(address_of(rule, places))
            if size > most:
                heavy[rule.rule] = size

    assert seen > 24
    assert heavy == {}


def test_the_editor_is_loaded_where_it_is_used(
    manifest: dict[str, dict[str, Any]], course: Course, auth: Actor, student: User, instructor: User
) -> None:
    """Only the workspace names the editor's script; its own style sheet too is named there alone."""
    places = fill(course, student, instructor)
    desk = auth.get("/courses/test/exercises/double").text
    others = [
        f"/courses/{course.slug}",
        f"/submissions/{places['submission']}",
        f"/variants/{places['variant']}",
    ]

    for source in ("src/workspace.ts", "styles/desk.css"):
        file = manifest[source]["file"]
        assert file in desk
        assert all(file not in auth.get(url).text for url in others)


def test_no_page_waits_for_a_font(manifest: dict[str, dict[str, Any]]) -> None:
    """A face that comes late is left out of that visit, so it neither hides text nor moves it."""
    styles = [path.read_text(encoding="utf-8") for path in (assets.STATIC / "dist").rglob("*.css")]
    faces = [face for text in styles for face in FACE.findall(text)]

    assert styles
    assert all("font-display:optional" in face for face in faces)
    assert not any("@import" in text for text in styles)
