"""A fresh application remembers nothing of the one before it, and leaves nothing open."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from graders.incell.http import NoApplication
from graders.incell.stage import Stage

APP = """
import sqlite3
from flask import Flask, request
import parts

def create_app(config):
    app = Flask(__name__)
    app.config.update(config)
    open(app.root_path + "/made.txt", "w").close()
    db = sqlite3.connect(config["DATABASE"], check_same_thread=False)
    app.cycle = [app, db]  # what only a collection closes
    db.execute("CREATE TABLE seen (word TEXT)")

    @app.post("/")
    def add():
        parts.WORDS.append(request.form["word"])
        db.execute("INSERT INTO seen VALUES (?)", [request.form["word"]])
        if request.args:
            db.commit()
        return ",".join(parts.WORDS)

    return app
"""


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """An application of two modules, beside a file of somebody else's."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "kept.db").write_bytes(b"SQLite format 3\0")
    files = {"staged.py": APP.encode(), "parts.py": b"WORDS = []\n"}
    kept = {str(tmp_path / name) for name in [*files, "kept.db"]}
    return Stage(files, "staged", [str(tmp_path)], kept, lambda error: (type(error).__name__, str(error), []))


def add(word: str, path: str = "/") -> Any:
    """A request that adds a word."""
    form = [["Content-Type", "application/x-www-form-urlencoded"]]
    return (0, "POST", path, {}, form, f"word={word}".encode(), False)


def test_globals_files_and_rows_are_gone(stage: Stage, tmp_path: Path) -> None:
    """Modules are imported anew and files of the application are removed; what was there before stays."""
    for word in ("a", "b"):
        ((answers, (rows,)),) = stage.play({}, [add(word, "/?commit=1")], [("seen", ["word"])])

        assert (answers[0][0], answers[0][2], rows) == (200, word.encode(), [[word]])
    assert sorted(os.listdir(tmp_path)) == ["app.db", "kept.db", "made.txt", "parts.py", "staged.py"]


def test_the_present_application_goes_on_without_a_configuration(stage: Stage) -> None:
    """Only a configuration asks for a fresh application; rows can be asked for without a request."""
    stage.play({}, [add("a")], [])

    ((answers, _),) = stage.play(None, [add("b", "/?commit=1")], [])
    ((none, (rows,)),) = stage.play(None, [], [("seen", ["word"])])

    assert (answers[0][2], none, rows) == (b"a,b", [], [["a"], ["b"]])


def test_rows_that_cannot_be_read_are_told(stage: Stage) -> None:
    """What was not committed is no row, and a table that is not there has a reason instead of rows."""
    ((_, (open_rows, missing)),) = stage.play({}, [add("a")], [("seen", ["word"]), ("none", ["word"])])

    assert open_rows == []
    assert isinstance(missing, str)
    assert "no such table" in missing


def test_old_applications_are_closed(stage: Stage) -> None:
    """Only the last application's files are open, also where nothing is collected by itself."""
    gc.disable()
    try:
        stage.play({}, [add("a")], [])
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(10):
            stage.play({}, [add("a")], [])
        after = len(os.listdir("/proc/self/fd"))
    finally:
        gc.enable()

    assert after <= before + 1


def test_what_an_application_refuses_is_an_answer(stage: Stage) -> None:
    """A request that Flask itself refuses is no exception of the application; the next one is answered."""
    refused, good = stage.play({}, [(0, "POST", "/", {}, [], b"", False), add("a")], [])

    assert (refused[0][0][0], refused[0][0][3]) == (400, None)
    assert good[0][0][2] == b"a"


def test_a_module_without_application_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither `app` nor `create_app` is the submission's own fault."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    stage = Stage({"staged.py": b"x = 1\n"}, "staged", [str(tmp_path)], set(), lambda error: ("", "", []))

    with pytest.raises(NoApplication):
        stage.play({}, [], [])
