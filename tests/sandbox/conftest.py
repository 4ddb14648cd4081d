"""A laboratory: run a piece of code in a real submission cell and see what came of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from sandbox import CellExit, CellLimits
from sandbox.boundary.local import LocalBoundary
from sandbox.policy import MIB
from sandbox.servers import RoleSpec
from sandbox.session import CellSpec, SessionResult, SessionSpec

ROOMY = CellLimits(wall_s=60, cpu_s=60, memory_bytes=1024 * MIB)
EXPOSED = ("sandbox", "tests")


@dataclass(frozen=True)
class Finding:
    """What a piece of code answered, and how its cell ended."""

    answer: dict[str, Any]
    exit: CellExit

    @property
    def result(self) -> Any:
        """What the code called `result`."""
        assert "error" not in self.answer, self.answer
        return self.answer.get("result")


@dataclass
class Laboratory:
    """Runs code in submission cells of one boundary."""

    boundary: LocalBoundary
    results: list[SessionResult] = field(default_factory=list)

    def run(self, code: str, limits: CellLimits = ROOMY, patience_s: float = 60.0) -> Finding:
        """Run `code` in a fresh cell; `patience_s` is how long the grader cell waits for it."""
        return self.run_phases({"public": code}, [("public", patience_s)], limits)[0]

    def run_phases(
        self, codes: dict[str, str], script: list[tuple[str, float]], limits: CellLimits = ROOMY
    ) -> list[Finding]:
        """Run a script of (phase, seconds to wait), each in a fresh cell."""
        heard: list[Finding] = []

        def hear(message: bytes) -> None:
            said = msgspec.msgpack.decode(message)
            heard.append(Finding(said["answer"], msgspec.convert(said["exit"], CellExit)))

        spec = SessionSpec(
            CellSpec(msgspec.msgpack.encode(script), ROOMY),
            {phase: CellSpec(textwrap.dedent(code).encode(), limits) for phase, code in codes.items()},
        )
        self.results.append(self.boundary.run(spec, hear))
        return heard


@pytest.fixture(scope="session")
def laboratory() -> Iterator[Laboratory]:
    """Fork servers without libraries: enough for everything but what the course teaches."""
    roles = {
        "grader": RoleSpec("tests.sandbox.entries:ask", expose=EXPOSED, importable=True),
        "submission": RoleSpec("tests.sandbox.entries:run_code", expose=EXPOSED),
    }
    boundary = LocalBoundary(roles, slots=2)
    boundary.start()
    try:
        boundary.wait_ready()
        yield Laboratory(boundary)
    finally:
        boundary.stop()


@pytest.fixture(scope="session")
def course_laboratory() -> Iterator[Laboratory]:
    """Fork servers with everything the course uses, warmed up."""
    preload = (
        "torch",
        "sklearn.svm",
        "sklearn.ensemble",
        "sklearn.model_selection",
        "flask",
        "sqlalchemy",
        "sqlite3",
    )
    roles = {
        "grader": RoleSpec("tests.sandbox.entries:ask", expose=EXPOSED, importable=True),
        "submission": RoleSpec(
            "tests.sandbox.entries:run_code",
            preload=preload,
            warmup="tests.sandbox.entries:warm_up",
            expose=EXPOSED,
        ),
    }
    boundary = LocalBoundary(roles, slots=1)
    boundary.start()
    try:
        boundary.wait_ready()
        yield Laboratory(boundary)
    finally:
        boundary.stop()


@pytest.fixture
def lean_laboratory() -> Iterator[Laboratory]:
    """Servers that loaded next to nothing, as for one grading from the command line."""
    roles = {
        "grader": RoleSpec("tests.sandbox.entries:ask", expose=EXPOSED, importable=True),
        "submission": RoleSpec("tests.sandbox.entries:run_code", ("numpy",), expose=EXPOSED, collapse=False),
    }
    boundary = LocalBoundary(roles, slots=1)
    boundary.start()
    try:
        boundary.wait_ready()
        yield Laboratory(boundary)
    finally:
        boundary.stop()
