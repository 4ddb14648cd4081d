# technique: seven powers of ten first, then steps around the best one, then other values of C
from __future__ import annotations

from typing import Any

COARSE = [1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3]
FINE = [10**0.5, 10**-0.5]
OTHER_C = [1.0, 100.0, 3.0]


def propose(history: list[dict[str, Any]]) -> dict[str, Any]:
    """Return kernel, C and gamma of the next try."""
    step = len(history)
    if step < len(COARSE):
        return {"kernel": "rbf", "C": 10.0, "gamma": COARSE[step]}
    step -= len(COARSE)
    if step < len(FINE):
        centre = _best(history[: len(COARSE)])
        return {**centre, "gamma": min(1e4, centre["gamma"] * FINE[step])}
    step -= len(FINE)
    return {**_best(history), "C": OTHER_C[step % len(OTHER_C)]}


def _best(tries: list[dict[str, Any]]) -> dict[str, Any]:
    found = max(tries, key=lambda each: each["validation_accuracy"])
    return {name: found[name] for name in ("kernel", "C", "gamma")}
