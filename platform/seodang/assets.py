"""The built front end: where its files lie, and how they are sent.

The name of a built file holds a hash of what is in it, so browsers may keep it for good. The build leaves a
copy in each encoding beside it (vite.config.ts), and the kernel sends that copy without our reading it.
"""

from __future__ import annotations

import json
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_from_directory, url_for

STATIC = Path(__file__).parent / "static"
MANIFEST = "dist/manifest.json"
BUILT = "dist/assets/"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
YEAR_S = 31_536_000
HOUR_S = 3600


def init_app(app: Flask) -> None:
    """Send static files our way, and let templates, macros too, name built ones."""
    app.view_functions["static"] = send
    app.jinja_env.globals.update(asset=asset, chunks=chunks)


def asset(name: str) -> str:
    """The address of a built file, by the name of its source or its bare name."""
    entries = _entries()
    for key in (name, f"src/{name}", *(k for k in entries if k.rpartition("/")[2] == name)):
        if key in entries:
            return _address(entries[key])
    return url_for("static", filename=name)


def chunks(name: str) -> list[str]:
    """The addresses of what a built script imports at once, so that a page can ask for all of it early."""
    entries, found, waiting = _entries(), list[str](), [name]
    for key in waiting:
        for part in entries.get(key, {}).get("imports", ()):
            if part not in waiting:
                waiting.append(part)
                found.append(_address(entries[part]))
    return found


def send(filename: str) -> Response:
    """A static file, in the smallest encoding that the browser takes and the build has left."""
    built = filename.startswith(BUILT)
    encoding, suffix = _encoding(filename) if built else ("", "")
    kind = mimetypes.guess_type(filename)[0]
    answer = send_from_directory(
        STATIC, filename + suffix, mimetype=kind, max_age=YEAR_S if built else HOUR_S
    )
    answer.headers.pop("Content-Disposition", None)  # it would tell the name of the copy
    answer.cache_control.public = True
    answer.cache_control.immutable = built
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    if built:
        answer.vary.add("Accept-Encoding")
    return answer


def _encoding(filename: str) -> tuple[str, str]:
    """The best encoding a built file can be sent in, and the end of that copy's name; empty for the file."""
    taken = request.accept_encodings
    for encoding, suffix in ENCODINGS:
        if taken[encoding] > 0 and (STATIC / (filename + suffix)).is_file():
            return encoding, suffix
    return "", ""


def _address(entry: dict[str, Any]) -> str:
    """Where one entry of the manifest is served."""
    return url_for("static", filename=f"dist/{entry['file']}")


def _entries() -> dict[str, dict[str, Any]]:
    """What the latest build wrote of each source; nothing before the first one."""
    path = STATIC / MANIFEST
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=2)
def _read(path: Path, built_at: int) -> dict[str, dict[str, Any]]:
    """One manifest, read once per build."""
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
