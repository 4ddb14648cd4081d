"""Where canaries are let loose: boundaries that take weakened policies, with secrets planted around them.

This is the one door past the refusal of weakened policies, and it is in the tests: `Laboratory` and
`Unproven` override what `LocalBoundary` does with a policy and with its self-test.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from graders.grading import Grader
from sandbox import CellExit, CellLimits
from sandbox.boundary.local import LocalBoundary
from sandbox.policy import MIB, WHOLE, SandboxPolicy
from sandbox.servers import RoleSpec, Server
from sandbox.session import CellSpec, SessionSpec
from tests.attacks.controls.planting import CARRIER

EXPOSED = ("sandbox", "tests")
LIMITS = CellLimits(wall_s=20, cpu_s=20, memory_bytes=256 * MIB)
#: Off by the way the fork servers are started, not by the policy of a cell.
OF_WALLS = frozenset({"C03", "C04"})
#: Not a switch of the policy: the canary removes it by other means.
ELSEWHERE = frozenset({"C36", "C38", "C40"})


class Proven(LocalBoundary):
    """A boundary that takes any policy but insists on its self-test."""

    def _admit(self, policy: SandboxPolicy) -> SandboxPolicy:
        return policy


class Laboratory(Proven):
    """A boundary that takes any policy and starts whatever its self-test would say."""

    def _prove(self, server: Server) -> None:
        pass


def new_marker() -> str:
    """A secret that nothing on this machine holds yet; short enough for the name of a process."""
    return f"RTCANARY_{secrets.token_hex(3)}"


@dataclass
class Found:
    """What a cell answered, as text, and how it ended."""

    text: str
    exit: CellExit


@dataclass
class Stage:
    """The laboratories of a test run, by what their fork servers lack, and the secrets around them."""

    find_grader: Callable[[], Grader]  #: asked only when a canary needs a whole grading
    planted: str = field(default_factory=new_marker)
    _boundaries: dict[tuple[frozenset[str], str, type[LocalBoundary]], LocalBoundary] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(dir="/var/tmp")
        os.chmod(self._folder.name, 0o755)
        self.readable_file = self._plant("readable", 0o644)
        self.private_file = self._plant("private", 0o600)

    @property
    def grader(self) -> Grader:
        """A warm grader, as production has it."""
        return self.find_grader()

    def _plant(self, name: str, mode: int) -> Path:
        path = Path(self._folder.name, name)
        path.write_text(self.planted)
        path.chmod(mode)
        return path

    def close(self) -> None:
        """End every boundary and remove what was planted."""
        for boundary in self._boundaries.values():
            boundary.stop()
        self._folder.cleanup()

    def boundary(
        self, off: frozenset[str], *, servers: str = "plain", kind: type[LocalBoundary] = Laboratory
    ) -> LocalBoundary:
        """A boundary whose fork servers lack these controls.

        Servers that are "careless" read what they pass on; those for an "author" run any code as checks.
        """
        key = (off, servers, kind)
        if key not in self._boundaries:
            boundary = kind(_roles(servers), slots=2, policy=WHOLE.without(*off))
            with _carried(self.planted):
                boundary.start()
                try:
                    boundary.wait_ready(60)
                except BaseException:
                    boundary.stop()
                    raise
            self._boundaries[key] = boundary
        return self._boundaries[key]

    def run(
        self,
        off: frozenset[str],
        codes: Mapping[str, str] | str,
        *,
        limits: CellLimits = LIMITS,
        script: Sequence[str] = (),
        patience_s: float = 15.0,
        boundary: LocalBoundary | None = None,
    ) -> list[Found]:
        """Run code in cells without these controls, phase by phase; what each answered.

        The second phase's cell is forked as soon as the first one is open: their codes run side by side.
        """
        phases = {"public": codes} if isinstance(codes, str) else codes
        policy = WHOLE.without(*(off - OF_WALLS - ELSEWHERE))
        steps = [(phase, patience_s) for phase in (script or phases)]
        heard: list[Found] = []

        def hear(message: bytes) -> None:
            said = msgspec.msgpack.decode(message)
            heard.append(Found(str(said["answer"]), msgspec.convert(said["exit"], CellExit)))

        spec = SessionSpec(
            CellSpec(msgspec.msgpack.encode(steps), LIMITS),
            {name: CellSpec(textwrap.dedent(code).encode(), limits, policy) for name, code in phases.items()},
        )
        (boundary or self.boundary(off & OF_WALLS)).run(spec, hear)
        return heard


def _roles(servers: str) -> dict[str, RoleSpec]:
    plant = "plant_and_read_payloads" if servers == "careless" else "plant"
    grade = RoleSpec(
        entry=f"tests.sandbox.entries:{'run_check' if servers == 'author' else 'ask'}",
        preload=("tempfile",),
        warmup=f"tests.attacks.controls.planting:{plant}",
        expose=EXPOSED,
        importable=True,
        collapse=False,
    )
    submit = replace(grade, entry="tests.sandbox.entries:run_code", importable=False)
    return {"grader": grade, "submission": submit}


@contextmanager
def _carried(secret: str) -> Iterator[None]:
    """Fork servers that start meanwhile have the secret in their environment."""
    previous = os.environ.get(CARRIER)
    os.environ[CARRIER] = secret
    try:
        yield
    finally:
        del os.environ[CARRIER]
        if previous is not None:
            os.environ[CARRIER] = previous
