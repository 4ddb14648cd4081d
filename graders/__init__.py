"""From a bundle and a student's files to a report.

Two kinds of code live here. The host side (`bundle`, `grading`, `report`, `cli`, …) reads exercises, sends
them into cells and judges what comes back; it imports neither torch nor pytest. `incell` runs inside the
cells: the RPC server beside the student's code, and pytest with the proxies beside the author's checks.

What authors import in `checks.py` is exported here by name and loaded at first use, so that `import graders`
costs the web process nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.compare import assert_close, comparing, expect
    from graders.errors import Mismatch, SubmissionError
    from graders.grading import Grader, grade
    from graders.incell.codec import strided
    from graders.incell.proxy import on_meta, vjp
    from graders.properties import given
    from graders.slips.slip import Slip

__all__ = [
    "Grader",
    "Mismatch",
    "Slip",
    "SubmissionError",
    "assert_close",
    "comparing",
    "expect",
    "given",
    "grade",
    "on_meta",
    "strided",
    "vjp",
]

_HOMES = {
    "Grader": "graders.grading",
    "Mismatch": "graders.errors",
    "Slip": "graders.slips.slip",
    "SubmissionError": "graders.errors",
    "assert_close": "graders.compare",
    "comparing": "graders.compare",
    "expect": "graders.compare",
    "given": "graders.properties",
    "grade": "graders.grading",
    "on_meta": "graders.incell.proxy",
    "strided": "graders.incell.codec",
    "vjp": "graders.incell.proxy",
}

#: read by pytest when it is told `-p graders`: the plugin that grades exercise folders
pytest_plugins = ("graders.pytest_folders",)


def __getattr__(name: str) -> Any:
    """Load an exported name from its module at first use."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'graders' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
