"""Workers that stop in the middle of their work, as on a machine that was suspended."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest

from seodang.extensions import db

TRIES = 100
PAUSE_S = 0.02


def freeze(process: subprocess.Popen[bytes]) -> None:
    """Stop a process at a moment when it writes nothing: SQLite's lock would stop everybody else too."""
    for _ in range(TRIES):
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)  # until then it runs
        if _can_write():
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(PAUSE_S)
    pytest.fail("the worker holds the database all the time")


def _can_write() -> bool:
    """Is the database free? Asked on a connection of its own, since a short time-out would stay with it."""
    with closing(sqlite3.connect(db.engine.url.database or "", timeout=0.05)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        connection.execute("ROLLBACK")
        return True
