"""Fixtures of a check, as a pytest plugin of the grader cell.

The fixtures reach the grading through `config.stash`, so that the plugin itself, and pytest with it, is
loaded and configured before the cell is forked.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from graders.errors import AuthorError
from graders.incell import context
from graders.incell.apps import Apps
from graders.incell.http import Crash
from graders.incell.live import LiveChannel
from graders.incell.proxy import Cells, Submission
from graders.incell.stage import Stage
from graders.incell.wsgi import Client
from graders.measured import MEASURED
from graders.training.expectation import Expectation

CELLS = pytest.StashKey[Cells]()
FOLDER = pytest.StashKey[Path]()
#: module of reference/ that stands for the submission; empty for the likeliest one
ENTRY = pytest.StashKey[str]()
#: names of the author's files
FILES = pytest.StashKey[list[str]]()
LIVE = pytest.StashKey[LiveChannel]()


@pytest.fixture(scope="session")
def submission(pytestconfig: pytest.Config) -> Submission:
    """The student's module, in its own cell."""
    return Submission(pytestconfig.stash[CELLS])


@pytest.fixture(scope="session")
def reference(pytestconfig: pytest.Config) -> ModuleType:
    """The author's solution, imported beside the checks."""
    return _import_reference(pytestconfig.stash[FOLDER] / "reference", pytestconfig.stash[ENTRY])


@pytest.fixture(scope="session")
def seed() -> int:
    """The grading's secret seed."""
    return context.current().seed


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers of this check: the same whenever it runs with the same seed."""
    return context.generator("rng", request.node.name)


@pytest.fixture
def live(pytestconfig: pytest.Config) -> LiveChannel:
    """A channel for curves, to be passed to the submission."""
    return pytestconfig.stash[LIVE].declare(*pytestconfig.stash[LIVE].names)


@pytest.fixture(scope="session")
def public_data(pytestconfig: pytest.Config) -> Path:
    """The folder of data that the submission has too."""
    return pytestconfig.stash[FOLDER] / "data" / "public"


@pytest.fixture(scope="session")
def hidden_data(pytestconfig: pytest.Config) -> Path:
    """The folder of data that no submission sees."""
    return pytestconfig.stash[FOLDER] / "data" / "hidden"


@pytest.fixture(scope="session")
def measured(pytestconfig: pytest.Config) -> Expectation:
    """What the reference's training reached, to hold a submission's against."""
    return Expectation(pytestconfig.stash[FOLDER] / MEASURED)


@pytest.fixture
def app(pytestconfig: pytest.Config) -> Client:
    """A client of the student's WSGI application, with cookies of its own."""
    return Client(pytestconfig.stash[CELLS])


@pytest.fixture
def apps(pytestconfig: pytest.Config, _reference_stage: Stage) -> Apps:
    """The student's WSGI application and the reference, driven by the same requests and compared."""
    return Apps(pytestconfig.stash[CELLS], _reference_stage)


@pytest.fixture(scope="session")
def _reference_stage(pytestconfig: pytest.Config) -> Stage:
    """Where the reference application is made afresh, over and over."""
    folder = pytestconfig.stash[FOLDER]
    home = folder / "reference"
    names = [name for name in pytestconfig.stash[FILES] if name.startswith("reference/")]
    files = {name.removeprefix("reference/"): (folder / name).read_bytes() for name in names}
    kept = {str(folder / name) for name in pytestconfig.stash[FILES]}
    entry = _entry(home, pytestconfig.stash[ENTRY])
    return Stage(files, entry, [str(home), str(folder)], kept, _crash)


def _crash(error: BaseException) -> Crash:
    """An exception of the reference, for its author."""
    return type(error).__name__, str(error), []


def _entry(folder: Path, wanted: str) -> str:
    """The reference's entry module: the one that was asked for, else `solution`, else the first there is."""
    names = sorted(path.stem for path in folder.glob("*.py"))
    if not names:
        raise AuthorError("this exercise has no reference/")
    return next((name for name in (wanted, "solution") if name in names), names[0])


def _import_reference(folder: Path, wanted: str) -> ModuleType:
    """The reference's entry module."""
    entry = _entry(folder, wanted)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    spec = spec_from_file_location("reference_solution", folder / f"{entry}.py")
    if spec is None or spec.loader is None:
        raise AuthorError(f"reference/{entry}.py cannot be imported")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
