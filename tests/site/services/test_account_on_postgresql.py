"""What is written differently for each database: archives that are streamed, and keys that cascade."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Generator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

import config
from seodang.extensions import db
from seodang.factory import create_app
from seodang.services import catalogue, deletion, export, quotas

from .. import factories
from ..everything import leave_traces, rows_of, tables_of_people
from ..servers import PostgresServer


@pytest.fixture
def app(tmp_path: Path) -> Generator[Flask]:
    """The application on a PostgreSQL of its own."""
    server = PostgresServer()
    catalogue.bundle.cache_clear()
    try:
        server.start()
        app = create_app(
            config.load(
                {}, instance=tmp_path / "var", environment="test", database=server.url, log_level="ERROR"
            )
        )
        with app.app_context():
            flask_migrate.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()
    finally:
        server.remove()


def test_account_comes_whole_and_goes_whole(app: Flask) -> None:
    """The archive holds every table, tokens are counted and given back, and deletion leaves nothing."""
    course = factories.make_course()
    exercise = factories.make_exercise(course)
    quiz = factories.make_exercise(course, factories.quiz_bundle())
    user = factories.make_user("minji", course)
    user_id = user.id
    leave_traces(user, exercise, quiz)
    row = factories.make_submission(user, exercise)

    assert quotas.left(user, exercise)["submit"].tokens == 29
    quotas.give_back(row)
    db.session.commit()
    assert quotas.left(user, exercise)["submit"].tokens == 30
    with export.archive(user) as file, zipfile.ZipFile(file) as packed:
        assert all(json.loads(packed.read(f"{part.name}.json")) for part in export.PARTS)
    assert {name for name, count in rows_of(user_id).items() if count} == tables_of_people()
    deletion.delete_account(user)
    assert not any(rows_of(user_id).values())
