"""A small web application with a database, its checks, and five ways in which it can be wrong."""

from __future__ import annotations

from graders.bundle import Bundle, bundle_from_files

RIGHT = """
import sqlite3

from flask import Flask, g, jsonify, redirect, request


def create_app(config):
    app = Flask(__name__)
    app.config.update(config)

    def db():
        if "db" not in g:
            g.db = sqlite3.connect(app.config["DATABASE"])
        return g.db

    with app.app_context():
        db().execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, edits INTEGER)")
        db().commit()

    @app.teardown_appcontext
    def close(error):
        if "db" in g:
            g.pop("db").close()

    @app.post("/notes")
    def add():
        text = request.form.get("text", "")
        if not text:
            return "no text", 400
        key = db().execute("INSERT INTO notes (text, edits) VALUES (?, 0)", [text]).lastrowid
        db().commit()
        return redirect(f"/notes/{key}", 303)

    @app.get("/notes/<int:key>")
    def show(key):
        row = db().execute("SELECT text, edits FROM notes WHERE id = ?", [key]).fetchone()
        if row is None:
            return "no note", 404
        return f"<h1>{row[0]}</h1><p>{row[1]} edits</p>"

    @app.post("/notes/<int:key>")
    def edit(key):
        text = request.form.get("text", "")
        if db().execute("SELECT 1 FROM notes WHERE id = ?", [key]).fetchone() is None:
            return "no note", 404
        if not text:
            return "no text", 400
        db().execute("UPDATE notes SET text = ?, edits = edits + 1 WHERE id = ?", [text, key])
        db().commit()
        return redirect(f"/notes/{key}")

    @app.delete("/notes/<int:key>")
    def remove(key):
        found = db().execute("DELETE FROM notes WHERE id = ?", [key]).rowcount
        db().commit()
        return ("", 204) if found else ("no note", 404)

    @app.post("/theme")
    def theme():
        answer = jsonify(theme=request.form.get("theme", "light"))
        answer.set_cookie("theme", "dark", max_age=3600, httponly=True, samesite="Lax")
        return answer

    return app
"""

#: name -> the line of the right application that is wrong, and what stands there instead
BUGS = {
    "status": ('return ("", 204) if found else ("no note", 404)', 'return "", 204'),
    "redirect": ('return redirect(f"/notes/{key}")', 'return redirect("/notes")'),
    "cookie": ("max_age=3600, httponly=True", "max_age=3600"),
    "lost update": ("edits = edits + 1 WHERE", "edits = 1 WHERE"),
    "validation order": (
        """        if db().execute("SELECT 1 FROM notes WHERE id = ?", [key]).fetchone() is None:
            return "no note", 404
        if not text:
            return "no text", 400
""",
        """        if not text:
            return "no text", 400
        if db().execute("SELECT 1 FROM notes WHERE id = ?", [key]).fetchone() is None:
            return "no note", 404
""",
    ),
}

CHECKS = """
from graders import given, strategies as st

KEYS = st.sampled_from([1, 1, 2])
TEXTS = st.sampled_from(["tea", "", "milk & <b>honey</b>"])
ADD = st.request("POST", "/notes", form={"text": TEXTS})
ACTIONS = [
    st.request("POST", "/notes/{key}", key=KEYS, form={"text": TEXTS}),
    st.request("GET", "/notes/{key}", key=KEYS),
    st.request("DELETE", "/notes/{key}", key=KEYS),
    st.request("POST", "/theme", form={"theme": st.optional("dark")}),
    ADD,
]


@given(max_examples=40, sequence=st.request_sequences(ACTIONS, max_steps=12))
def test_any_sequence(apps, sequence):
    apps.compare(sequence, tables={"notes": ["id", "text", "edits"]})
"""

_MANIFEST = """
schema = 1
kind = "app"
title = { en = "Notes", ko = "메모" }
files = { submit = [FILES] }
environment = { stack = "flask" }
"""
_CHECK = """
[[checks]]
test = "TEST"
points = 1
title = { en = "Notes", ko = "메모" }
hint = { en = "Notes.", ko = "메모." }
"""


def bundle(checks: str = CHECKS, reference: dict[str, str] | None = None) -> Bundle:
    """An exercise about the small application, or about the reference of these files."""
    sources = reference or {"solution.py": RIGHT}
    tests = [
        line.split("(")[0].removeprefix("def ")
        for line in checks.splitlines()
        if line.startswith("def test_")
    ]
    manifest = _MANIFEST.replace("FILES", ", ".join(f'"{name}"' for name in sources))
    files = {
        "exercise.toml": manifest + "".join(map(_check, tests)),
        "prompt.en.md": "Write it.",
        "prompt.ko.md": "구현하세요.",
        "checks.py": checks,
        **{f"{folder}/{name}": text for name, text in sources.items() for folder in ("reference", "starter")},
    }
    return bundle_from_files(
        {name: text.encode() for name, text in files.items()}, slug="notes", course="demo"
    )


def _check(test: str) -> str:
    """The entry of a check; one whose name says so is hidden."""
    return _CHECK.replace("TEST", test) + ('visibility = "hidden"\n' if test.endswith("_hidden") else "")


def wrong(bug: str) -> bytes:
    """The small application with one mistake."""
    before, after = BUGS[bug]
    assert RIGHT.count(before) == 1, bug
    return RIGHT.replace(before, after).encode()
