"""The wheels of a lock file, fetched on this machine for the Python of another image.

pip reads markers as if they meant the Python it runs on, so the lock is first reduced to the
lines that apply to the image's Python; every one of them is then fetched by hash. torch, which no
lock file holds, comes from the index of its own, with the CUDA libraries that its build asks for.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

from tools import progress

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


def download(
    line: progress.Line, target: Target, lock: Path, folder: Path, log: Path, torch: str | None = None
) -> None:
    """Fetch every wheel of `lock` that `target` needs, and torch where it is named."""
    folder.mkdir(parents=True, exist_ok=True)
    requirements = folder.with_suffix(".txt")
    requirements.write_text(reduced(lock.read_text(), target.environment))
    locked = ["--no-deps", "--require-hashes", "--requirement", str(requirements)]
    _pip(line, log, folder, *locked, *target.flags)
    if torch:
        pins = folder.with_suffix(".pins.txt")
        pins.write_text("\n".join(re.findall(r"^[a-z][^ ]*==[^ ]+", requirements.read_text(), re.MULTILINE)))
        index = os.environ.get("TORCH_INDEX", "")
        here = ["--index-url", index] if index else []
        if index:  # its other dependencies are here already; that index need not have them
            here += ["--find-links", str(folder)]
        _pip(line, log, folder, torch, "--constraint", str(pins), *here, *target.flags)


def _pip(line: progress.Line, log: Path, folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-Iu", "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
    command += ["--dest", str(folder), "--progress-bar", "off", *arguments]
    progress.run(line, command, log, folder, os.environ)
