"""The image of the site: what goes into its context, and when it must be made again."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import docker

from tools import progress
from tools.images import building, wheels
from tools.setup import ASSETS, TRANSLATIONS

TAG = "seodang-site:latest"
DOCKERFILE = building.ROOT / "platform" / "image" / "Dockerfile"
LOCK = building.ROOT / "requirements" / "host.txt"
#: What the wheel is made from, beside the files at the root.
SOURCES = ("platform/seodang", "graders", "sandbox", "exercises")
AT_ROOT = ("config.py", "pyproject.toml", "README.md", "LICENSE")


def make(client: docker.DockerClient, base: str, tag: str = TAG) -> str:
    """Return the id of an image made from today's inputs, making it where the engine has none."""
    with building.one_at_a_time():
        content = inputs(building.base_image(client, base))
        found = building.find(client, tag, content)
        if found:
            return found
        if not (ASSETS / "manifest.json").is_file() or not list(TRANSLATIONS.rglob("*.mo")):
            raise building.BuildError("the front end is not built here: run `make setup` first")
        line = progress.Line(f"site image on {base}")
        try:
            made = _make(client, line, base, tag, content)
        except (building.BuildError, progress.CommandFailed):
            line.failed()
            raise
        line.done()
        return made


def inputs(base: str) -> str:
    """The hash of everything that decides what the image holds."""
    files = [DOCKERFILE, LOCK, *(building.ROOT / name for name in AT_ROOT)]
    for folder in SOURCES:
        files += building.files_below(building.ROOT / folder)
    return building.content_of(files, base)


def _make(client: docker.DockerClient, line: progress.Line, base: str, tag: str, content: str) -> str:
    context = building.FOLDER / "site"
    context.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DOCKERFILE, context / "Dockerfile")
    wheels.fetch(line, wheels.target_of(client, line, DOCKERFILE, base), LOCK, context / "wheels")
    _pack_site(line, context / "site")
    building.copy(building.files_below(building.ROOT / "exercises"), context)
    arguments = {"BASE": base, "CONTENT": content}
    return building.build(client, line, context, arguments=arguments, tag=tag)


def _pack_site(line: progress.Line, folder: Path) -> None:
    """Build the wheel of this clone, front end and translations included."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    command = [sys.executable, "-Iu", "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(building.ROOT)]
    building.run(line, *command)
