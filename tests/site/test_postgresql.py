"""The site on PostgreSQL: what SQLite lets pass must hold there too."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

import config
from seodang.extensions import db
from seodang.factory import create_app
from seodang.services import catalogue

from . import factories
from .conftest import Actor
from .course_in_use import address_of, fill, pages
from .servers import PostgresServer


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Generator[Flask]:
    """The application on a PostgreSQL server of its own."""
    server = PostgresServer()
    try:
        server.start()
        chosen = {"SEODANG_DATABASE_URL": server.url}
        settings = config.load(chosen, instance=tmp_path / "var", environment="test", log_level="ERROR")
        catalogue.bundle.cache_clear()
        app = create_app(settings)
        with app.app_context():
            flask_migrate.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()
    finally:
        server.remove()


def test_every_page_opens(on_postgresql: Flask) -> None:
    """Each query of each page is one that PostgreSQL takes, and so are those of an export."""
    course = factories.make_course()
    student = factories.make_user("minji", course)
    instructor = factories.make_user("teacher", course, "instructor")
    places = fill(course, student, instructor)
    readers = {True: Actor(on_postgresql).login(instructor), False: Actor(on_postgresql).login(student)}

    answers = {
        address: readers[rule.endpoint.startswith("teaching.")].get(address).status_code
        for rule in pages(on_postgresql)
        for address in [address_of(rule, places)]
    }

    assert len(answers) > 12
    assert {address: code for address, code in answers.items() if code not in (200, 302)} == {}
    assert readers[False].get("/account/data.zip").status_code == 200
