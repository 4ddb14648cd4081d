"""A container engine for the tests: the one that answers, or one that is started for them.

Where none answers, and the tests run as root with `dockerd` installed, it is started on its usual
socket and ended with the last test process that uses it. Whoever uses it holds a shared lock;
whoever leaves last finds the lock free and ends what was started.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docker
import docker.errors
import requests

from sandbox import BoundaryUnavailable
from sandbox.boundary import docker as boundary
from tests import needs
from tools import progress
from tools.images import bases, building, sandbox, site

FOLDER = Path(tempfile.gettempdir()) / f"seodang-test-engine-{os.geteuid()}"
START_S = 60.0
REGISTRY_S = 15
#: Where an engine and its containerd note their process ids.
RUNNING = (
    (Path("/var/run/docker.pid"), "dockerd"),
    (Path("/var/run/docker/containerd/containerd.pid"), "containerd"),
)
#: With nothing but the loopback device to hand, an engine still starts without its own firewall rules.
ATTEMPTS: tuple[list[str], ...] = ([], ["--iptables=false", "--ip6tables=false"])


def require_engine() -> None:
    """Go on with a container engine that answers; otherwise the running test did not run."""
    needs.require("a container engine", *available())


def engine_client() -> docker.DockerClient:
    """A client of the engine; needs `require_engine`."""
    require_engine()
    return docker.from_env()


def base_image() -> str:
    """The name of an image to build on: one that is here, from a registry, or made from Debian's packages."""
    require_engine()
    name, reason = _base()
    needs.require("a base image", bool(name), reason)
    return name


def sandbox_image() -> str:
    """The id of the image in which submissions run, made from this clone as it is now."""
    return _sandbox_image(base_image())


def site_image() -> str:
    """The id of the image of the site and its workers, made from this clone as it is now."""
    return _site_image(base_image())


@cache
def _site_image(base: str) -> str:
    return site.make(docker.from_env(), base)


@cache
def _sandbox_image(base: str) -> str:
    with contextlib.closing(docker.from_env()) as client:
        return sandbox.make(client, base)


@cache
def _base() -> tuple[str, str]:
    own, official = bases.tags()["base"], "python:3.13-slim"
    with contextlib.closing(docker.from_env(timeout=REGISTRY_S)) as client:
        for name in (own, official):
            if building.find(client, name):
                return name, ""
        try:
            client.images.pull(official)
            return official, ""
        except (docker.errors.DockerException, requests.RequestException) as error:
            said = str(error)
    try:
        with contextlib.closing(docker.from_env(timeout=600)) as client:
            bases.make(client, "base")
        return own, ""
    except (building.BuildError, progress.CommandFailed) as error:
        return "", f"no registry answers ({said[:200]}), and {error}"


@cache
def available() -> tuple[bool, str]:
    """Whether an engine answers, starting one where that can be done, and why not."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    if FOLDER.stat().st_uid != os.geteuid():
        return False, f"{FOLDER} belongs to somebody else"
    users = os.open(FOLDER / "users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with _starting():
        fcntl.flock(users, fcntl.LOCK_SH)
        reason = "" if answers() else _start()
    atexit.register(_leave, users, os.getpid())
    return not reason, reason


def answers() -> bool:
    """Whether an engine answers, started by whomever."""
    try:
        boundary.engine().close()
    except BoundaryUnavailable:
        return False
    return True


def _start() -> str:
    """Start an engine; returns why there is none, or nothing."""
    if os.environ.get("DOCKER_HOST"):
        return "the engine that DOCKER_HOST names does not answer"
    if shutil.which("dockerd") is None:
        return "none answers and dockerd is not installed; Debian: apt-get install docker.io"
    if os.geteuid() != 0:
        return "none answers, and only root can start one"
    _forget_the_killed()
    for flags in ATTEMPTS:
        if _started(flags):
            return ""
    return f"dockerd does not start; its log: {FOLDER / 'log'}"


def _forget_the_killed() -> None:
    """Remove the notes of an engine that was killed: their numbers may be another process's by now."""
    for note, name in RUNNING:
        with contextlib.suppress(FileNotFoundError, ValueError):
            owner = Path(f"/proc/{int(note.read_text())}/comm")
            if not owner.exists() or name not in owner.read_text():
                note.unlink()


def _started(flags: list[str]) -> bool:
    with (FOLDER / "log").open("ab") as log:
        daemon = subprocess.Popen(
            ["dockerd", *flags],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (FOLDER / "pid").write_text(str(daemon.pid))
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and daemon.poll() is None:
        if answers():
            daemon.returncode = 0  # it outlives this process where another still uses it
            return True
        time.sleep(0.2)
    daemon.terminate()
    daemon.wait()
    (FOLDER / "pid").unlink()
    return False


def _leave(users: int, owner: int) -> None:
    """End the engine that was started for the tests, unless another test process uses it."""
    if os.getpid() != owner:
        return  # a forked child of the tests
    with _starting():
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            pid = int((FOLDER / "pid").read_text())
            (FOLDER / "pid").unlink()
            if "dockerd" in Path(f"/proc/{pid}/comm").read_text():
                os.kill(pid, signal.SIGTERM)
                _wait_gone(pid)


def _wait_gone(pid: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.1)


@contextlib.contextmanager
def _starting() -> Iterator[None]:
    """One process at a time decides whether an engine is started or ended."""
    descriptor = os.open(FOLDER / "starting", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
