"""The baseline: the checks of an exercise as a stand-alone pytest file, run in a fresh process each time.

Both solutions are imported directly and no plugin of ours is loaded. The file's cases are
those of the exercise, drawn from the same seed; shrinking is off.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SEED = 20_240_912

#: What `from graders import …` offers, in a few lines over torch. Examples are drawn as the graders draw
#: them, which is cheaper than Hypothesis' own engine: both sides see the same ones.
_PLAIN = f"""
import torch
from graders import strategies
from graders.incell import context
from graders.incell.examples import draw

context.set_current(context.Context({SEED}, "", {{}}, 0))


def assert_close(got, expected):
    torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-5)


def expect(condition, **texts):
    assert condition, texts


def given(max_examples=25, **drawn):
    def decorate(check):
        def run(submission, reference):
            for arguments, _ in draw(drawn, context.derived_key("given", check.__name__), max_examples):
                check(submission, reference, **arguments)

        run.__name__ = check.__name__
        return run

    return decorate


def vjp(function, *, args, kwargs, cotangent, wrt):
    leaves = [a.detach().clone().requires_grad_() if i in wrt else a for i, a in enumerate(args)]
    value = function(*leaves, **kwargs)
    return value, torch.autograd.grad(value, [leaves[i] for i in wrt], cotangent)
"""

_CONFTEST = f"""
import types

import numpy as np
import pytest
import reference_solution
import solution
from graders.incell import context


@pytest.fixture(scope="session")
def submission():
    return types.SimpleNamespace(conv2d=solution.conv2d, last_call=types.SimpleNamespace(changed=()))


@pytest.fixture(scope="session")
def reference():
    return reference_solution


@pytest.fixture
def rng(request):
    return np.random.Generator(np.random.Philox(key={SEED} + len(request.node.name)))
"""


class Standalone:
    """A folder with the stand-alone file; `command` runs it in a fresh Python."""

    def __init__(self, bundle: Path, solution: Path, folder: Path) -> None:
        self.folder = folder
        first, _, rest = (bundle / "checks.py").read_text(encoding="utf-8").partition("from graders import ")
        (folder / "test_conv2d.py").write_text(f"{first}from plain import {rest}", encoding="utf-8")
        (folder / "plain.py").write_text(_PLAIN, encoding="utf-8")
        (folder / "conftest.py").write_text(_CONFTEST, encoding="utf-8")
        (folder / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n", encoding="utf-8")
        shutil.copy(solution, folder / "solution.py")
        shutil.copy(bundle / "reference" / "solution.py", folder / "reference_solution.py")
        self.command = [sys.executable, "-m", "pytest", "-q", "test_conv2d.py"]

    def run(self) -> None:
        """One fresh process; raises if the checks do not pass."""
        done = subprocess.run(self.command, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the stand-alone checks failed:\n{done.stdout}{done.stderr}")
