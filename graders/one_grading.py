"""One grading: what is asked of the cells, and the report made of what they did."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from graders import jobs
from graders.bilingual import EMPTY, Bilingual, both
from graders.bundle import Bundle
from graders.gpu import gpu_limits
from graders.ledger import Ledger, not_run
from graders.manifest import CheckSpec
from graders.replay import replay_record
from graders.report import SCHEMA, CheckResult, Mode, Output, Report, Usage, score_of
from graders.sanitise import MAX_OUTPUT, clean_text
from graders.source_policy import advise
from graders.trial import WHOLE, Trial
from graders.verdicts import Verdict, overall
from sandbox.boundary.base import Boundary
from sandbox.cells import CellExit
from sandbox.gpu.grant import GpuGrant
from sandbox.policy import CellLimits
from sandbox.session import CellSpec, SessionResult, SessionSpec

MIB = 2**20
REPLACEMENTS = 3
#: seconds a grader cell may live beyond what its submission cells may use up together
GRADER_MARGIN_S = 30.0
PUBLIC, HIDDEN = "public", "hidden"
_PARTS = ("checks.py", "measured.json", "reference/", "data/")


class OneGrading:
    """The checks of one bundle for one submission, behind one boundary."""

    def __init__(
        self,
        bundle: Bundle,
        mode: Mode,
        seed: int,
        checks: Sequence[CheckSpec],
        boundary: Boundary,
        trial: Trial = WHOLE,
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self.bundle = bundle
        self.mode = mode
        self.seed = seed
        self.checks = list(checks)
        self.boundary = boundary
        self._trial = trial
        self._limits = trial.limits or bundle.limits
        #: what was handed in, fit to be graded or not, for the record
        self._files = files

    def session(self, sources: Mapping[str, bytes], grant: GpuGrant | None = None) -> SessionSpec:
        """The cells of this grading: one for the author's files, one a phase for the student's."""
        bundle, limits, trial = self.bundle, self._limits, self._trial
        phases = [phase for phase in (PUBLIC, HIDDEN) if any(_phase(check) == phase for check in self.checks)]
        nonces = {phase: secrets.token_bytes(16) for phase in phases}
        data = bundle.below("data/public/")
        cell = CellLimits(wall_s=limits.total_s, cpu_s=limits.cpu_s, memory_bytes=limits.memory_mib * MIB)
        cell = gpu_limits(cell, grant) if grant else cell
        rules = bundle.source.rules()
        submission = {
            phase: CellSpec(
                jobs.encode(
                    jobs.SubmissionJob(
                        dict(sources), bundle.entry, data, nonces[phase], rules if phase == PUBLIC else []
                    )
                ),
                cell,
            )
            for phase in phases
        }
        wall = limits.total_s * (len(phases) + REPLACEMENTS) + GRADER_MARGIN_S
        plan = [jobs.CheckPlan(check.test, _phase(check)) for check in trial.sort(self.checks)]
        job = jobs.GraderJob(
            exercise=bundle.name,
            files=_authors_files(bundle),
            checks=plan,
            seed=self.seed,
            entry=bundle.entry,
            call_s=limits.time_s,
            nonces=nonces,
            tolerances=bundle.tolerances,
            memory_bytes=limits.memory_mib * MIB,
            gpu_memory_bytes=grant.memory_bytes if grant else 0,
            diagnose=trial.shrink,
            stop_at_failure=trial.stop_at_failure,
        )
        if not trial.shrink:
            job = msgspec.structs.replace(job, shrink_calls=0)
        grader = CellSpec(jobs.encode(job), grader_limits(bundle, wall))
        return SessionSpec(grader=grader, submission=submission, replacements=REPLACEMENTS, wall_s=wall)

    def report(self, ledger: Ledger, result: SessionResult, gpu: str = "", stopped: bool = False) -> Report:
        """The report of a session that ran to some end, on the GPU of this name, or was `stopped` before."""
        # Phases run one after the other, so this is the order in which the cells served.
        cells = sorted(result.submissions, key=lambda opened: opened[0] != PUBLIC)
        checks = ledger.close(result.grader, [end for _, end in cells], stopped)
        fault = ledger.fault(result.grader, stopped)
        broken = bool(fault) or any(check.verdict == Verdict.IE for check in checks)
        public = [end for phase, end in cells if phase == PUBLIC]
        report = self._assemble(
            checks,
            Verdict.IE if broken else Verdict.ST if stopped else overall(checks),
            message=both("grading.stopped") if stopped and not broken else fault,
            usage=_usage(public),
            hidden_usage=_usage([end for phase, end in cells if phase != PUBLIC]),
            output=_output(public),
            diagnosis=_diagnosis(ledger, result.grader) if broken else "",
            gpu=gpu,
        )
        advice = advise(self.bundle.source, self.bundle.files, ledger.found)
        return msgspec.structs.replace(report, curves=ledger.curves, advice=advice)

    def stopped(self) -> Report:
        """The report of a grading that its student stopped before anything ran."""
        checks = [not_run(check) for check in self.checks]
        return self._assemble(checks, Verdict.ST, message=both("grading.stopped"))

    def refused(self, message: Bilingual) -> Report:
        """The report of files that cannot be graded: nothing ran."""
        return self._assemble([not_run(check) for check in self.checks], Verdict.CE, message=message)

    def failed(self, message: Bilingual, diagnosis: str) -> Report:
        """The report of a grading that failed on our side: nothing counts."""
        checks = [not_run(check) for check in self.checks]
        return self._assemble(checks, Verdict.IE, message=message, diagnosis=clean_text(diagnosis))

    def _assemble(
        self,
        checks: list[CheckResult],
        verdict: Verdict,
        *,
        message: Bilingual = EMPTY,
        usage: Usage | None = None,
        hidden_usage: Usage | None = None,
        output: Output | None = None,
        diagnosis: str = "",
        gpu: str = "",
    ) -> Report:
        # Where grading failed there is no score, not even that of the checks before the failure.
        points = 0 if verdict is Verdict.IE else sum(check.points for check in checks)
        most = sum(check.max_points for check in checks)
        return Report(
            schema=SCHEMA,
            exercise=self.bundle.name,
            version=self.bundle.version,
            mode=self.mode,
            verdict=verdict.value,
            score=score_of(points, most),
            points=points,
            max_points=most,
            message=message,
            checks=checks,
            usage=usage or Usage(),
            hidden_usage=hidden_usage or Usage(),
            output=output or Output(),
            replay=replay_record(
                self.bundle,
                self.seed,
                self.boundary.facts,
                gpu,
                self._files,
                any(check.visibility == "after_due" for check in self.checks),
            ),
            diagnosis=diagnosis,
        )


def grader_limits(bundle: Bundle, wall_s: float) -> CellLimits:
    """What the author's code may use; it may compute for as long as it may live."""
    return CellLimits(wall_s=wall_s, cpu_s=wall_s, memory_bytes=bundle.limits.grader_memory_mib * MIB)


