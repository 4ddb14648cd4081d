"""Real servers for tests: a Redis and a PostgreSQL of one's own, which may be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from tests import needs
from tools.secrets import BROKER_USER, broker_configuration

START_S = 20.0


class RedisServer:
    """A Redis set up as docker-compose.yml sets it up: one user with a password, nothing on disk."""

    password = "correct-horse/battery:staple"

    def __init__(self, folder: Path) -> None:
        needs.require(
            "Redis", shutil.which("redis-server") is not None, "Debian: apt-get install redis-server"
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.folder = folder
        self.url_file = folder / "broker_url"
        escaped = self.password.replace("/", "%2F").replace(":", "%3A")
        self.url = f"redis://{BROKER_USER}:{escaped}@127.0.0.1:{self.port}/0"
        self.url_file.touch(mode=0o600)
        self.url_file.write_text(self.url)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty."""
        configuration = self.folder / "broker.conf"
        configuration.write_text(broker_configuration(self.password))
        command = ["redis-server", configuration, "--port", str(self.port), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.folder)
        deadline = time.monotonic() + START_S
        while True:
            try:
                self.client().ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < deadline
                time.sleep(0.02)

    def client(self, **more: object) -> redis.Redis:
        """A connection as the site's user."""
        return redis.Redis.from_url(self.url, **more)

    def kill(self) -> None:
        """End it at once, with all that it holds."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


class PostgresServer:
    """A PostgreSQL reached through a socket in its own folder."""

    def __init__(self) -> None:
        tools = [
            *Path("/usr/lib/postgresql").glob("*/bin"),
            *(Path(p) for p in os.environ["PATH"].split(":")),
        ]
        found = [folder for folder in tools if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
        needs.require("PostgreSQL", bool(found), "no initdb; Debian: apt-get install postgresql")
        needs.require(
            "PostgreSQL", os.getuid() != 0 or shutil.which("runuser") is not None, "cannot leave root"
        )
        self._tools = found[0]
        self.folder = Path(
            tempfile.mkdtemp(prefix="seodang-pg-", dir="/tmp")
        )  # a short path: it holds a socket
        self._prefix: list[str] = []
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
            self._prefix = ["runuser", "-u", "postgres", "--"]
        self._data = self.folder / "data"
        self.url = f"postgresql+psycopg://me@/postgres?host={self.folder}"
        self._run("initdb", "-D", self._data, "-U", "me", "-A", "trust", "--no-sync")

    def start(self) -> None:
        """Start it with what it holds, recovering after a crash."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-o", options, "-w", "-l", self.folder / "log", "start")

    def kill(self) -> None:
        """End it as a crash would."""
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + START_S
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)  # its children notice, and let go of the memory they share

    def remove(self) -> None:
        """End it for good."""
        try:
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder)

    def _run(self, tool: str, *arguments: object) -> None:
        done = subprocess.run(
            [*self._prefix, str(self._tools / tool), *map(str, arguments)],
            check=False,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert done.returncode == 0, done.stderr
