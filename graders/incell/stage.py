"""A fresh application: its module imported anew, with a new database and no cookies.

Used on both sides, so that the student's application and the reference begin each sequence of requests in the
same state: what a module kept in its globals, in files or in its database is gone. A cell cannot change its
current folder, so files go by name: those that were there before stay, all others are removed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from graders.incell.http import Applications, Crash, Describe
from graders.incell.records import Record, forget_loggers, recorded
from graders.incell.student import import_entry, write_files
from graders.incell.tampering import Change

#: redirects followed for one request, as few as a person would notice
MAX_REDIRECTS = 5
MAX_ROWS = 200
_DATABASE = "app.db"
_SQLITE = b"SQLite format 3\0"
_REDIRECTS = (301, 302, 303, 307, 308)

#: client, method, path, query, headers, body, whether to follow redirects, changes of cookies before it
Request = tuple[int, str, str, dict[str, Any], list[list[str]], bytes, bool, Sequence[Change]]
#: status, headers, body, the exception behind it, log records
Answer = tuple[int, list[tuple[str, str]], bytes, Crash | None, list[Record]]
#: name and columns of a table
Table = tuple[str, list[str]]
#: the rows of a table in any order, or why there are none
Rows = list[list[Any]] | str


class Stage:
    """One fresh application at a time.

    The first of `folders` holds the module's files; all of them may come to hold files of the application.
    `kept` are the files that are not the application's.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        entry: str,
        folders: Sequence[str],
        kept: Container[str],
        describe: Describe,
    ) -> None:
        self._files = files
        self._entry = entry
        self._folders = folders
        self._kept = kept
        self._describe = describe
        self._applications: Applications | None = None

    def play(
        self, config: dict[str, Any] | None, requests: Sequence[Request], tables: Sequence[Table]
    ) -> list[tuple[list[Answer], list[Rows]]]:
        """For each request its answers (more than one if redirects are followed) and the rows after it.

        A configuration asks for a fresh application; without one the present one goes on. Without a request
        there is one entry, with the rows as they are.
        """
        if config is not None or self._applications is None:
            self._applications = self._renew(config or {})
        applications = self._applications
        applications.start()
        if not requests:
            return [([], [self._rows(*table) for table in tables])]
        return [
            (_answers(applications, self._describe, *request), [self._rows(*table) for table in tables])
            for request in requests
        ]

    def _renew(self, config: dict[str, Any]) -> Applications:
        """Import the module again, in folders without traces of the application before it."""
        self._applications = None
        home = self._folders[0]
        for name in self._files:
            if name.endswith(".py"):
                sys.modules.pop(name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"), None)
        forget_loggers()
        gc.collect()  # cells collect nothing by themselves, and each old application holds open files
        for path in self._strays():
            os.unlink(path)
        for folder in self._folders:
            _remove_empty(folder)
        write_files(self._files, home)
        if home in sys.path:
            sys.path.remove(home)  # the import puts it first again: a name may be somebody else's too
        module = import_entry(self._entry, self._files[self._entry.replace(".", "/") + ".py"], home)
        return Applications(module, self._describe, self._settings(config))

    def _settings(self, config: dict[str, Any]) -> dict[str, Any]:
        """The configuration of an application: where its database is to be, and the author's own keys."""
        path = os.path.join(self._folders[-1], _DATABASE)
        return {
            "SECRET_KEY": "a key for one sequence of requests",
            "DATABASE": path,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}",
            **config,
        }

    def _strays(self) -> list[str]:
        """The files that applications made."""
        found = [
            os.path.join(folder, name)
            for root in self._folders
            for folder, _, names in os.walk(root)
            for name in sorted(names)
        ]
        return [path for path in dict.fromkeys(found) if path not in self._kept]

    def _rows(self, table: str, columns: Sequence[str]) -> Rows:
        """Rows as another connection sees them, so that what was not committed does not count."""
        names = ", ".join(map(_quoted, columns)) or "*"
        query = f"SELECT {names} FROM {_quoted(table)}"  # noqa: S608 - names are quoted
        failure = "no database"
        for path in self._databases():
            try:
                with contextlib.closing(sqlite3.connect(path, timeout=0.5)) as connection:
                    found = connection.execute(query).fetchmany(MAX_ROWS)
            except sqlite3.Error as error:
                failure = f"{type(error).__name__}: {error}"
                continue
            return [list(row) for row in found]
        return failure

    def _databases(self) -> Iterator[str]:
        """SQLite files of the application: first the one it was told to use, which mostly is the only one."""
        first = os.path.join(self._folders[-1], _DATABASE)
        if _is_database(first):
            yield first
        for path in self._strays():
            if path != first and _is_database(path):
                yield path


def _answers(
    applications: Applications,
    describe: Describe,
    client: int,
    method: str,
    path: str,
    query: dict[str, Any],
    headers: list[list[str]],
    body: bytes,
    follow: bool,
    changes: Sequence[Change] = (),
) -> list[Answer]:
    """The answer to one request, and to those that it is redirected to if these are followed."""
    if changes:
        applications.change_cookies(client, changes)
    answers = [_answer(applications, describe, client, method, path, query, headers, body)]
    while follow and len(answers) <= MAX_REDIRECTS and answers[-1][0] in _REDIRECTS:
        path = urljoin(path, dict(answers[-1][1]).get("Location", ""))
        if urlsplit(path).netloc not in ("", "localhost"):
            break
        again: tuple[Any, ...] = ("GET", path, {}, [], b"")
        if answers[-1][0] in (307, 308):
            again = (method, path, {}, headers, body)
        answers.append(_answer(applications, describe, client, *again))
    return answers


def _answer(applications: Applications, describe: Describe, *request: Any) -> Answer:
    """One answer; an exception that the application lets through is one of status 500, as servers do."""
    with recorded() as records:
        try:
            status, headers, body, crash = applications.request(*request)
        except Exception as error:  # noqa: BLE001 - edge: around the application's code
            status, headers, body, crash = 500, [("Content-Type", "text/plain")], b"", describe(error)
    return status, headers, body, crash, records


def _is_database(path: str) -> bool:
    """Whether this file is one of SQLite's."""
    with contextlib.suppress(OSError), open(path, "rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
    return False


def _remove_empty(root: str) -> None:
    """Remove the folders below this one that hold nothing."""
    for folder, _, _ in os.walk(root, topdown=False):
        if folder != root and not os.listdir(folder):
            os.rmdir(folder)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
