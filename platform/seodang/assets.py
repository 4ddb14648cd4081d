"""Where the built front end lies."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import current_app, url_for

STATIC = Path(__file__).parent / "static"
MANIFESTS = ("dist/.vite/manifest.json", "dist/manifest.json")


def asset(name: str) -> str:
    """The address of a built file, by the name of its source or its bare name."""
    manifest = _read() if not current_app.debug else _read.__wrapped__()
    for key in (name, f"src/{name}", *(k for k in manifest if k.rpartition("/")[2] == name)):
        if key in manifest:
            return url_for("static", filename=f"dist/{manifest[key]}")
    return url_for("static", filename=name)


@cache
def _read() -> dict[str, str]:
    """Built files by the names of their sources."""
    for place in MANIFESTS:
        path = STATIC / place
        if path.is_file():
            entries = json.loads(path.read_text(encoding="utf-8"))
            found = {key: entry["file"] for key, entry in entries.items()}
            for key, entry in entries.items():
                for number, style in enumerate(entry.get("css", ())):
                    found.setdefault(f"{key.rpartition('.')[0]}.css" if number == 0 else style, style)
            return found
    return {}
