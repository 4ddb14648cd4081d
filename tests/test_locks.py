"""The lock files pin everything but torch, and agree with pyproject.toml."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.source import ROOT
from tools import lock as locking

PYTHONS = ("3.11", "3.12", "3.13")
#: What the container images are made from.
IMAGE_LOCKS = ("sandbox.txt", "host.txt")
LOCKS = {"base.txt": (False, False), "site.txt": (True, False), "dev.txt": (True, True)}
UNLOCKED = ("torch", "triton", "nvidia-", "cuda-")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("python", PYTHONS)
def test_lock_satisfies_pyproject(lock: str, python: str) -> None:
    """Each direct dependency is pinned, for each Python, to a version that pyproject.toml allows."""
    pins = _pins(lock, python)
    unmet = [
        str(wanted)
        for wanted in _wanted(*LOCKS[lock])
        if wanted.name != "torch" and not wanted.specifier.contains(pins.get(wanted.name.lower(), "0"))
    ]

    assert unmet == []


@pytest.mark.parametrize("lock", [*LOCKS, *IMAGE_LOCKS])
def test_every_pin_has_a_hash(lock: str) -> None:
    """A file that was tampered with is refused."""
    blocks = re.split(r"\n(?=[a-z])", _read(lock))[1:]
    bare = [block.split()[0] for block in blocks if "--hash=sha256:" not in block]

    assert bare == []


@pytest.mark.parametrize("lock", [*LOCKS, *IMAGE_LOCKS])
def test_lock_leaves_torch_and_indexes_out(lock: str) -> None:
    """Which build of torch fits, and where packages come from, is the machine's business."""
    text = _read(lock)

    assert [name for name in _names(text) if name.startswith(UNLOCKED)] == []
    assert "http" not in text
    assert "--index" not in text


def test_small_locks_are_parts_of_the_large_one() -> None:
    """What is deployed is what was tested: the same versions in every file."""
    everything = set(_read("dev.txt").splitlines())

    for lock in ("base.txt", "site.txt", *IMAGE_LOCKS):
        pins = {line for line in _read(lock).splitlines() if not line.startswith("#")}
        assert pins <= everything


@pytest.mark.parametrize("lock", IMAGE_LOCKS)
def test_image_locks_hold_what_the_image_needs(lock: str) -> None:
    """An image has each direct dependency of its side, and none of the other side's."""
    other = locking.HOST_ONLY if lock == "sandbox.txt" else locking.CELLS_ONLY
    pins = {python: _pins(lock, python) for python in PYTHONS}
    unmet = [
        str(wanted)
        for wanted in map(Requirement, locking.names_for(lock))
        for python in PYTHONS
        if wanted.name != "torch"
        and not wanted.specifier.contains(pins[python].get(wanted.name.lower(), "0"))
    ]

    assert unmet == []
    assert set(_names(_read(lock))) & set(other) == set()


def test_torch_is_exact() -> None:
    """torch has one version for everybody, whatever its build."""
    torch = next(wanted for wanted in _wanted(False, False) if wanted.name == "torch")

    assert str(torch.specifier) == "==2.13.0"


def _read(lock: str) -> str:
    return (ROOT / "requirements" / lock).read_text()


def _names(text: str) -> list[str]:
    return re.findall(r"^([a-z][a-z0-9._-]*)==", text, re.MULTILINE)


def _pins(lock: str, python: str) -> dict[str, str]:
    """Return name -> version as pip on that Python reads the file."""
    here = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "implementation_name": "cpython",
    }
    lines = re.findall(r"^([a-z][a-z0-9._-]*)==([^ ;\\]+)(?: ; ([^\\\n]+))?", _read(lock), re.MULTILINE)
    return {
        name: version
        for name, version, marker in lines
        if not marker or Marker(marker.strip()).evaluate(here)
    }


def _wanted(site: bool, development: bool) -> list[Requirement]:
    texts = list(PROJECT["project"]["dependencies"])
    if site:
        texts += PROJECT["project"]["optional-dependencies"]["site"]
    if development:
        groups = PROJECT["dependency-groups"].values()
        texts += [text for group in groups for text in group if isinstance(text, str)]
    return [Requirement(text) for text in texts]
