"""Examples of a strategy, drawn as a grading draws them."""

from __future__ import annotations

from typing import Any

from graders import strategies as st
from graders.incell import context, examples


def drawn(strategy: st.SearchStrategy[Any], count: int = 60, *, seed: int = 3) -> list[Any]:
    """Examples of one strategy in a grading of this seed, the simplest first."""
    before = context.current()
    context.set_current(context.Context(seed=seed))
    try:
        return [arguments["value"] for arguments, _ in examples.draw({"value": strategy}, seed, count)]
    finally:
        context.set_current(before)
