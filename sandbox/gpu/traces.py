"""Whether a process has touched CUDA; asked of a fork server, which must not have.

A context does not survive a fork, and a driver library that once looked and saw no device
answers so for ever. So a GPU fork server must not even have loaded it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_LIBRARY = re.compile(r"/libcuda\.so(\.[0-9.]+)?$")


def traces(proc: str = "/proc/self") -> list[str]:
    """What this process holds of CUDA: the driver's library, mapped or open device nodes."""
    found = set()
    for row in Path(proc, "maps").read_text(encoding="utf-8", errors="replace").splitlines():
        path = row.split(maxsplit=5)[-1] if row.count("/") else ""
        if _LIBRARY.search(path) or path.startswith("/dev/nvidia"):
            found.add(path)
    for fd in os.listdir(f"{proc}/fd"):
        try:
            target = os.readlink(f"{proc}/fd/{fd}")
        except OSError:
            continue  # the descriptor of the listing itself
        if target.startswith("/dev/nvidia"):
            found.add(target)
    return sorted(found)
