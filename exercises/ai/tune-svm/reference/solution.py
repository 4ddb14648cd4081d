"""Twelve values of gamma, a little more than half a power of ten apart, and a C that suits most borders."""

from __future__ import annotations

from typing import Any


def propose(history: list[dict[str, Any]]) -> dict[str, Any]:
    """Return kernel, C and gamma of the next try."""
    return {"kernel": "rbf", "C": 10.0, "gamma": 10 ** (0.55 * len(history) - 3)}
