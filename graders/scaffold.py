"""A new bundle: a small exercise that works, with what an author has to replace marked TODO.

`validate` reports every TODO that is left, and nothing else, in a bundle fresh from here.
"""

from __future__ import annotations

from pathlib import Path

from graders.manifest import Kind

TEMPLATES = Path(__file__).parent / "templates"
_FAMILY: dict[Kind, str] = {"quiz": "quiz", "app": "app"}
_STACK: dict[Kind, str] = {"app": "flask", "tune": "sklearn"}


def scaffold(slug: str, kind: Kind) -> dict[str, str]:
    """The files of a new bundle, by name."""
    folder = TEMPLATES / _FAMILY.get(kind, "code")
    values = {"SLUG": slug, "KIND": kind, "STACK": _STACK.get(kind, "torch")}
    return {
        path.relative_to(folder).as_posix().removesuffix(".txt"): _filled(
            path.read_text(encoding="utf-8"), values
        )
        for path in sorted(folder.rglob("*.txt"))
    }


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text
