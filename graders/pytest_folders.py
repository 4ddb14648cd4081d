"""`pytest -p graders EXERCISE --submission FILE`: each check of an exercise folder as a test.

The submission and the checks run where they always run, in cells; pytest here only collects the folder's
checks from its manifest, asks for one grading and shows each check's result as that test's. Without
`--submission` the reference is graded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.bundle import Bundle, load_bundle
from graders.grading import Grader
from graders.manifest import CheckSpec
from graders.report import CheckResult, Report

READY_S = 180.0
_GRADER = pytest.StashKey[Grader]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--submission`."""
    parser.getgroup("graders").addoption(
        "--submission",
        action="append",
        default=[],
        metavar="FILE",
        help="grade this file in exercise folders (again for each further file; default: the reference)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a submission that is no file, before anything is collected."""
    for name in config.getoption("submission"):
        if not Path(name).is_file():
            raise pytest.UsageError(f"--submission: there is no file {name}")


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a folder that holds an exercise by its manifest."""
    if not (path / "exercise.toml").is_file():
        return None
    folder: ExerciseFolder = ExerciseFolder.from_parent(parent, path=path)
    return folder


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the grader, if one was needed."""
    if grader := config.stash.get(_GRADER, None):
        grader.stop()


class ExerciseFolder(pytest.Directory):
    """One exercise, graded once, when the first of its checks runs."""

    _bundle: Bundle
    _report: Report | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each check of the manifest, in its order; a quiz has none."""
        self._bundle = load_bundle(self.path)
        for check in self._bundle.checks:
            yield CheckTest.from_parent(self, name=check.test, check=check)

    def result(self, test: str) -> CheckResult:
        """The result of one check."""
        if self._report is None:
            grader = _grader(self.config, self._bundle.stack)
            self._report = grader.grade(self._bundle, self._files(), include_after_due=True)
        for check in self._report.checks:
            if check.test == test:
                return check
        raise LookupError(f"the report has no result for {test}")

    def _files(self) -> dict[str, bytes]:
        """The files to grade, by the names the exercise asks for; a single one may be called anything."""
        names = self._bundle.files
        given = [Path(name) for name in self.config.getoption("submission")]
        if not given:
            return {name: self._bundle.content[f"reference/{name}"] for name in names}
        if len(given) == 1 and len(names) == 1:
            return {names[0]: given[0].read_bytes()}
        return {path.name: path.read_bytes() for path in given}


class CheckTest(pytest.Item):
    """One check as a test."""

    def __init__(self, *, check: CheckSpec, parent: ExerciseFolder, name: str) -> None:
        super().__init__(name, parent)
        self._check = check
        self._folder = parent

    def runtest(self) -> None:
        """Fail as the check failed."""
        result = self._folder.result(self._check.test)
        if result.outcome == "not_run":
            pytest.skip(result.message.en or "not run")
        if result.outcome != "passed":
            raise CheckFailedError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The check's own message, or an ordinary traceback for anything else."""
        if isinstance(excinfo.value, CheckFailedError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The checks' file and the check's title."""
        return self.path / "checks.py", None, f"{self.name}: {self._check.title.en}"


class CheckFailedError(Exception):
    """A check that did not pass, with its verdict and message."""

    def __init__(self, result: CheckResult) -> None:
        super().__init__(f"{result.verdict}  {result.message.en}")


def _grader(config: pytest.Config, stack: str) -> Grader:
    """The run's grader, started when first needed and without a warm-up."""
    if _GRADER not in config.stash:
        grader = Grader(slots=1, warm=False, stack=stack if _is_alone(config) else "")
        config.stash[_GRADER] = grader
        grader.start()
        grader.wait_ready(READY_S)
    return config.stash[_GRADER]


def _is_alone(config: pytest.Config) -> bool:
    """Whether the run was asked for a single folder, so that its stack alone is worth importing."""
    return len(config.args) == 1 and (Path(config.args[0]) / "exercise.toml").is_file()
