"""Entry of the grader cell: runs the job's checks and says how each one ended, the moment it is known."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from _pytest.main import Session

from graders.incell import context, plugin, recording, repeats, session, variants
from graders.incell.connection import CellControl
from graders.incell.live import LAST_STEP, LiveChannel
from graders.incell.outcomes import NOT_RUN, PASSED, Outcome, broken, judge
from graders.incell.proxy import Cells
from graders.incell.student import write_files
from graders.jobs import CheckPlan, GraderJob, decode_grader
from graders.messages import (
    Advised,
    CheckFailing,
    CheckFinished,
    CheckStarted,
    Collected,
    Done,
    Live,
    Message,
    Mutant,
    Text,
    encode,
)
from graders.mutants import making
from sandbox.control import GraderControl

PUBLIC, HIDDEN = "public", "hidden"
MAX_LIVE = 5000

_prepared: Session | None = None


def prepare() -> None:
    """Configure pytest, so that a cell forked later finds it done."""
    global _prepared
    _prepared = session.configure()


def run(payload: bytes, control: GraderControl) -> None:
    """Entry of the grader cell: do the job in the current folder."""
    run_job(decode_grader(payload), control, Path(os.getcwd()))


def run_job(job: GraderJob, control: CellControl, folder: Path) -> None:
    """Write the author's files into the folder and run what the job asks for."""
    if job.kind == "mutants":
        for name, edit in making.make(job.files):
            control.emit(encode(Mutant(name, edit.operator, edit.start, edit.end, edit.text)))
    elif job.kind == "variant":
        set_context(job)
        for variant in variants.generate(job):
            control.emit(encode(variant))
    elif job.kind == "solve":
        for solved in variants.solve(job):
            control.emit(encode(solved))
    elif job.kind == "repeat":
        repeats.repeat(job, control, _Again(folder))
    elif job.kind == "record":
        set_context(job)
        cells = recording.RecordingCells(control, job.nonces, job.call_s)
        Grading(job, control, folder, cells=cells).run()
        for answer in cells.book:
            control.emit(encode(answer))
    else:
        set_context(job)
        Grading(job, control, folder).run()
    control.emit(encode(Done()))


def set_context(job: GraderJob) -> None:
    """Tell the checks of a job what they may need to know about their grading."""
    context.set_current(
        context.Context(
            job.seed,
            tolerances=job.tolerances,
            memory_bytes=job.memory_bytes,
            gpu_memory_bytes=job.gpu_memory_bytes,
            shrink_calls=job.shrink_calls,
            diagnose=job.diagnose,
        )
    )


def uses_submission(item: pytest.Function) -> bool:
    """Whether a test asks for the submission, itself or through a fixture."""
    return not {"submission", "app", "apps"}.isdisjoint(item.fixturenames)


