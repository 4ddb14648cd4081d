"""Where the built front end lies."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import url_for

STATIC = Path(__file__).parent / "static"
MANIFESTS = ("dist/.vite/manifest.json", "dist/manifest.json")


def asset(name: str) -> str:
    """The address of a built file, by the name of its source or its bare name."""
    manifest = _manifest()
    for key in (name, f"src/{name}", *(k for k in manifest if k.rpartition("/")[2] == name)):
        if key in manifest:
            return url_for("static", filename=f"dist/{manifest[key]}")
    return url_for("static", filename=name)


def _manifest() -> dict[str, str]:
    """Built files by the names of their sources, as the latest build left them."""
    for place in MANIFESTS:
        path = STATIC / place
        try:
            return _read(path, path.stat().st_mtime_ns)
        except FileNotFoundError:
            continue
    return {}


@lru_cache(maxsize=4)
def _read(path: Path, built_at: int) -> dict[str, str]:
    """One manifest, read once per build."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    found = {key: str(entry["file"]) for key, entry in entries.items()}
    for key, entry in entries.items():
        for number, style in enumerate(entry.get("css", ())):
            found.setdefault(f"{key.rpartition('.')[0]}.css" if number == 0 else style, style)
    return found
