"""The process tree of this machine, read from /proc."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def parents() -> dict[int, int]:
    """The parent of every living process; one that has ended and waits to be reaped is not living."""
    found: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                found[int(folder.name)] = int(fields[1])
    return found


def descendants(roots: Iterable[int]) -> set[int]:
    """Every living process below some, themselves included."""
    tree = parents()
    found = set(roots) & tree.keys()
    while more := {child for child, parent in tree.items() if parent in found} - found:
        found |= more
    return found
