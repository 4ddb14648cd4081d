"""What the drawing of a figure consists of, before it is wrapped."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Drawn:
    """Elements in a drawing of this size, and what they show in a few words."""

    width: float
    height: float
    body: list[Markup]
    said: str
