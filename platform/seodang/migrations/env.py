"""How Alembic reaches the application's database; run by Flask-Migrate inside an application context."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from seodang.models import Base
from seodang.models.base import UtcTime


def render_item(kind: str, item: Any, autogen_context: Any) -> Any:
    """Write our own types in Alembic's words, so that migrations import nothing of the site."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Migrate over one connection, in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            user_module_prefix="sa.",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
