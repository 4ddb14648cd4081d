"""Which boundary is taken: the one asked for, or the strongest that holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import BoundaryUnavailable, SandboxChoice, service
from sandbox.boundary.docker import DockerBoundary
from sandbox.boundary.local import ROLES, LocalBoundary
from sandbox.boundary.opening import open_boundary, survey
from sandbox.boundary.socket import SocketBoundary
from sandbox.servers import RoleSpec
from tests import engine

SPEC = dict.fromkeys(ROLES, RoleSpec("sandbox.cell.selftest:run", collapse=False))
NO_ENGINE = "unix:///nowhere/docker.sock"


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    """The path of a sandbox service that runs."""
    path = tmp_path / "sandbox.sock"
    words = service.command(SPEC, 1, "")
    process = subprocess.Popen([sys.executable, "-m", "sandbox.service", *words, "--listen", str(path)])
    while not path.exists():
        assert process.poll() is None
    yield path
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    ("choice", "kind"),
    [
        (SandboxChoice("local"), LocalBoundary),
        (SandboxChoice("docker"), DockerBoundary),
        (SandboxChoice("socket", socket=Path("/run/sandbox.sock")), SocketBoundary),
    ],
    ids=["local", "docker", "socket"],
)
def test_named_boundary_is_the_one_that_is_opened(choice: SandboxChoice, kind: type):
    """A name is not second-guessed: nothing weaker is taken in its place."""
    assert type(open_boundary(choice, SPEC, 1)) is kind


def test_unknown_name_is_refused():
    """A misspelt boundary is told, with those there are."""
    with pytest.raises(ValueError, match=r"auto, local, docker, socket, not 'dokcer'"):
        SandboxChoice("dokcer")
    with pytest.raises(ValueError, match="path of its service"):
        SandboxChoice("socket")


def test_named_boundary_that_does_not_hold_is_not_replaced(monkeypatch: pytest.MonkeyPatch):
    """Who asks for a container gets a container or a refusal."""
    monkeypatch.setenv("DOCKER_HOST", NO_ENGINE)
    with pytest.raises(BoundaryUnavailable, match="no Docker engine"):
        open_boundary(SandboxChoice("docker"), SPEC, 1).start()


def test_auto_takes_containers_where_the_image_holds():
    """With an engine and an image of these sources, the second wall is taken."""
    choice = SandboxChoice("auto", image=engine.sandbox_image())

    assert type(open_boundary(choice, SPEC, 1)) is DockerBoundary
    assert [(found.kind, found.holds) for found in survey(choice, SPEC)] == [
        ("docker", True),
        ("socket", False),
        ("local", False),
    ]


def test_auto_without_an_engine_takes_the_service_that_listens(
    listening: Path, monkeypatch: pytest.MonkeyPatch
):
    """A service beside the worker is the next best, and the reason for the first is told."""
    monkeypatch.setenv("DOCKER_HOST", NO_ENGINE)
    choice = SandboxChoice("auto", socket=listening)

    assert type(open_boundary(choice, SPEC, 1)) is SocketBoundary
    assert "no Docker engine answers" in survey(choice, SPEC)[0].detail


def test_auto_without_either_is_local(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Namespaces of this machine are always there to fall back on; that is no secret of the log."""
    monkeypatch.setenv("DOCKER_HOST", NO_ENGINE)
    choice = SandboxChoice("auto", socket=tmp_path / "nobody.sock")
    found = survey(choice, SPEC)

    assert type(open_boundary(choice, SPEC, 1)) is LocalBoundary
    assert [(item.kind, item.holds) for item in found] == [
        ("docker", False),
        ("socket", False),
        ("local", True),
    ]
    assert "no service listens" in found[1].detail


def test_auto_passes_over_an_image_of_other_sources(monkeypatch: pytest.MonkeyPatch):
    """An image built before the last change is not used, though its self-test passes."""
    monkeypatch.setattr("sandbox.boundary.remote.differing", lambda theirs: ["sandbox/wire.py"])
    choice = SandboxChoice("auto", image=engine.sandbox_image())
    found = survey(choice, SPEC)

    assert not found[0].holds
    assert "other sources than this worker: sandbox/wire.py" in found[0].detail
    assert found[2].holds
