"""One build of one image, through the engine's own interface, so that no command line client is needed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docker
import docker.errors

from tools import progress

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "images"
#: The label that says what an image was made from; equal labels mean equal inputs.
CONTENT = "org.seodang.content"


class BuildError(Exception):
    """An image could not be made; the text says what the engine or a download said last."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two builds in one clone would tear each other's context apart: the second waits."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(FOLDER, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def find(client: docker.DockerClient, name: str, content: str | None = None) -> str | None:
    """The id of the image of that name, if the engine has it (and it was made from `content`)."""
    try:
        image = client.images.get(name)
    except docker.errors.ImageNotFound:
        return None
    if content is not None and (image.labels or {}).get(CONTENT) != content:
        return None
    return str(image.id)


def base_image(client: docker.DockerClient, name: str) -> str:
    """The id of a base image, fetched from its registry where the engine does not have it."""
    found = find(client, name)
    if found:
        return found
    try:
        client.images.pull(name)
    except docker.errors.APIError as error:
        raise BuildError(
            f"no base image {name}: {error.explanation or error}\n"
            "Where no registry can be reached, `make base-images` makes one (docs/installation.md)."
        ) from error
    return str(client.images.get(name).id)


def build(
    client: docker.DockerClient,
    line: progress.Line,
    context: Path,
    *,
    arguments: Mapping[str, str],
    tag: str | None = None,
    target: str | None = None,
    dockerfile: str = "Dockerfile",
) -> str:
    """Build the context and return the image's id; what the engine prints goes under the step's line."""
    said: list[str] = []
    found = ""
    try:
        for event in client.api.build(
            path=str(context), dockerfile=dockerfile, tag=tag, target=target,
            buildargs=dict(arguments), rm=True, forcerm=True, decode=True,
        ):  # fmt: skip
            text = str(event.get("stream") or event.get("error") or "").strip()
            said += text.splitlines()
            line.update(said[-1] if said else "")
            if "error" in event:
                raise BuildError("\n".join(said[-25:]))
            found = event.get("aux", {}).get("ID", found)
    except docker.errors.APIError as error:
        raise BuildError(str(error)) from error
    return found


def printed(client: docker.DockerClient, image: str, command: list[str], **options: Any) -> str:
    """What a command prints in a container of its own.

    The log is read once the container has ended: followed while it runs, some engines lose the end of it.
    """
    container = client.containers.create(image, command, **options)
    try:
        container.start()
        status = container.wait()["StatusCode"]
        text = container.logs(stdout=True, stderr=False).decode()
        if status:
            raise BuildError(f"{command[0]} ended with {status}: {container.logs().decode()[-2000:]}")
        return str(text)
    finally:
        container.remove(force=True, v=True)


def run(line: progress.Line, *command: str) -> None:
    """Run a command of this machine under a step's line; what it prints goes to the builds' log."""
    progress.run(line, command, FOLDER / "log.txt", FOLDER, os.environ)


def torch_index() -> str:
    """The package index that torch comes from; empty for pip's own (tools/setup.py)."""
    return os.environ.get("TORCH_INDEX", "")


def content_of(files: Iterable[Path], *extra: str) -> str:
    """A hash of the files, by their place in the clone, and of whatever else decides what comes out."""
    digest = hashlib.sha256(repr(extra).encode())
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder but bytecode, in a steady order."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(found)


def copy(files: Iterable[Path], folder: Path) -> None:
    """Copy files into a folder by their places in the clone; what was at those places goes first."""
    listed = [(path, path.relative_to(ROOT)) for path in files]
    for top in {place.parts[0] for _, place in listed}:
        shutil.rmtree(folder / top, ignore_errors=True)
    for path, place in listed:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / place)
