"""The web process: gunicorn with threads, since each open event stream keeps one."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from config import Settings

from .factory import create_app

SHARED_MEMORY = "/dev/shm"  # noqa: S108 - where gunicorn's heartbeat file costs no disk access


class WebProcess(BaseApplication):
    """Gunicorn, told everything by us and nothing by files or the environment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Our settings in gunicorn's terms."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        options: dict[str, Any] = {
            "bind": f"{host}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._settings.threads,
            "keepalive": 15,
            "timeout": 60,
            "graceful_timeout": 2,
            "loglevel": "warning",
            "proc_name": "seodang-web",
        }
        if os.path.isdir(SHARED_MEMORY):
            options["worker_tmp_dir"] = SHARED_MEMORY
        for key, value in options.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        """The application, made in the process that serves it."""
        return create_app(self._settings)


def run(settings: Settings) -> None:
    """Serve until told to stop."""
    WebProcess(settings).run()
