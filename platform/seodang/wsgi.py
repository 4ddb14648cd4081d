"""The application for WSGI servers: `gunicorn seodang.wsgi:app`."""

from __future__ import annotations

from .factory import create_app

app = create_app()
