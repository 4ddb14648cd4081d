"""A sandbox service beside the soak, started again whenever it leaves, as a restart policy would."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.source import ROOT

ROLES, FACTS = "graders.stacks:warm_roles", "graders.replay:facts"


class KeptService:
    """A service on a Unix socket for the time of a `with`."""

    def __init__(self, slots: int, quota: int = 1500) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self.path = self._folder / "sandbox.sock"
        self._command = [
            *(sys.executable, "-m", "sandbox.service", "--roles", ROLES, "--facts", FACTS),
            *("--slots", str(slots), "--quota", str(quota), "--listen", str(self.path)),
        ]
        self._leaving = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="service-keeper")
        self.started = 0

    def __enter__(self) -> KeptService:
        self._keeper.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._leaving.set()
        with contextlib.suppress(ProcessLookupError, AttributeError):
            self._process.kill()
        self._keeper.join()
        shutil.rmtree(self._folder)

    def _keep(self) -> None:
        while not self._leaving.is_set():
            with open(os.devnull, "wb") as nowhere:
                self._process = subprocess.Popen(
                    self._command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=nowhere
                )
            self.started += 1
            self._process.wait()
