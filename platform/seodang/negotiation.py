"""What a client wants to be answered with, and where it may be sent."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request, url_for

JSON = "application/json"


def wants_json() -> bool:
    """Does the client ask for JSON before pages?"""
    accept = request.accept_mimetypes
    return accept.best_match(["text/html", JSON]) == JSON and accept[JSON] > accept["text/html"]


def local_path(target: str | None) -> str:
    """The place on this site a client asked to go on to, or the front page."""
    text = (target or "").strip()
    parts = urlsplit(text.replace("\\", "/"))
    safe = (
        text.startswith("/")
        and not text.startswith("//")
        and not parts.scheme
        and not parts.netloc
        and text.isprintable()
        and "\\" not in text
    )
    return text if safe else url_for("pages.home")
