"""Base images from Debian's packages, for machines that reach a package mirror but no registry.

`debootstrap` unpacks this machine's release from the mirror that apt is configured for; the result is
imported into the engine. There are two such trees, one with Python (the base of our own images), and
one with PostgreSQL and Redis, from which two images are made whose entrypoints understand what a
compose file tells the official ones (tools/images/services). Needs root, as debootstrap does.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import docker

from tools import progress
from tools.images import building

SERVICES = Path(__file__).with_name("services")
PYTHON_PACKAGES = ("python3", "python3-venv", "ca-certificates")
SERVER_PACKAGES = ("postgresql", "redis-server", "util-linux")
#: What a running tree needs none of; device nodes are the engine's business.
LEFT_OUT = (
    "./dev/*",
    "./proc/*",
    "./sys/*",
    "./run/*",
    "./tmp/*",
    "./var/cache/apt/*",
    "./var/lib/apt/lists/*",
)


def release() -> str:
    """The code name of this machine's distribution, such as bookworm."""
    return platform.freedesktop_os_release()["VERSION_CODENAME"]


def tags() -> dict[str, str]:
    """What the images are called here: base, database and broker."""
    name = release()
    return {kind: f"seodang-{kind}:{name}" for kind in ("base", "postgres", "redis")}


def make(client: docker.DockerClient, kind: str, mirror: str = "") -> str:
    """Return the id of the base, postgres or redis image, making it where the engine has none."""
    with building.one_at_a_time():
        return _made(client, kind, mirror)


def _made(client: docker.DockerClient, kind: str, mirror: str) -> str:
    tag = tags()[kind]
    if kind == "base":
        return building.find(client, tag) or _bootstrapped(client, tag, PYTHON_PACKAGES, mirror)
    folder = SERVICES / kind
    content = building.content_of(
        [path for path in sorted(folder.iterdir()) if path.is_file()], *SERVER_PACKAGES
    )
    found = building.find(client, tag, content)
    if found:
        return found
    servers = f"seodang-servers:{release()}"
    if not building.find(client, servers):
        _bootstrapped(client, servers, SERVER_PACKAGES, mirror)
    line = progress.Line(f"image {tag}")
    made = building.build(client, line, folder, arguments={"BASE": servers, "CONTENT": content}, tag=tag)
    line.done()
    return made


def _bootstrapped(client: docker.DockerClient, tag: str, packages: Sequence[str], mirror: str) -> str:
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        raise building.BuildError(
            "making a base image needs root and debootstrap (Debian: apt-get install debootstrap)"
        )
    line = progress.Line(f"image {tag}, from Debian's packages")
    with tempfile.TemporaryDirectory(prefix="seodang-base-", dir="/var/tmp") as scratch:
        tree, archive = Path(scratch, "tree"), Path(scratch, "tree.tar")
        tree.mkdir(mode=0o755)
        no_services = tree / "usr" / "sbin" / "policy-rc.d"
        no_services.parent.mkdir(parents=True)
        no_services.write_text("#!/bin/sh\nexit 101\n")  # packages start no server while they are unpacked
        no_services.chmod(0o755)
        unpack = ["debootstrap", "--variant=minbase", f"--include={','.join(packages)}"]
        building.run(line, *unpack, release(), str(tree), mirror or configured_mirror())
        no_services.unlink(missing_ok=True)  # some versions remove it themselves
        pack = ["tar", "--create", "--numeric-owner", "--file", str(archive), "--directory", str(tree)]
        building.run(line, *pack, *(f"--exclude={pattern}" for pattern in LEFT_OUT), ".")
        repository, _, name = tag.partition(":")
        client.api.import_image_from_file(str(archive), repository=repository, tag=name)
    line.done()
    return str(client.images.get(tag).id)


def configured_mirror() -> str:
    """The mirror of this release's main packages, from apt's own configuration."""
    columns = "$(CREATED_BY) $(REPO_URI) $(SUITE) $(CODENAME) $(COMPONENT)"
    command = ["apt-get", "indextargets", "--format", columns]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for row in rows.splitlines():
        created_by, uri, suite, codename, component = (row.split() + [""] * 5)[:5]
        plain = not re.search(r"-(security|updates|backports|proposed)$|security", suite + uri)
        if created_by == "Packages" and component == "main" and plain and release() in (codename, suite):
            return uri
    raise building.BuildError("apt names no mirror of this release; name one: --mirror http://…/debian")
