"""The area of the style guide, which only developers see."""

from __future__ import annotations

from .routes import bp

__all__ = ["bp"]
