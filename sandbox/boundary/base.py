"""What every boundary offers, whatever its wall is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.session import SessionResult, SessionSpec


@dataclass(frozen=True)
class BoundaryFacts:
    """What a boundary is and what it runs with; recorded in every report."""

    kind: str  #: "local", "docker" or "socket"
    image: str = ""  #: the container image by its digest; empty where there is none
    #: versions of the libraries in the cells and a digest over all of them, where the owner's own do not tell
    environment: Mapping[str, str] = field(default_factory=dict)


class Boundary(Protocol):
    """Runs sessions behind a wall, so many at a time as there are slots."""

    @property
    def slots(self) -> int:
        """How many sessions run at a time."""

    @property
    def ready(self) -> bool:
        """Whether a session could start now."""

    @property
    def waiting(self) -> int:
        """Sessions waiting for a slot."""

    @property
    def facts(self) -> BoundaryFacts:
        """What it is; complete once it is ready."""

    def start(self) -> None:
        """Begin to become ready; returns at once."""

    def wait_ready(self, timeout: float = ...) -> None:
        """Wait until a session could start; raises `BoundaryUnavailable` or `BoundaryFailed`."""

    def server_pids(self) -> dict[str, int]:
        """This machine's processes that hold the warm libraries, by name; empty where none can be seen."""

    def run(
        self,
        spec: SessionSpec,
        on_message: Callable[[bytes], None],
        *,
        on_wait: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> SessionResult:
        """Run a session in this thread; raises `BoundaryFailed` when something of ours failed under it."""

    def stop(self) -> None:
        """End everything behind the wall."""
