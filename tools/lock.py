"""Write the lock files under requirements/ from pyproject.toml.

Each file pins every package by version and hash, for Python 3.11 to 3.13 at
once. torch is left out, and with it the CUDA libraries that only some of its
builds ask for: which build fits differs by machine. What every build of torch
needs (sympy, networkx, ...) stays in, so torch is all that is not locked.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
UNLOCKED = re.compile(r"(torch|triton|nvidia-|cuda-)[a-z0-9-]*==")
#: File -> what goes into it. `dev` comes first: the others take their versions from it.
LOCKS = {
    "dev.txt": ["pyproject.toml", "--extra", "site", "--group", "dev"],
    "site.txt": ["pyproject.toml", "--extra", "site"],
    "base.txt": ["pyproject.toml"],
    "sandbox.txt": ["-"],  # the names come from `names_for`
    "host.txt": ["-"],
}
#: What only the host side of a grading imports, and a sandbox has no use for.
HOST_ONLY = ("docker", "rich")
#: What only code in cells imports, and the image of the site has no use for.
CELLS_ONLY = ("hypothesis", "matplotlib", "numpy", "pytest", "scikit-learn", "torch")
HEADER = """\
# Locked by `make lock` from pyproject.toml: {what}.
# torch is not in here; docs/installation.md says where it comes from.
"""
WHAT = {
    "dev.txt": "the site, and what tests, linters and builds need",
    "site.txt": "the site",
    "base.txt": "the command line",
    "sandbox.txt": "the sandbox image",
    "host.txt": "the image of the site and its workers",
}


def main() -> int:
    """Lock everything again; keep the versions of today unless told to upgrade."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    upgrade = parser.parse_args().upgrade
    FOLDER.mkdir(exist_ok=True)
    for name, selection in LOCKS.items():
        flags = ["--upgrade"] if upgrade and name == "dev.txt" else []
        if name != "dev.txt":
            flags += ["--constraints", str(FOLDER / "dev.txt")]
        text = _compile([*selection, *flags], FOLDER / name)
        locked = HEADER.format(what=WHAT[name]) + without_torch(text)
        (FOLDER / name).write_text(locked)
        print(f"requirements/{name}: {len(re.findall('^[a-z]', locked, re.MULTILINE))} pins")
    return 0


def _compile(flags: list[str], existing: Path) -> str:
    """Resolve; uv reads the existing file for the versions to keep."""
    command = [
        str(Path(sys.executable).with_name("uv")), "pip", "compile",
        "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet",
        "--output-file", str(existing), *flags,
    ]  # fmt: skip
    names = "\n".join(names_for(existing.name)) if "-" in flags else None
    subprocess.run(command, cwd=ROOT, check=True, text=True, input=names, stdout=subprocess.DEVNULL)
    return existing.read_text()


def names_for(lock: str) -> list[str]:
    """What an image's lock file is made from: pyproject.toml less what only the other side imports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted: list[str] = project["dependencies"]
    if lock == "sandbox.txt":
        return [text for text in wanted if _name(text) not in HOST_ONLY]
    site: list[str] = project["optional-dependencies"]["site"]
    return [*(text for text in wanted if _name(text) not in CELLS_ONLY), *site]


def _name(requirement: str) -> str:
    return re.split(r"[^a-z-]", requirement)[0]


def without_torch(text: str) -> str:
    """Drop the blocks of torch and of the libraries that only its CUDA builds need."""
    kept: list[str] = []
    dropping = False
    for line in text.splitlines(keepends=True):
        if not line.startswith((" ", "#")):
            dropping = UNLOCKED.match(line) is not None
        if not dropping:
            kept.append(line)
    return "".join(kept)


if __name__ == "__main__":
    sys.exit(main())
