"""How often a page asks the database, counted in a process that has met it before."""

from __future__ import annotations

from collections.abc import Mapping

from config import Settings
from seodang.extensions import db
from seodang.factory import create_app
from tests.site.counting import counting


def count(settings: Settings, pages: Mapping[str, str], cookie: str) -> dict[str, int]:
    """Queries of each page, the third time it is opened."""
    app, found = create_app(settings), {}
    client = app.test_client(use_cookies=False)
    with app.app_context():
        for name, path in pages.items():
            for _ in range(2):
                client.get(path, headers={"Cookie": cookie})
            with counting() as sent:
                client.get(path, headers={"Cookie": cookie})
            found[name] = len(sent)
        db.session.remove()
        db.engine.dispose()
    return found
