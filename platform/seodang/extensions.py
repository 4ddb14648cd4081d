"""What the application shares: the database, sessions, forms, languages, the door bell and the broker."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeout

from config import Settings

from .bell import AnyBell
from .models import Base

if TYPE_CHECKING:
    from .broker import Broker

BUSY_MS = 15_000
CONNECTIONS = 64  #: to the database, of all web processes together
#: What a database that is away, restarts or is overwhelmed raises; the same statement may succeed later.
OUTAGES = (OperationalError, InterfaceError, PoolTimeout)

db = SQLAlchemy(model_class=Base)
migrate = Migrate(directory=str(Path(__file__).parent / "migrations"), render_as_batch=True)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()


def settings() -> Settings:
    """The settings of the application at hand."""
    return cast(Settings, current_app.config["SEODANG"])


def bell() -> AnyBell:
    """The bell of the application at hand."""
    return cast(AnyBell, current_app.extensions["bell"])


def broker() -> Broker | None:
    """The broker of the application at hand, where one is configured."""
    return cast("Broker | None", current_app.extensions["broker"])


def memory() -> dict[str, Any]:
    """What this process keeps in mind for the application at hand, and may forget."""
    return cast(dict[str, Any], current_app.extensions.setdefault("memory", {}))


def engine_options(url: str, processes: int = 1) -> dict[str, Any]:
    """How to connect: fewer connections than a server of 100 has, and a write lock taken when writing begins.

    Threads that find none free wait: a page holds one for milliseconds, a stream only while it looks.
    Under SQLite a transaction that reads first and writes later fails when another one wrote in between,
    whatever the busy time-out says. Python's driver opens a transaction at the first writing statement
    only, and IMMEDIATE makes that statement wait for its turn.
    """
    share = max(8, CONNECTIONS // processes)
    options: dict[str, Any] = {
        "pool_size": share // 4,
        "max_overflow": share - share // 4,
        "pool_pre_ping": not url.startswith("sqlite"),
    }
    if url.startswith("sqlite"):
        options["connect_args"] = {"isolation_level": "IMMEDIATE", "timeout": BUSY_MS / 1000}
    return options


def init_database(app: Flask) -> None:
    """Attach the database and, for SQLite, its pragmas."""
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        event.listen(db.engine, "connect", _set_pragmas)


def _set_pragmas(connection: Any, record: Any) -> None:
    """Write-ahead logging, so that readers and one writer never wait for each other."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
