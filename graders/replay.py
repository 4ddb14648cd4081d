"""What a grading ran with: enough to run it again and get the same report."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from types import MappingProxyType

from graders.bundle import Bundle
from graders.report import Replay, Submitted
from graders.sources import MAX_BYTES
from sandbox.boundary.base import BoundaryFacts

#: distributions whose version a reader asks for first; the digest covers all of them
_NAMED = ("torch", "numpy", "scikit-learn", "flask", "sqlalchemy", "pytest", "hypothesis", "seodang")
#: under this name a service's facts hold the digest; no distribution is called so
ENVIRONMENT = "environment"


@cache
def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that decide results."""
    found = {"python": platform.python_version()}
    for name in _NAMED:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@cache
def environment_digest() -> str:
    """A digest over every installed distribution and its version."""
    names = {f"{d.metadata['Name']}=={d.version}".lower() for d in metadata.distributions()}
    lines = [platform.python_version(), *sorted(names)]
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def host_class() -> str:
    """The kind of machine: system, architecture, processors."""
    return f"{platform.system().lower()}-{platform.machine()}-{os.cpu_count() or 1}cpu"


def facts() -> dict[str, str]:
    """What a sandbox service tells of the libraries in its container: their versions, and a digest."""
    return {**versions(), ENVIRONMENT: environment_digest()}


def replay_record(
    bundle: Bundle,
    seed: int,
    boundary: BoundaryFacts,
    gpu: str = "",
    files: Mapping[str, bytes] = MappingProxyType({}),
    after_due: bool = False,
) -> Replay:
    """The record of one grading of these files, here and now, behind this boundary, on this GPU."""
    told = dict(boundary.environment) or facts()
    return Replay(
        bundle=bundle.version,
        environment=told.pop(ENVIRONMENT, ""),
        versions=told,
        seed=seed,
        limits=bundle.limits,
        host=host_class(),
        sandbox=boundary.kind,
        image=boundary.image,
        gpu=gpu,
        files={name: submitted(data) for name, data in sorted(files.items())},
        after_due=after_due,
    )


def submitted(data: bytes) -> Submitted:
    """A file as a record keeps it: its content too, unless that is no text or too much of it."""
    text: str | None = None
    if len(data) <= MAX_BYTES:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode()
    return Submitted(hashlib.sha256(data).hexdigest(), text)
