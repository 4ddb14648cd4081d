"""One command for the whole site: prepares the database, then keeps a web and a worker process running.

The supervisor holds no state. Its children end when it ends, also when it is killed; when one of them
ends by itself it is started again, after a pause that grows while it keeps failing.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import flask_migrate
from flask import Flask

import config
from config import Settings

from . import processes
from .factory import create_app
from .services import catalogue, demo, worker_status

TICK_S = 0.2
CALM_S = 30.0  # a child that lived this long has recovered
LONGEST_PAUSE_S = 30.0
UNFIT_PAUSE_S = 300.0  # after a child has said that it cannot run here, until it is asked again
STOP_S = 8.0


def say(line: str) -> None:
    """Tell whoever started us."""
    sys.stdout.write(f"seodang: {line}\n")
    sys.stdout.flush()


@dataclass
class Child:
    """A process that is started again whenever it ends."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = field(default=0.0)
    unfit: bool = False  #: it ended by saying that it cannot run here

    def start(self) -> None:
        """Start it, apart from the terminal so that Ctrl-C reaches the supervisor alone."""
        command = [sys.executable, "-m", "seodang", *self.arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again if it has ended, not faster than it fails."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        lived = time.monotonic() - self.started
        if code == config.EX_CONFIG:
            self.pause = UNFIT_PAUSE_S
            if not self.unfit:
                say(f"the {self.name} cannot run here; trying again every {self.pause / 60:.0f} minutes")
        else:
            self.pause = 0.0 if lived > CALM_S else min(LONGEST_PAUSE_S, max(0.5, self.pause * 2))
            say(f"the {self.name} process ended ({_ending(code)}); starting it again")
        self.unfit = code == config.EX_CONFIG
        self.process, self.due = None, time.monotonic() + self.pause

    def stop(self, deadline: float) -> None:
        """End it; by force when it takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask_to_stop(self) -> None:
        """Let it come to an end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


class Supervisor:
    """Prepares the site and keeps it running."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stop = threading.Event()
        self._told = ""
        address = ["--host", settings.host, "--port", str(settings.port)]
        self._children = [Child("worker", ["worker"]), Child("web", ["web", *address])]

    def run(self) -> int:
        """Serve until Ctrl-C or SIGTERM."""
        problem = processes.port_problem(self._settings.host, self._settings.port)
        if problem is not None:
            another = self._settings.port % 65535 + 1
            say(
                f"cannot listen on {self._settings.host}:{self._settings.port} ({problem}); "
                f"end what uses it, or choose another one: seodang serve --port {another}"
            )
            return config.EX_CONFIG
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop.set())
        app = create_app(self._settings)
        self._prepare(app)
        for child in self._children:
            child.start()
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        say(f"the site is at http://{host}:{self._settings.port} (Ctrl-C ends it)")
        if not self._settings.loopback:
            say("other machines may reach it: no one-click demo sign-in here, passwords only")
        say("warming up the sandbox …")
        while not self._stop.wait(TICK_S):
            for child in self._children:
                child.look()
            self._tell(app)
        self._end()
        return 0

    def _prepare(self, app: Flask) -> None:
        """Bring database, courses and demo accounts up to date."""
        with app.app_context():
            say("preparing the database …")
            flask_migrate.upgrade()
            say("loading exercises …")
            for line in catalogue.load_folder(self._settings.exercises):
                say(f"  {line}")
            if self._settings.demo and not self._settings.production:
                made = demo.create()
                demo.enrol()
                if made:
                    demo.assign()
                    say("demo accounts, shown this once:")
                    for account in made:
                        say(f"  {account.name}  {account.password}")

    def _tell(self, app: Flask) -> None:
        """Say it when grading becomes ready, or cannot."""
        with app.app_context():
            status = worker_status.current()
        told = f"{status.state} {status.reason}"
        if told == self._told or (status.state == "off" and not status.reason):
            return
        self._told = told
        if status.state == "ready":
            say(f"ready to grade ({self._settings.slots} at a time, sandbox: {status.sandbox})")
        elif status.state == "off":
            say(f"grading is off: {status.reason}")
            if status.cure:
                say("this cures it:\n" + "\n".join(f"    {line}" for line in status.cure.splitlines()))

    def _end(self) -> None:
        """Stop the children, all at once."""
        say("stopping …")
        deadline = time.monotonic() + STOP_S
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.stop(deadline)


def _ending(code: int) -> str:
    """How a process ended, in words."""
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
