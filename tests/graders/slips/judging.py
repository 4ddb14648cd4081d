"""What a student would be told about a wrong result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graders import assert_close
from graders.errors import Mismatch
from graders.slips.slip import Slip


def diagnosis(got: Any, expected: Any, slips: Iterable[Slip] = (), **rules: Any) -> list[str] | None:
    """The names of the slips that are told, or None where the comparison passes."""
    try:
        assert_close(got, expected, slips=slips, **rules)
    except Mismatch as mismatch:
        return [each["slip"] for each in mismatch.explained().detail.get("diagnosis", [])]
    return None
