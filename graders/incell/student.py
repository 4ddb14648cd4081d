"""The student's files on disk and their entry module in memory, inside the submission's cell."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType


def write_files(files: Mapping[str, bytes], folder: str) -> None:
    """Write files below a folder, with the folders they need."""
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def import_entry(entry: str, source: bytes, folder: str) -> ModuleType:
    """Compile and run the entry module as `import` would, from a folder that is on the path.

    Compiled here rather than by the import system, so that the text that was submitted is the text that runs.
    """
    if folder not in sys.path:
        sys.path.insert(0, folder)
    path = os.path.join(folder, f"{entry}.py")
    code = compile(source, path, "exec", dont_inherit=True)
    spec = spec_from_loader(entry, SourceFileLoader(entry, path))
    if spec is None:
        raise ImportError(f"no module specification for {entry}")
    module = module_from_spec(spec)
    sys.modules[entry] = module
    exec(code, module.__dict__)  # noqa: S102 - running the student's code is what this cell is for
    return module
