"""From what is typed on a command line to bundles and submissions."""

from __future__ import annotations

from pathlib import Path

from graders.bilingual import both
from graders.bundle import MANIFEST, Bundle, load_bundle
from graders.commands.failures import CommandError
from graders.problems import BundleError

EXERCISES = Path("exercises")


def find_folder(name: str) -> Path:
    """The exercise folder of this path, or of this course/slug below exercises/.

    A file of an exercise, or a folder in one, stands for the whole: hooks name the files that changed.
    """
    path = Path(name)
    inside = path.absolute().parents if path.exists() else ()
    for folder in (path, EXERCISES / name, *inside):
        if (folder / MANIFEST).is_file():
            return folder
    raise CommandError(both("cli.no_exercise", name=name))


def find_bundle(name: str) -> Bundle:
    """The exercise of this name, as something to grade."""
    try:
        return load_bundle(find_folder(name))
    except BundleError as error:
        raise CommandError(both("cli.bad_bundle"), error.problems) from error


def read_submission(path: Path, bundle: Bundle) -> dict[str, bytes]:
    """The files handed in under this path: the only file of the exercise, or a folder that holds them."""
    if path.is_dir():
        found = {name: path / name for name in bundle.files if (path / name).is_file()}
        if not found:
            files = ", ".join(bundle.files)
            raise CommandError(both("cli.none_of_files", name=str(path), exercise=bundle.name, files=files))
        return {name: file.read_bytes() for name, file in found.items()}
    if not path.is_file():
        raise CommandError(both("cli.no_file", name=str(path)))
    if len(bundle.files) > 1:
        raise CommandError(
            both("cli.needs_folder", exercise=bundle.name, files=", ".join(bundle.files), name=str(path))
        )
    return {bundle.files[0]: path.read_bytes()}
