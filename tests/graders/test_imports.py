"""What importing `graders` costs the web process."""

from __future__ import annotations

import subprocess
import sys

import graders

HOST_SIDE = [
    "graders",
    "graders.messages",
    "graders.phrases",
    "graders.errors",
    "graders.jobs",
    "graders.grading",
    "graders.gates.mutation",
]
HEAVY = ["torch", "numpy", "pytest", "hypothesis", "sklearn", "flask"]


def test_host_side_imports_nothing_heavy():
    """The site can import everything it needs of graders without torch, NumPy, pytest or Hypothesis."""
    program = f"import sys, {', '.join(HOST_SIDE)}; print([m for m in {HEAVY} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_exports_are_found_by_name():
    """Every exported name can be imported from graders, and nothing else can."""
    for name in graders.__all__:
        assert getattr(graders, name).__name__ == name
        assert name in dir(graders)
    assert not hasattr(graders, "no_such_name")
