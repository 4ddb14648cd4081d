"""The docker boundary: a pool of warm, hardened containers, one session at a time in each.

A container is one slot. It holds the sandbox service, which forks cells behind the same
namespaces as on the bare machine; the container is a second wall around them, and its
memory cgroup is the hard bound of everything inside. After `reuse` sessions, or anything
that should not have happened, it is removed; its successor is ordered when the last session
begins, so that it warms up meanwhile. With `reuse` 1 every submission has a container of its
own, and the pool is twice as large, since each must be warm before it is needed.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence

import docker
from docker.errors import APIError, DockerException, ImageNotFound
from docker.utils import kwargs_from_env

from sandbox import service
from sandbox.boundary.base import BoundaryFacts
from sandbox.boundary.container import OWNER_LABEL, Container
from sandbox.boundary.hardening import MEMORY_BYTES, ContainerOptions
from sandbox.boundary.remote import RemoteSession
from sandbox.boundary.slots import Slotted
from sandbox.choice import IMAGE, REUSE
from sandbox.errors import BoundaryFailed, BoundaryUnavailable, SandboxError
from sandbox.layers import Layer
from sandbox.messages import Hello
from sandbox.servers import RoleSpec
from sandbox.session import SessionResult, SessionSpec

log = logging.getLogger(__name__)

START_TIMEOUT_S = 180.0
START_ATTEMPTS = 2
_ENGINE_TIMEOUT_S = 30
#: What both warm servers take of a container's memory.
_SERVERS_BYTES = 1 << 30
_USUAL_SOCKET = "unix:///var/run/docker.sock"


class DockerBoundary(Slotted):
    """A pool of containers of one image, as many as there are slots (twice as many with `reuse` 1).

    `image` is a name or digest, resolved once; `reuse` is how many sessions a container serves;
    `facts` names the function ("module:function") that tells, inside, what it runs with.
    """

    def __init__(
        self,
        roles: Mapping[str, RoleSpec],
        slots: int | None = None,
        *,
        image: str = IMAGE,
        reuse: int = REUSE,
        facts: str = "",
        runtime: str = "",
        apparmor: str = "",
        gpus: Sequence[str] = (),
    ) -> None:
        super().__init__(slots)
        self._reuse = max(1, reuse)
        self._size = self._slots.count * (2 if self._reuse == 1 else 1)
        self._image = image
        self._command = service.command(roles, 1, facts)
        self._runtime, self._apparmor, self._gpus = runtime, apparmor, gpus
        self._owner = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._changed = threading.Condition()
        self._idle: list[Container] = []
        self._busy: list[Container] = []
        self._starting = 0
        self._failure: SandboxError | None = None
        self._stopping = False
        self._hello: Hello | None = None
        self._image_id = ""
        self._client: docker.DockerClient | None = None
        self._removals: set[threading.Thread] = set()

    @property
    def ready(self) -> bool:
        """Whether a warm container waits."""
        with self._changed:
            return bool(self._idle)

    @property
    def facts(self) -> BoundaryFacts:
        """The image by its digest, and what its service told."""
        return BoundaryFacts("docker", self._image_id, dict(self._hello.facts) if self._hello else {})

    def start(self) -> None:
        """Begin to fill the pool; raises `BoundaryUnavailable` where there is no engine or no image."""
        self._client = engine()
        self._image_id = _resolved(self._client, self._image)
        self._order(self._size)

    def wait_ready(self, timeout: float = START_TIMEOUT_S) -> None:
        """Wait for the first warm container; raises `BoundaryUnavailable` or `BoundaryFailed`."""
        deadline = time.monotonic() + timeout
        with self._changed:
            self._changed.wait_for(lambda: self._failure or self._idle or self._busy, timeout)
            if self._failure:
                raise self._failure
            if not self._idle and not self._busy:
                waited = timeout + time.monotonic() - deadline
                raise BoundaryFailed(f"no sandbox container was ready within {waited:.0f} s")

    def server_pids(self) -> dict[str, int]:
        """The first process of each container, as this machine counts."""
        with self._changed:
            containers = [*self._idle, *self._busy]
        return {container.id[:12]: pid for container in containers if (pid := container.pid())}

    def container_ids(self) -> list[str]:
        """The containers of the pool that are warm."""
        with self._changed:
            return [container.id for container in (*self._idle, *self._busy)]

    def run(
        self,
        spec: SessionSpec,
        on_message: Callable[[bytes], None],
        *,
        on_wait: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> SessionResult:
        """Run a session in a container of the pool; raises `BoundaryFailed` where ours failed."""
        _check_room(spec)
        with self._slots.taken(on_wait):
            container = self._take()
            healthy = False
            try:
                result = RemoteSession(container.channel, spec).run(on_message, stop=stop)
                healthy = True
                return result
            except BoundaryFailed as error:
                raise BoundaryFailed(f"{error}; the container said: {container.channel.log_tail}") from error
            finally:
                self._give_back(container, healthy)

    def stop(self) -> None:
        """Remove every container of this pool, those still starting too."""
        with self._changed:
            self._stopping = True
            self._failure = self._failure or BoundaryFailed("the boundary was stopped")
            containers = [*self._idle, *self._busy]
            self._idle.clear()
            self._busy.clear()
            self._changed.notify_all()
        self._slots.close()
        for container in containers:
            container.close()
        with self._changed:
            self._changed.wait_for(lambda: not self._starting, START_TIMEOUT_S)
        for thread in list(self._removals):
            thread.join(START_TIMEOUT_S)
        if self._client is not None:
            self._client.close()

    def _order(self, count: int) -> None:
        with self._changed:
            if self._stopping:
                return
            self._starting += count
        for _ in range(count):
            threading.Thread(target=self._add, name="sandbox-container", daemon=True).start()

    def _add(self) -> None:
        """Bring one container into the pool; one that fails by accident gets a second chance."""
        failure: SandboxError | None = None
        for _ in range(START_ATTEMPTS):
            try:
                container = self._started()
            except BoundaryUnavailable as error:
                failure = error  # what is missing will still be missing
                break
            except BoundaryFailed as error:
                failure = error
                if self._stopping:
                    break
                continue
            self._welcome(container)
            return
        log.error("no sandbox container: %s", failure)
        with self._changed:
            self._starting -= 1
            if not self._idle and not self._busy:
                self._failure = self._failure or failure
            self._changed.notify_all()

    def _started(self) -> Container:
        labels = {OWNER_LABEL: self._owner}
        options = ContainerOptions(
            self._image_id, self._command, self._runtime, self._apparmor, self._gpus, labels
        )
        container = Container(self._client, options)
        try:
            hello = container.greet(START_TIMEOUT_S)
        except SandboxError:
            container.close()
            raise
        self._hello = self._hello or hello
        return container

    def _welcome(self, container: Container) -> None:
        with self._changed:
            self._starting -= 1
            wanted = not self._stopping
            if wanted:
                self._idle.append(container)
                self._failure = None
            self._changed.notify_all()
        if not wanted:
            container.close()

    def _take(self) -> Container:
        """A warm container; its successor is ordered when this is the last session it serves."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._idle or self._failure, START_TIMEOUT_S)
            if self._failure and not self._idle:
                raise self._failure
            if not found:
                raise BoundaryFailed("no sandbox container became free")
            container = self._idle.pop(0)
            self._busy.append(container)
        container.served += 1
        if container.served == self._reuse:
            self._order(1)
        return container

    def _give_back(self, container: Container, healthy: bool) -> None:
        spent = container.served >= self._reuse
        with self._changed:
            if container in self._busy:
                self._busy.remove(container)
            keep = healthy and not spent and not self._stopping
            if keep:
                self._idle.append(container)
            self._changed.notify_all()
        if keep:
            return
        if not spent:
            self._order(1)
        # The student's report does not wait for the engine to clear away.
        removal = threading.Thread(target=_discard, args=(container,), name="sandbox-removal", daemon=True)
        self._removals = {thread for thread in self._removals if thread.is_alive()} | {removal}
        removal.start()


