"""Whether two processes run the same sources: a worker, and the service in an image built earlier.

A stale image does not fail at once. It fails in the middle of a grading, in words that help
nobody, or grades by yesterday's rules. So a service tells a digest of each source file it
has, and a worker whose own files differ does not use it.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path


def edition_of(packages: Iterable[str]) -> dict[str, str]:
    """A digest of each source file of these packages, by its path."""
    found: dict[str, str] = {}
    for package in sorted(set(packages)):
        found |= _sources(package)
    return found


def differing(theirs: Mapping[str, str]) -> list[str]:
    """Paths of files that another process has, and that are not the same here."""
    ours = edition_of(path.partition("/")[0] for path in theirs)
    return sorted(path for path, digest in theirs.items() if ours.get(path) != digest)


@cache
def _sources(package: str) -> dict[str, str]:
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return {
        f"{package}/{path.relative_to(folder).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for folder in map(Path, folders)
        for path in sorted(folder.rglob("*.py"))
    }
