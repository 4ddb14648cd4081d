"""The area of one's own account."""

from __future__ import annotations

from .routes import bp

__all__ = ["bp"]
