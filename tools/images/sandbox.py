"""The image in which submissions run: what goes into its context, and when it must be made again."""

from __future__ import annotations

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
    return building.content_of(files, base, torch_requirement(), building.torch_index())


def package_files() -> list[Path]:
    """Our packages as the image gets them: sources and data, no bytecode."""
    found = (path for package in PACKAGES for path in building.files_below(building.ROOT / package))
    return [path for path in found if not path.relative_to(building.ROOT).as_posix().startswith(LEFT_OUT)]


def _make(client: docker.DockerClient, line: progress.Line, base: str, tag: str, content: str) -> str:
    context = building.FOLDER / "sandbox"
    context.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DOCKERFILE, context / "Dockerfile")
    target = wheels.target_of(client, line, DOCKERFILE, base)
    wheels.fetch(line, target, LOCK, context / "wheels", torch_requirement())
    building.copy(package_files(), context / "seodang")
    arguments = {"BASE": base, "CONTENT": content}
    return building.build(client, line, context, arguments=arguments, tag=tag)
