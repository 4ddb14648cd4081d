from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

import config
from seodang.extensions import db
from seodang.factory import create_app
from seodang.models import Base, Submission
from seodang.services import leases, submissions

from . import factories
from .servers import PostgresServer


def _differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_migrations_make_what_the_models_say(app: Flask) -> None:
    """A migrated database has exactly the tables, columns and indexes of the models."""
    assert _differences() == []


def test_migrating_again_changes_nothing(app: Flask) -> None:
    """A second start finds everything in place."""
    flask_migrate.upgrade()

    assert _differences() == []


def test_migrations_can_be_taken_back(app: Flask) -> None:
    """Downgrading leaves an empty database, from which everything can be made again."""
    flask_migrate.downgrade(revision="base")
    assert db.inspect(db.engine).get_table_names() == ["alembic_version"]
    flask_migrate.upgrade()

    assert _differences() == []


def test_sqlite_is_set_up_for_readers_beside_a_writer(app: Flask) -> None:
    """Write-ahead logging, enforced keys and a patient writer on every connection."""
    with db.engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }

    assert values == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 15000}


@pytest.fixture
def postgres() -> Generator[str]:
    """A PostgreSQL server of one's own, reached through a socket."""
    server = PostgresServer()
    try:
        server.start()
        yield server.url
    finally:
        server.remove()


def test_postgresql_does_the_same(postgres: str, tmp_path: Path) -> None:
    """On PostgreSQL migrations fit the models, and a submission is queued, leased and finished once."""
    settings = config.load(
        {}, instance=tmp_path / "var", environment="test", database=postgres, log_level="ERROR"
    )
    with create_app(settings).app_context():
        flask_migrate.upgrade()
        assert _differences() == []
        exercise = factories.make_exercise(factories.make_course())
        user = factories.make_user(course=exercise.course)
        made = submissions.create(user, exercise, {"solution.py": b"x = 1"}, "submit", "some-token")
        assert (
            submissions.create(user, exercise, {"solution.py": b"x = 1"}, "submit", "some-token").id
            == made.id
        )
        lease = leases.claim()
        assert lease is not None
        assert leases.claim() is None
        assert leases.append(lease, [("check", {"test": "a"})])
        assert leases.finish(lease, {"verdict": "AC", "score": 1.0}, [("verdict", {"verdict": "AC"})])
        assert not leases.finish(lease, {"verdict": "WA"})
        db.session.expire_all()
        assert db.session.query(Submission).one().verdict == "AC"
        db.session.remove()
        db.engine.dispose()
