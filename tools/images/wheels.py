"""The wheels of a lock file, fetched on this machine for the Python of another image.

pip reads markers as if they meant the Python it runs on, so the lock is first reduced to the
lines that apply to the image's Python; every one of them is then fetched by hash. torch, which no
lock file holds, comes from the index of its own, with the CUDA libraries that its build asks for.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import docker
from packaging.markers import Marker

from tools import progress
from tools.images import building

_PIN = re.compile(r"^(?P<pin>[a-z][a-z0-9._-]*==[^ ;\\]+)(?: ; (?P<marker>[^\\\n]+?))? \\$")
_OLD_PLATFORMS = ("manylinux2014", "manylinux2010", "manylinux1", "linux")


@dataclass(frozen=True)
class Target:
    """The Python that the wheels must fit."""

    python: str  #: full version, such as 3.11.2
    machine: str  #: x86_64 or aarch64
    glibc: int  #: the minor version of its C library

    #: What to run there; prints the three fields.
    PROBE = (
        "import os, platform; glibc = os.confstr('CS_GNU_LIBC_VERSION').split('.')[1]; "
        "print(platform.python_version(), platform.machine(), glibc)"
    )

    @classmethod
    def parse(cls, printed: str) -> Target:
        """Read what `PROBE` printed."""
        python, machine, glibc = printed.split()
        return cls(python, machine, int(glibc))

    @property
    def environment(self) -> Mapping[str, str]:
        """What environment markers are read against."""
        return {
            "python_version": ".".join(self.python.split(".")[:2]),
            "python_full_version": self.python,
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": self.machine,
        }

    @property
    def flags(self) -> list[str]:
        """pip's words for it."""
        tag = "cp" + "".join(self.python.split(".")[:2])
        platforms = [f"manylinux_2_{minor}_{self.machine}" for minor in range(self.glibc, 4, -1)]
        platforms += [f"{name}_{self.machine}" for name in _OLD_PLATFORMS]
        flags = ["--only-binary=:all:", "--python-version", self.python, "--implementation", "cp"]
        flags += [flag for name in (tag, "abi3", "none") for flag in ("--abi", name)]
        return flags + [flag for name in platforms for flag in ("--platform", name)]


def reduced(lock: str, environment: Mapping[str, str]) -> str:
    """The lines of a lock file that apply in `environment`, without their markers."""
    kept: list[str] = []
    keeping = False
    for line in lock.splitlines():
        found = _PIN.match(line)
        if found:
            marker = found["marker"]
            keeping = not marker or Marker(marker).evaluate(dict(environment))
        if keeping and not line.startswith("#"):
            kept.append(f"{found['pin']} \\" if found else line)
    return "\n".join(kept) + "\n"


def target_of(client: docker.DockerClient, line: progress.Line, dockerfile: Path, base: str) -> Target:
    """The Python that `dockerfile` finds or installs in `base`: its first stage is built alone, and asked."""
    alone = building.FOLDER / "python"
    alone.mkdir(exist_ok=True)
    shutil.copyfile(dockerfile, alone / "Dockerfile")
    image = building.build(client, line, alone, arguments={"BASE": base}, target="python")
    probe = ["-I", "-c", Target.PROBE]
    return Target.parse(
        building.printed(client, image, probe, entrypoint=["python3"], network_mode="none", user="0:0")
    )


def fetch(line: progress.Line, target: Target, lock: Path, folder: Path, torch: str = "") -> None:
    """Fetch into `folder` every wheel of `lock` that `target` needs, and torch where named; nothing twice."""
    key = building.content_of([lock], torch, building.torch_index(), repr(target))
    stamp = folder.with_suffix(".key")
    if stamp.is_file() and stamp.read_text() == key:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    requirements = building.FOLDER / f"{lock.stem}.txt"
    requirements.write_text(reduced(lock.read_text(), target.environment))
    locked = ["--no-deps", "--require-hashes", "--requirement", str(requirements)]
    _pip(line, folder, *locked, *target.flags)
    if torch:
        pins = building.FOLDER / f"{lock.stem}.pins.txt"
        pins.write_text("\n".join(re.findall(r"^[a-z][^ ]*==[^ ]+", requirements.read_text(), re.MULTILINE)))
        index = building.torch_index()
        # torch's other dependencies are here already; that index need not have them.
        here = ["--index-url", index, "--find-links", str(folder)] if index else []
        _pip(line, folder, torch, "--constraint", str(pins), *here, *target.flags)
    stamp.write_text(key)


def _pip(line: progress.Line, folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-Iu", "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
    command += ["--dest", str(folder), "--progress-bar", "off", *arguments]
    building.run(line, *command)
