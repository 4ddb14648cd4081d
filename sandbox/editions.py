"""Whether two processes run the same sources: a worker, and the service in an image built earlier.

A stale image does not fail at once. It fails in the middle of a grading, in words that help
nobody, or grades by yesterday's rules. So a service tells a digest of each source file it
has, and a worker whose own files differ does not use it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]  #: where our packages lie side by side, here and in the image
_LONGEST_NAME = 100


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


@lru_cache(maxsize=16)
def _sources(package: str) -> dict[str, str]:
    # A service may have sent the name, and it lives with code we distrust: nothing is looked up by it.
    folder = _ROOT / package
    if len(package) > _LONGEST_NAME or not package.isidentifier() or not folder.is_dir():
        return {}
    return {
        f"{package}/{path.relative_to(folder).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(folder.rglob("*.py"))
    }
