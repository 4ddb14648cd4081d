"""Events of one running job on their way into the database.

Writing a row costs about as much as a small check, so rows are written by a thread of their own, as many
together as came in meanwhile; the result takes the last ones with it in its own transaction.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ..extensions import OUTAGES

Row = tuple[str, dict[str, Any]]
MAX_ROWS = 20_000  # more than any job has to tell
RETRY_S = 0.5
MAX_POINTS = 500  # of one curve in one row


def bundled(rows: list[Row]) -> list[Row]:
    """The same rows, points of one curve that came between two other events in one row.

    A fast training draws thousands of points; as a row each they would be read again one by one by everybody
    who watches.
    """
    found: list[Row] = []
    open_rows: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, data in rows:
        if kind != "live":
            open_rows.clear()
            found.append((kind, data))
            continue
        key = (data["test"], data["name"])
        points = data.get("points") or [[data["step"], data["value"]]]
        if key not in open_rows or len(open_rows[key]["points"]) + len(points) > MAX_POINTS:
            open_rows[key] = {"test": data["test"], "name": data["name"], "points": []}
            found.append((kind, open_rows[key]))
        open_rows[key]["points"] += points
    return found


class ProgressLog:
    """Collects rows from the grading thread and hands them, in order, to a writer."""

    def __init__(self, write: Callable[[list[Row]], bool]) -> None:
        self._write = write
        self._rows: list[Row] = []
        self._count = 0
        self._changed = threading.Condition()
        self._closed = False
        self.lost = False  #: the lease went to somebody else
        self._thread = threading.Thread(target=self._run, name="progress", daemon=True)
        self._thread.start()

    def add(self, kind: str, data: dict[str, Any]) -> None:
        """Note one event; never waits for the database."""
        with self._changed:
            if self._count < MAX_ROWS:
                self._rows.append((kind, data))
                self._count += 1
            self._changed.notify()

    def close(self) -> list[Row]:
        """Stop writing and return the rows that are not written yet."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()
        return bundled(self._rows)

    def _run(self) -> None:
        """Write what there is, again and again."""
        while True:
            with self._changed:
                while not self._rows and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                rows, self._rows = bundled(self._rows), []
            try:
                if not self._write(rows):
                    self.lost = True
            except OUTAGES:  # the database is away: keep them, in order, for the next try or the result
                with self._changed:
                    self._rows[:0] = rows
                    self._changed.wait_for(lambda: self._closed, RETRY_S)
