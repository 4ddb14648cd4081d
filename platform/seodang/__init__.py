"""The site: students write code in the browser and hear about every check as it runs."""

from __future__ import annotations

from .factory import create_app

__all__ = ["create_app"]