def _check_room(spec: SessionSpec) -> None:
    """Raise `BoundaryFailed` for limits that a container cannot keep: the kernel would, in its own way."""
    asked = max(cell.limits.memory_bytes for cell in (spec.grader, *spec.submission.values()))
    if asked + _SERVERS_BYTES > MEMORY_BYTES:
        most = (MEMORY_BYTES - _SERVERS_BYTES) >> 20
        raise BoundaryFailed(
            f"the exercise allows a cell {asked >> 20} MiB; a sandbox container has room for {most} MiB"
        )


def engine() -> docker.DockerClient:
    """A client of the engine that the usual DOCKER_* variables name; raises `BoundaryUnavailable`."""
    address = kwargs_from_env().get("base_url") or _USUAL_SOCKET
    try:
        if address.startswith("unix://"):
            _knock(address.removeprefix("unix://"))
        client = docker.from_env(timeout=_ENGINE_TIMEOUT_S, max_pool_size=64)
        client.ping()
    except (DockerException, OSError) as error:
        raise _no_engine(str(error)) from error
    return client


def _knock(path: str) -> None:
    """Raise `OSError` where nobody may connect: the SDK would leave its socket open then."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_ENGINE_TIMEOUT_S)
        try:
            probe.connect(path)
        except OSError as error:
            raise OSError(f"{path}: {error.strerror or error}") from error


def _no_engine(reason: str) -> BoundaryUnavailable:
    return BoundaryUnavailable(
        [Layer("Docker engine", "C04", True, False, f"no Docker engine answers: {reason}")]
    )


def _resolved(client: docker.DockerClient, image: str) -> str:
    """The digest of an image; raises `BoundaryUnavailable` where the engine has none of that name."""
    try:
        return str(client.images.get(image).id)
    except (ImageNotFound, APIError, OSError) as error:
        detail = f"the engine has no image {image}"
        layer = Layer("sandbox image", "C04", True, False, detail, "make image")
        raise BoundaryUnavailable([layer]) from error


def _discard(container: Container) -> None:
    try:
        container.close()
    except BoundaryFailed as error:
        log.warning("a container was not removed: %s", error)
