"""What all tests share: the warm grader, and the list of tests that did not run."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

from tests import needs

if TYPE_CHECKING:
    from graders.grading import Grader

WARM_UP_S = 120.0


@pytest.fixture(scope="session")
def grader() -> Generator[Grader]:
    """A warm grader with two slots, shared by every test that grades."""
    # Imported here so that a run which grades nothing imports nothing of it.
    from graders.grading import Grader  # noqa: PLC0415
    from sandbox import BoundaryUnavailable  # noqa: PLC0415

    grader = Grader(slots=2)
    try:
        grader.start()
    except BoundaryUnavailable as unavailable:
        needs.require("the local boundary", False, f"{unavailable} (see: seodang doctor)")
    grader.wait_ready(WARM_UP_S)
    yield grader
    grader.stop()


@pytest.fixture(scope="session")
def docker_grader() -> Generator[Grader]:
    """The same behind the docker boundary, in containers of the image that this clone makes."""
    from graders.grading import Grader  # noqa: PLC0415
    from sandbox.choice import SandboxChoice  # noqa: PLC0415
    from tests import engine  # noqa: PLC0415

    grader = Grader(slots=2, sandbox=SandboxChoice("docker", image=engine.sandbox_image()))
    grader.start()
    try:
        grader.wait_ready(WARM_UP_S)
        yield grader
    finally:
        grader.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where everything must run."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and needs.counts_as_failed(_reason(report)):
        report.outcome = "failed"
        report.longrepr = f"did not run: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a whole file that skips itself while it is collected."""
    report = yield
    if report.skipped and needs.counts_as_failed(_reason(report)):
        report.outcome = "failed"
        report.longrepr = f"did not run: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Close with every test that did not run, by name and reason."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("did not run")
    for report in skipped:
        terminalreporter.line(f"{report.nodeid}: {_reason(report)}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):  # (file, line, "Skipped: …")
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)