class _Again:
    """Grades a submission again, in the same folder, with the tests that were collected the first time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._items: list[pytest.Function] = []

    def __call__(self, job: GraderJob, control: CellControl) -> None:
        """Do the job."""
        set_context(job)
        Grading(job, control, self._folder, self._items).run()


class Grading:
    """The checks of one job, public ones first, each phase against its own submission cells."""

    def __init__(
        self,
        job: GraderJob,
        control: CellControl,
        folder: Path,
        items: list[pytest.Function] | None = None,
        cells: Cells | None = None,
    ) -> None:
        self._job = job
        #: the tests of checks.py; those that an earlier grading in this folder collected serve again
        self._items = items if items is not None else []
        self._control = control
        self._folder = folder
        self._cells = cells or Cells(control, job.nonces, job.call_s)
        self._phases = {
            PUBLIC: [check for check in job.checks if check.visibility == PUBLIC],
            HIDDEN: [check for check in job.checks if check.visibility != PUBLIC],
        }
        self._phase = PUBLIC
        self._test = ""
        self._live = 0
        self._advised = False
        self._stopped = False

    def run(self) -> None:
        """Run every check of the plan."""
        first = next((phase for phase, checks in self._phases.items() if checks), None)
        if first is None:
            return
        self._phase = first
        self._cells.start(first)
        pytest_session = _prepared or session.configure()
        self._provide(pytest_session)
        try:
            self._collect(pytest_session)
        except BaseException as error:  # noqa: BLE001 - edge: around the author's checks.py
            self._fail_all(error)
            return
        self._emit(Collected(list(dict.fromkeys(map(session.name_of, self._items)))))
        for phase, checks in self._phases.items():
            self._run_phase(pytest_session, phase, checks, self._items)
        self._cells.close()

    def _collect(self, pytest_session: Session) -> None:
        if not self._items:
            write_files(self._job.files, str(self._folder))
            self._items += session.collect(pytest_session, self._folder / "checks.py")
            return
        session.renew(self._items)

    def _provide(self, pytest_session: Session) -> None:
        stash = pytest_session.config.stash
        stash[plugin.CELLS] = self._cells
        stash[plugin.FOLDER] = self._folder
        stash[plugin.ENTRY] = self._job.entry
        stash[plugin.FILES] = list(self._job.files)
        stash[plugin.LIVE] = LiveChannel(self._report_live)

    def _run_phase(
        self,
        pytest_session: Session,
        phase: str,
        checks: Sequence[CheckPlan],
        items: Sequence[pytest.Function],
    ) -> None:
        if not checks:
            return
        if self._stopped:
            self._leave_out(checks)
            return
        if phase != self._phase:
            self._phase = phase
            self._cells.start(phase)
        grouped = [(check.test, [i for i in items if session.name_of(i) == check.test]) for check in checks]
        for number, (test, own) in enumerate(grouped, start=1):
            following = next((group[0] for _, group in grouped[number:] if group), None)
            failed = self._run_check(pytest_session, test, own, following)
            if failed and self._job.stop_at_failure:
                self._stopped = True
                self._leave_out(checks[number:])
                break
        session.tear_down(pytest_session)

    def _run_check(
        self,
        pytest_session: Session,
        test: str,
        items: Sequence[pytest.Function],
        following: pytest.Function | None,
    ) -> bool:
        """Run one check, all its parameters, up to the first failure; whether there was one."""
        self._test = test
        self._emit(CheckStarted(test))
        cells = self._cells
        cells.served_by = 0
        started, calls = time.monotonic(), cells.calls
        budget = replace(
            context.current(),
            test=test,
            diagnose=self._job.diagnose and self._phase == PUBLIC,
            calls=lambda: cells.calls,
            changed=lambda: cells.last_call.changed,
            on_failing=self._say_failing,
        )
        context.set_current(budget)
        outcome, keep = self._outcome(pytest_session, test, items, following)
        self._advise()
        self._emit(
            CheckFinished(
                test, outcome.outcome, outcome.verdict, outcome.message, outcome.detail,
                time.monotonic() - started, cells.calls - calls, cells.served_by,
            )
        )  # fmt: skip
        if cells.died and not keep:
            self._renew_fixtures(pytest_session)
        return outcome.outcome in ("failed", "error")

    def _leave_out(self, checks: Sequence[CheckPlan]) -> None:
        """Say of these checks that they did not run, since one before them failed."""
        for check in checks:
            self._emit(CheckStarted(check.test))
            self._emit(CheckFinished(check.test, NOT_RUN.outcome, NOT_RUN.verdict, NOT_RUN.message))

    def _outcome(
        self,
        pytest_session: Session,
        test: str,
        items: Sequence[pytest.Function],
        following: pytest.Function | None,
    ) -> tuple[Outcome, bool]:
        """How the check ended, and whether it was a fixture that raised."""
        if not items:
            return Outcome("error", "IE", Text("check.absent", {"test": test})), False
        for item, after in zip(items, [*items[1:], following], strict=True):
            raised = session.run_item(item, after)
            error = raised.error if raised else self._noise()
            if error is not None:
                session.tear_down(pytest_session, following)
                answer = self._cells.last_answer if uses_submission(item) else None
                return judge(error, answer), raised is not None and raised.in_setup
        return PASSED, False

    def _advise(self) -> None:
        """Pass on, once, what the public cell says of the submission's text."""
        if self._phase == PUBLIC and self._cells.found and not self._advised:
            self._advised = True
            self._emit(Advised(self._cells.found))

    def _noise(self) -> BaseException | None:
        """What the submission sent unasked, after a check that passed."""
        try:
            self._cells.check_quiet()
        except Exception as error:  # noqa: BLE001 - edge: around one check
            return error
        return None

    def _renew_fixtures(self, pytest_session: Session) -> None:
        """After a cell's death, drop session fixtures that may hold handles into it."""
        try:
            session.tear_down(pytest_session)
        except Exception as error:  # noqa: BLE001 - edge: an author's teardown that asks a dead cell
            sys.stderr.write(f"teardown after a lost cell: {type(error).__name__}: {error}\n")

    def _say_failing(self, error: BaseException) -> None:
        outcome = judge(error, self._cells.last_answer)
        self._emit(
            CheckFailing(self._test, outcome.outcome, outcome.verdict, outcome.message, outcome.detail)
        )

    def _report_live(self, name: str, step: int, value: float) -> None:
        """Pass a number of a public check on; a hidden one draws nothing."""
        self._live += 1
        # A check may pass on what the submission computed: what is no number and no step draws nothing.
        drawable = math.isfinite(value) and 0 <= step <= LAST_STEP
        if self._phase == PUBLIC and self._live <= MAX_LIVE and drawable:
            self._emit(Live(self._test, name, int(step), float(value)))

    def _fail_all(self, error: BaseException) -> None:
        """checks.py cannot be imported: every check is in error."""
        outcome = broken(error) if not isinstance(error, pytest.skip.Exception) else NOT_RUN
        for check in self._job.checks:
            self._emit(CheckStarted(check.test))
            self._emit(
                CheckFinished(check.test, outcome.outcome, outcome.verdict, outcome.message, outcome.detail)
            )

    def _emit(self, message: Message) -> None:
        self._control.emit(encode(message))
