"""Numbers of rows in addresses and forms: one that no row can have leads nowhere, like any wrong one."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1  # what a column of whole numbers can hold; a database refuses to look for more


class RowConverter(IntegerConverter):
    """`<int:id>` in a route."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Let every `int` of a route be the number of a row."""
    app.url_map.converters["int"] = RowConverter


def row_number(text: str) -> int:
    """A number that a row may have, from a form or a query; raises ValueError for any other text."""
    if not (text.isascii() and text.isdigit()) or not int(text[:20]) <= LARGEST or len(text) > 19:
        raise ValueError("no number of a row")
    return int(text)
