"""pytest inside the grader cell: configured before the fork, collecting and running after it.

Of pytest we keep what authors write against: collection, fixtures, parametrisation, marks, assertion
rewriting. Its command line, reports and terminal stay out; results leave as messages the moment they are
known.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.config import _prepareconfig
from _pytest.main import Session
from _pytest.runner import CallInfo

from graders.incell import plugin

_UNUSED_PLUGINS = (
    "terminal", "debugging", "unittest", "legacypath", "pastebin", "junitxml", "doctest", "cacheprovider",
    "setuponly", "setupplan", "stepwise", "unraisableexception", "threadexception", "warnings", "logging",
    "faulthandler", "subtests", "capture", "recwarn", "tmpdir",
)  # fmt: skip
_ARGUMENTS = (
    "-c", "/dev/null", "--rootdir=/", "--noconftest", "-o", "python_files=checks.py", "--assert=rewrite",
    "--import-mode=prepend", "--disable-plugin-autoload",
)  # fmt: skip


def configure() -> Session:
    """A pytest session that knows our fixtures and has collected nothing yet."""
    sys.dont_write_bytecode = True
    blocked = [part for name in _UNUSED_PLUGINS for part in ("-p", f"no:{name}")]
    config = _prepareconfig([*_ARGUMENTS, *blocked], plugins=[plugin])
    session: Session = Session.from_config(config)
    config._do_configure()
    config.hook.pytest_sessionstart(session=session)
    return session


def collect(session: Session, checks: Path) -> list[pytest.Function]:
    """The tests of a checks.py, in their order; raises what its import raises."""
    module: pytest.Module = pytest.Module.from_parent(session, path=checks)
    try:
        _ = module.obj  # imports the file; genitems would turn a failure into a report for a terminal
    except pytest.Collector.CollectError as error:
        raise error.__cause__ or error from None
    items = [item for item in session.genitems(module) if isinstance(item, pytest.Function)]
    session.items = list(items)
    return items


def renew(items: Iterable[pytest.Function]) -> None:
    """Let tests that have run ask for their fixtures anew."""
    for item in items:
        item._initrequest()


def name_of(item: pytest.Function) -> str:
    """The name of the check that a test belongs to: its function, for all its parameters."""
    return item.originalname or item.name


@dataclass(frozen=True)
class Raised:
    """What a test raised, and whether its body or only its fixtures did."""

    error: BaseException
    in_setup: bool = False


def run_item(item: pytest.Function, following: pytest.Function | None) -> Raised | None:
    """Run one test with its fixtures; those that the following test does not share are torn down."""
    hooks = item.ihook
    setup = CallInfo.from_call(lambda: hooks.pytest_runtest_setup(item=item), "setup")
    raised = _raised(setup, in_setup=True)
    if raised is None:
        raised = _raised(CallInfo.from_call(lambda: hooks.pytest_runtest_call(item=item), "call"))
    teardown = CallInfo.from_call(
        lambda: hooks.pytest_runtest_teardown(item=item, nextitem=following), "teardown"
    )
    return raised or _raised(teardown)


def tear_down(session: Session, following: pytest.Function | None = None) -> None:
    """Tear down every fixture that the following test does not share."""
    session._setupstate.teardown_exact(following)


def _raised(call: CallInfo[None], *, in_setup: bool = False) -> Raised | None:
    return Raised(call.excinfo.value, in_setup) if call.excinfo is not None else None