def planned(bundle: Bundle, mode: Mode, include_after_due: bool) -> list[CheckSpec]:
    """The checks to execute, public ones first."""
    if bundle.kind == "quiz":
        raise ValueError(f"{bundle.name} is a quiz: its variants are answered, not graded")
    wanted = {"public"} if mode == "run" else {"public", "hidden"}
    if include_after_due and mode == "submit":
        wanted.add("after_due")
    chosen = [check for check in bundle.checks if check.visibility in wanted]
    return sorted(chosen, key=lambda check: _phase(check) != PUBLIC)


def _phase(check: CheckSpec) -> str:
    return PUBLIC if check.visibility == "public" else HIDDEN


def _authors_files(bundle: Bundle) -> dict[str, bytes]:
    """What a grader cell needs of the bundle."""
    return {name: data for name, data in bundle.content.items() if name.startswith(_PARTS)}


def _usage(cells: Sequence[CellExit]) -> Usage:
    return Usage(
        wall_s=round(sum(end.wall_s for end in cells), 4),
        cpu_s=round(sum(end.cpu_s for end in cells), 4),
        peak_bytes=max((end.peak_bytes for end in cells), default=0),
        gpu_peak_bytes=max((end.gpu_peak_bytes for end in cells), default=0),
    )


def _output(cells: Sequence[CellExit]) -> Output:
    return Output(
        stdout=clean_text("".join(end.stdout for end in cells), MAX_OUTPUT),
        stderr=clean_text("".join(end.stderr for end in cells), MAX_OUTPUT),
        stdout_bytes=sum(end.stdout_bytes for end in cells),
        stderr_bytes=sum(end.stderr_bytes for end in cells),
    )


def _diagnosis(ledger: Ledger, grader: CellExit) -> str:
    """What the grader cell left behind, for the author."""
    said: list[Any] = [
        ledger.violation,
        grader.reason,
        grader.stack,
        grader.stdout[-2000:],
        grader.stderr[-4000:],
    ]
    return clean_text("\n".join(part for part in said if part), 8000)
