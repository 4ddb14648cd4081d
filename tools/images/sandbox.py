"""The image in which submissions run: what goes into its context, and when it must be made again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import docker

from tools import progress
from tools.images import building, wheels
from tools.setup import torch_requirement

TAG = "seodang-sandbox:latest"
DOCKERFILE = building.ROOT / "sandbox" / "image" / "Dockerfile"
LOCK = building.ROOT / "requirements" / "sandbox.txt"
PACKAGES = ("sandbox", "graders")
#: Parts of our packages that no process in the container reads: they serve the command line.
LEFT_OUT = ("sandbox/image", "graders/templates", "graders/commands", "graders/formats", "graders/cli.py")


def make(client: docker.DockerClient, base: str, tag: str = TAG) -> str:
    """Return the id of an image made from today's inputs, making it where the engine has none."""
    with building.one_at_a_time():
        content = inputs(building.base_image(client, base))
        found = building.find(client, tag, content)
        if found:
            return found
        line = progress.Line(f"sandbox image on {base}")
        try:
            made = _make(client, line, base, tag, content)
        except (building.BuildError, progress.CommandFailed):
            line.failed()
            raise
        line.done()
        return made


def inputs(base: str) -> str:
    """The hash of everything that decides what the image holds."""
    files = [DOCKERFILE, LOCK, *package_files()]
    return building.content_of(files, base, torch_requirement(), os.environ.get("TORCH_INDEX", ""))


def package_files() -> list[Path]:
    """Our packages as the image gets them: sources and data, no bytecode."""
    files = []
    for package in PACKAGES:
        for path in sorted((building.ROOT / package).rglob("*")):
            place = path.relative_to(building.ROOT).as_posix()
            if path.is_file() and "__pycache__" not in path.parts and not place.startswith(LEFT_OUT):
                files.append(path)
    return files


def _make(client: docker.DockerClient, line: progress.Line, base: str, tag: str, content: str) -> str:
    context = building.FOLDER / "sandbox"
    context.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DOCKERFILE, context / "Dockerfile")
    python = _python_stage(client, line, base)
    probe = ["-I", "-c", wheels.Target.PROBE]
    printed = building.printed(client, python, probe, entrypoint=["python3"], network_mode="none")
    _fetch_wheels(line, wheels.Target.parse(printed), context / "wheels")
    _copy_packages(context / "seodang")
    arguments = {"BASE": base, "CONTENT": content}
    return building.build(client, line, context, arguments=arguments, tag=tag)


def _python_stage(client: docker.DockerClient, line: progress.Line, base: str) -> str:
    """Build the first stage alone, from a context of one file, to learn which Python the base has."""
    alone = building.FOLDER / "python"
    alone.mkdir(exist_ok=True)
    shutil.copyfile(DOCKERFILE, alone / "Dockerfile")
    return building.build(client, line, alone, arguments={"BASE": base}, target="python")


def _fetch_wheels(line: progress.Line, target: wheels.Target, folder: Path) -> None:
    """Fetch the wheels, unless those there are of the same lock, build and Python."""
    torch = torch_requirement()
    key = building.content_of([LOCK], torch, os.environ.get("TORCH_INDEX", ""), repr(target))
    stamp = building.FOLDER / "wheels.key"
    if stamp.is_file() and stamp.read_text() == key:
        return
    stamp.unlink(missing_ok=True)
    fetched = building.FOLDER / "fetched"
    shutil.rmtree(fetched, ignore_errors=True)
    wheels.download(line, target, LOCK, fetched, building.FOLDER / "log.txt", torch)
    shutil.rmtree(folder, ignore_errors=True)
    fetched.rename(folder)
    stamp.write_text(key)


def _copy_packages(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path in package_files():
        copy = folder / path.relative_to(building.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
