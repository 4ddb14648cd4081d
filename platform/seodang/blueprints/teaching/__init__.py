"""The area of teaching."""

from __future__ import annotations

from . import assignments
from .routes import bp

__all__ = ["assignments", "bp"]
