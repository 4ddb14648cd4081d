"""What whoever runs a grader says about its boundary; plain data, so that saying it costs no import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KINDS = ("auto", "local", "docker", "socket")
IMAGE = "seodang-sandbox:latest"
REUSE = 500


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
