"""Which boundary to use, and why: the one that was asked for, or the strongest that holds here."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sandbox.boundary.base import Boundary
from sandbox.boundary.docker import IMAGE, REUSE, DockerBoundary
from sandbox.boundary.local import ROLES, LocalBoundary
from sandbox.boundary.socket import SocketBoundary
from sandbox.errors import SandboxError
from sandbox.layers import Layer
from sandbox.servers import RoleSpec

log = logging.getLogger(__name__)

KINDS = ("auto", "local", "docker", "socket")
#: from the strongest: a container for each slot, a container for all, no container
_BY_STRENGTH = ("docker", "socket", "local")
_PROBE_S = 60.0
#: A service that listens is asked for its greeting; one that is still warming up answers late.
_GREETING_S = 60.0


@dataclass(frozen=True)
class SandboxChoice:
    """What whoever runs a grader says about its boundary."""

    kind: str = "local"  #: one of `KINDS`
    image: str = IMAGE  #: docker: name or digest
    reuse: int = REUSE  #: docker: sessions a container serves
    runtime: str = ""  #: docker: the engine's default, or "runsc"
    apparmor: str = ""  #: docker: name of a loaded AppArmor profile
    socket: Path | None = None  #: socket: where the service listens
    gpus: tuple[str, ...] = ()  #: docker: ids of the devices its cells may use

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a sandbox is one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.kind == "socket" and self.socket is None:
            raise ValueError("the socket sandbox needs the path of its service")


@dataclass(frozen=True)
class Found:
    """What came of looking at one kind of boundary: whether it holds here, and why or why not."""

    kind: str
    holds: bool
    detail: str


def open_boundary(
    choice: SandboxChoice, roles: Mapping[str, RoleSpec], slots: int | None, facts: str = ""
) -> Boundary:
    """The boundary chosen, not started yet. With "auto" each is tried, the strongest first.

    Raises `BoundaryUnavailable` where none holds here.
    """
    if choice.kind == "auto":
        found = survey(choice)
        for item in found:
            log.info("sandbox %s: %s", item.kind, item.detail)
        kind = next((item.kind for item in found if item.holds), "local")
        log.info("sandbox: %s, the strongest boundary whose self-test passes here", kind)
        choice = replace(choice, kind=kind)
    if choice.kind == "docker":
        return DockerBoundary(
            roles,
            slots,
            image=choice.image,
            reuse=choice.reuse,
            facts=facts,
            runtime=choice.runtime,
            apparmor=choice.apparmor,
            gpus=choice.gpus,
        )
    if choice.kind == "socket" and choice.socket is not None:
        return SocketBoundary(choice.socket, slots)
    return LocalBoundary(roles, slots)


def survey(choice: SandboxChoice) -> list[Found]:
    """Every kind, strongest first, each tried until one holds."""
    found: list[Found] = []
    for kind in _BY_STRENGTH:
        if any(item.holds for item in found):
            found.append(Found(kind, False, "not tried: a stronger one holds"))
        else:
            found.append(_tried(kind, choice))
    return found


def _tried(kind: str, choice: SandboxChoice) -> Found:
    if kind == "socket" and (choice.socket is None or not os.path.exists(choice.socket)):
        return Found(kind, False, "no service listens here")
    try:
        _probe(_bare(kind, choice))
    except SandboxError as error:
        return Found(kind, False, str(error))
    return Found(kind, True, "its self-test passed")


def _bare(kind: str, choice: SandboxChoice) -> Boundary:
    """A boundary of this kind without libraries, for the self-test alone."""
    spec = RoleSpec("sandbox.cell.selftest:run", collapse=False)
    return open_boundary(replace(choice, kind=kind, reuse=2), dict.fromkeys(ROLES, spec), 1)


def _probe(boundary: Boundary) -> None:
    try:
        boundary.start()
        boundary.wait_ready(_GREETING_S if isinstance(boundary, SocketBoundary) else _PROBE_S)
    finally:
        with contextlib.suppress(SandboxError):
            boundary.stop()


def explain(choice: SandboxChoice) -> tuple[str, list[Layer]]:
    """The kind "auto" would take, and a layer for each kind with what was found."""
    found = survey(choice)
    taken = next((item.kind for item in found if item.holds), "")
    layers = [Layer(f"{item.kind} boundary", "C40", False, item.holds, item.detail) for item in found]
    return taken, layers
