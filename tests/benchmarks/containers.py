"""Containers for measuring: the baseline, a fresh container for each submission, and a sandbox service."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docker import DockerClient

from graders.grading import FACTS
from graders.stacks import warm_roles
from sandbox import service
from sandbox.boundary import hardening
from sandbox.boundary.hardening import ContainerOptions, creation

READY_S = 120.0
PYTHON = "/opt/venv/bin/python"


class FreshContainer:
    """The stand-alone checks, in a fresh container for each run, as autograders usually do it."""

    def __init__(self, client: DockerClient, image: str, folder: Path) -> None:
        self._client = client
        self._image = image
        self._folder = folder
        for path in (folder, *folder.rglob("*")):  # for the user inside
            path.chmod(0o755 if path.is_dir() else 0o644)

    def run(self) -> None:
        """One container; raises if the checks do not pass."""
        self._client.containers.run(
            self._image,
            ["-m", "pytest", "-q", "test_conv2d.py"],
            entrypoint=PYTHON,
            working_dir="/checks",
            volumes={str(self._folder): {"bind": "/checks", "mode": "ro"}},
            environment={"PYTHONDONTWRITEBYTECODE": "1", "HOME": "/tmp"},
            tmpfs={"/tmp": "rw,size=64m"},
            user="10001:10001",
            network_mode="none",
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges"],
            pids_limit=128,
            mem_limit="3g",
            memswap_limit="3g",
            remove=True,
        )


@contextmanager
def sandbox_service(client: DockerClient, image: str, folder: Path, slots: int) -> Iterator[Path]:
    """A warm sandbox service in a container of its own, and the path of its socket in `folder`."""
    folder.mkdir(mode=0o777, exist_ok=True)
    folder.chmod(0o777)
    options = ContainerOptions(image, [*service.command(warm_roles(), slots, FACTS), "--listen", "/socket/s"])
    asked = creation(client.api, options)
    host = asked["host_config"]
    host["Binds"] = [f"{folder}:/socket:rw"]
    host["NanoCpus"] = min(slots, os.cpu_count() or 1) * 10**9
    profile = hardening.seccomp_profile("seccomp-service.json")
    host["SecurityOpt"] = ["no-new-privileges", f"seccomp={profile}"]
    asked["stdin_open"] = False
    container = client.api.create_container(**asked)["Id"]
    try:
        client.api.start(container)
        deadline = time.monotonic() + READY_S
        while not (folder / "s").exists():
            if time.monotonic() > deadline:
                raise RuntimeError("the sandbox service did not start")
            time.sleep(0.1)
        yield folder / "s"
    finally:
        client.api.remove_container(container, force=True)
