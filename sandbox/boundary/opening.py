"""Which boundary to use, and why: the one that was asked for, or the strongest that holds here."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sandbox.boundary.base import Boundary
from sandbox.boundary.local import ROLES, LocalBoundary
from sandbox.boundary.socket import SocketBoundary
from sandbox.choice import SandboxChoice
from sandbox.errors import SandboxError
from sandbox.layers import Layer
from sandbox.servers import RoleSpec

log = logging.getLogger(__name__)

#: from the strongest: a container for each slot, a container for all, no container
_BY_STRENGTH = ("docker", "socket", "local")
_PROBE_S = 60.0
#: A service that listens is asked for its greeting; one that is still warming up answers late.
_GREETING_S = 60.0


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
        found = survey(choice, roles)
        for item in found:
            log.info("sandbox %s: %s", item.kind, item.detail)
        kind = next((item.kind for item in found if item.holds), None)
        if kind is None:
            log.warning("sandbox: no boundary holds here")  # local it is, whose start says what is missing
        else:
            log.info("sandbox: %s, the strongest boundary whose self-test passes here", kind)
        choice = replace(choice, kind=kind or "local")
    if choice.kind == "docker":
        # The SDK and what it stands on take as long to import as a whole grading: only where it is used.
        from sandbox.boundary.docker import DockerBoundary  # noqa: PLC0415

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


def survey(choice: SandboxChoice, roles: Mapping[str, RoleSpec]) -> list[Found]:
    """Every kind, strongest first, each tried until one holds for what these roles need."""
    found: list[Found] = []
    for kind in _BY_STRENGTH:
        if any(item.holds for item in found):
            found.append(Found(kind, False, "not tried: a stronger one holds"))
        else:
            found.append(_tried(kind, choice, roles))
    return found


def _tried(kind: str, choice: SandboxChoice, roles: Mapping[str, RoleSpec]) -> Found:
    if kind == "socket" and (choice.socket is None or not os.path.exists(choice.socket)):
        return Found(kind, False, "no service listens here")
    try:
        _probe(_bare(kind, choice, roles))
    except SandboxError as error:
        return Found(kind, False, str(error))
    return Found(kind, True, "its self-test passed")


def _bare(kind: str, choice: SandboxChoice, roles: Mapping[str, RoleSpec]) -> Boundary:
    """A boundary of this kind without libraries, for the self-test and the comparison of sources alone."""
    shown = tuple(dict.fromkeys(package for role in roles.values() for package in role.expose))
    spec = RoleSpec("sandbox.cell.selftest:run", expose=shown, collapse=False)
    return open_boundary(replace(choice, kind=kind, reuse=2), dict.fromkeys(ROLES, spec), 1)


def _probe(boundary: Boundary) -> None:
    try:
        boundary.start()
        boundary.wait_ready(_GREETING_S if isinstance(boundary, SocketBoundary) else _PROBE_S)
    finally:
        with contextlib.suppress(SandboxError):
            boundary.stop()


def container_layer(choice: SandboxChoice) -> Layer:
    """Whether a second wall, a container, could be had here; for the doctor."""
    roles = dict.fromkeys(ROLES, RoleSpec(""))
    found = _tried("docker", choice, roles)
    return Layer("container as a second wall", "C04", False, found.holds, found.detail)
