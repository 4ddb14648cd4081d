"""Applications with a broker, and the servers they need."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

import config
from seodang.extensions import db
from seodang.factory import create_app
from seodang.services import catalogue

from ...servers import PostgresServer, RedisServer

ROOT = Path(__file__).parents[4]
LEASE_S = 2
StartWorker = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def redis_server(tmp_path: Path) -> Generator[RedisServer]:
    """A Redis that runs."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def postgres_server() -> Generator[PostgresServer]:
    """A PostgreSQL that runs."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def app(instance: Path, redis_server: RedisServer) -> Generator[Flask]:
    """The application with a broker, on SQLite, with its context pushed."""
    yield from _pushed(_settings(instance, redis_server))


@pytest.fixture
def big_app(tmp_path: Path, redis_server: RedisServer, postgres_server: PostgresServer) -> Generator[Flask]:
    """The application with a broker, on PostgreSQL, with its context pushed."""
    settings = _settings(tmp_path / "var", redis_server, database=postgres_server.url)
    with create_app(settings).app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    yield from _pushed(settings)


@pytest.fixture
def start_worker(app: Flask) -> Generator[StartWorker]:
    """Start worker processes with a stand-in for the grader, killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> subprocess.Popen[bytes]:
        settings: config.Settings = app.config["SEODANG"]
        command = [sys.executable, "-m", "tests.site.dispatch.worker_process", str(settings.instance)]
        command += ["--broker", settings.broker_file, *options]
        started.append(subprocess.Popen(command, cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def _settings(folder: Path, server: RedisServer, **more: object) -> config.Settings:
    return config.load(
        {},
        instance=folder,
        environment="test",
        slots=2,
        lease_s=LEASE_S,
        log_level="ERROR",
        broker_file=str(server.url_file),
        **more,
    )


def _pushed(settings: config.Settings) -> Generator[Flask]:
    catalogue.bundle.cache_clear()
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
