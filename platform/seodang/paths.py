"""Paths of pages, built once: an outline has a hundred, and they never change while the site runs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import request, url_for


def path_to(endpoint: str, **values: str) -> str:
    """What `url_for` says of this endpoint, by names and short texts that come again and again."""
    return _path_to(request.script_root, endpoint, tuple(values.items()))


@lru_cache(maxsize=8192)
def _path_to(root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    """The path below where the site is mounted."""
    given: dict[str, Any] = dict(values)
    return url_for(endpoint, **given)
