"""The web processes: gunicorn with threads, since each open event stream keeps one.

The application is made once and then forked, with every template already compiled: a process that replaces
another serves its first page as fast as any, and all of them share that memory.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from config import Settings

from .factory import create_app
from .patience import PatientWorker

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
            "workers": self._settings.web_processes,
            "preload_app": True,
            "worker_class": PatientWorker,
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
        """The application as every process of ours is forked with it; it holds no connection yet."""
        app = create_app(self._settings)
        for name in app.jinja_env.list_templates():
            app.jinja_env.get_template(name)
        gc.collect()
        gc.freeze()
        return app


def run(settings: Settings) -> None:
    """Serve until told to stop."""
    WebProcess(settings).run()
