"""The only door to the sandbox: a bundle and a student's files in, events and a report out.

A `Grader` owns a boundary with two fork servers. Each grading is one session in it: a grader cell with the
author's files, and submission cells with the student's, one for the public checks and a fresh one for the
others. What comes back is entered into a `Ledger`, which trusts nobody; the report is made from that.
"""

from __future__ import annotations

import atexit
import logging
import secrets
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from graders import jobs
from graders.bilingual import EMPTY, Bilingual, both
from graders.bundle import Bundle
from graders.events import OnEvent, tell_waiting
from graders.gpu import GpuUse, crowded_out, gpu_limits, granted, name_of, open_bench, share_for
from graders.ledger import Ledger, not_run
from graders.manifest import CheckSpec
from graders.replay import replay_record
from graders.report import SCHEMA, CheckResult, Mode, Output, Report, Usage, score_of
from graders.sanitise import MAX_OUTPUT, clean_text
from graders.sources import SourceError, check_files
from graders.stacks import cold_roles, warm_roles
from graders.verdicts import Verdict, overall
from sandbox.boundary.base import Boundary
from sandbox.boundary.opening import open_boundary
from sandbox.cells import CellExit
from sandbox.choice import SandboxChoice
from sandbox.errors import BoundaryFailed
from sandbox.gpu.grant import GpuGrant
from sandbox.gpu.slots import DeviceCrowded
from sandbox.policy import CellLimits
from sandbox.session import CellSpec, SessionResult, SessionSpec

log = logging.getLogger(__name__)

MIB = 2**20
REPLACEMENTS = 3
ATTEMPTS = 2
#: seconds a grader cell may live beyond what its submission cells may use up together
GRADER_MARGIN_S = 30.0
PUBLIC, HIDDEN = "public", "hidden"
#: what a sandbox service in a container calls to tell its versions
FACTS = "graders.replay:facts"
_PARTS = ("checks.py", "reference/", "data/")


class Grader:
    """Warm servers that grade; one serves a whole process, from any number of threads.

    `slots` is how many gradings run at a time (the number of processors by default). Without `warm`, the
    servers import only what `stack` needs and skip the warm-up: for a process that grades once. `sandbox`
    says behind which boundary; raises BoundaryUnavailable where it names none that holds here. `gpu` says
    whether it also serves exercises that need a GPU, on `devices` (by uuid or number; all by default).
    """

    def __init__(
        self,
        slots: int | None = None,
        warm: bool = True,
        stack: str = "",
        sandbox: SandboxChoice = SandboxChoice(),  # noqa: B008  # frozen
        gpu: GpuUse = "off",
        devices: Sequence[str] = (),
    ) -> None:
        #: its devices and their boundary; None where it serves no GPU
        self.bench = open_bench(gpu, devices, sandbox, slots, FACTS)
        roles = warm_roles() if warm else cold_roles(stack)
        self._boundary = open_boundary(sandbox, roles, slots, FACTS)

    def start(self) -> None:
        """Begin to become ready, in the background."""
        for boundary in self._boundaries():
            boundary.start()

    def wait_ready(self, timeout: float = 180.0) -> None:
        """Wait until it can grade; raises BoundaryUnavailable where a mandatory control is missing."""
        for boundary in self._boundaries():
            boundary.wait_ready(timeout)

    def stop(self) -> None:
        """End all servers and every cell."""
        if self.bench is not None:
            self.bench.slots.close()
        for boundary in self._boundaries():
            boundary.stop()

    def _boundaries(self) -> list[Boundary]:
        return [self._boundary] if self.bench is None else [self._boundary, self.bench.boundary]

    @property
    def boundary(self) -> Boundary:
        """The wall it grades behind."""
        return self._boundary

    @property
    def sandbox(self) -> str:
        """The kind of wall it grades behind: "local", "docker" or "socket"."""
        return self._boundary.facts.kind

    @property
    def slots(self) -> int:
        """How many gradings run at a time."""
        return self._boundary.slots

    def server_pids(self) -> dict[str, int]:
        """The processes of this machine that hold the warm libraries, by name."""
        return self._boundary.server_pids()

    @property
    def ready(self) -> bool:
        """Whether a grading could start now."""
        return self._boundary.ready

    @property
    def waiting(self) -> int:
        """Gradings that wait for a slot."""
        return self._boundary.waiting

    def grade(
        self,
        bundle: Bundle,
        files: Mapping[str, bytes],
        seed: int | None = None,
        on_event: OnEvent | None = None,
        *,
        mode: Mode = "submit",
        submission_id: str = "",
        include_after_due: bool = False,
    ) -> Report:
        """Grade one submission; what goes wrong on our side ends as a report with the verdict IE.

        `mode` "run" executes the public checks, "submit" the hidden ones too; `include_after_due` adds those
        that wait for the deadline; `submission_id` is for the log. A failure of the boundary, or of others to
        leave a GPU's memory alone, is tried once more, with the same seed. Raises NoGpu where the exercise
        needs a GPU and this grader has none.
        """
        seed = secrets.randbits(63) if seed is None else seed
        share = share_for(bundle.resources, self.bench)
        boundary = self.bench.boundary if self.bench and share else self._boundary
        grading = _Grading(bundle, mode, seed, _planned(bundle, mode, include_after_due), boundary)
        try:
            sources = check_files(files, bundle)
        except SourceError as error:
            return grading.refused(error.message)
        announced: set[Hashable] = set()
        said, failure = "grading.boundary", ""
        for _ in range(ATTEMPTS):
            ledger = Ledger(grading.checks, bundle.checks, on_event, announced)
            try:
                with granted(self.bench, share, tell_waiting(on_event)) as grant:
                    result = self._run(grading, sources, grant, ledger, on_event)
            except BoundaryFailed as error:
                said, failure = "grading.boundary", str(error)
            except DeviceCrowded as error:
                return grading.failed(both("grading.gpu_crowded"), str(error))
            else:
                report = grading.report(ledger, result, name_of(grant, self.bench))
                if grant is None or not crowded_out(report.checks, [end for _, end in result.submissions]):
                    return report
                said, failure = (
                    "grading.gpu_crowded",
                    "memory ran out while others held more than their share",
                )
            log.warning("submission %s is graded again: %s", submission_id or "–", failure)
        return grading.failed(both(said), failure)

    def _run(
        self,
        grading: _Grading,
        sources: Mapping[str, bytes],
        grant: GpuGrant | None,
        ledger: Ledger,
        on_event: OnEvent | None,
    ) -> SessionResult:
        """One session; a forged message ends it."""
        spec = grading.session(sources, grant)
        stop = threading.Event()

        def on_message(data: bytes) -> None:
            ledger.receive(data)
            if ledger.violation:
                stop.set()

        return grading.boundary.run(spec, on_message, on_wait=tell_waiting(on_event), stop=stop)

    def converse(
        self,
        spec: SessionSpec,
        on_message: Callable[[bytes], None],
        on_event: OnEvent | None = None,
        stop: threading.Event | None = None,
    ) -> SessionResult:
        """Run a session in a slot, telling `on_event` while there is none."""
        return self._boundary.run(spec, on_message, on_wait=tell_waiting(on_event), stop=stop)


class _Grading:
    """One grading: what is asked of the cells, and the report made of what they did."""

    def __init__(
        self, bundle: Bundle, mode: Mode, seed: int, checks: Sequence[CheckSpec], boundary: Boundary
    ) -> None:
        self.bundle = bundle
        self.mode = mode
        self.seed = seed
        self.checks = list(checks)
        self.boundary = boundary

    def session(self, sources: Mapping[str, bytes], grant: GpuGrant | None = None) -> SessionSpec:
        """The cells of this grading: one for the author's files, one a phase for the student's."""
        bundle, limits = self.bundle, self.bundle.limits
        phases = [phase for phase in (PUBLIC, HIDDEN) if any(_phase(check) == phase for check in self.checks)]
        nonces = {phase: secrets.token_bytes(16) for phase in phases}
        data = bundle.below("data/public/")
        cell = CellLimits(wall_s=limits.total_s, cpu_s=limits.cpu_s, memory_bytes=limits.memory_mib * MIB)
        cell = gpu_limits(cell, grant) if grant else cell
        submission = {
            phase: CellSpec(
                jobs.encode(jobs.SubmissionJob(dict(sources), bundle.entry, data, nonces[phase])), cell
            )
            for phase in phases
        }
        wall = limits.total_s * (len(phases) + REPLACEMENTS) + GRADER_MARGIN_S
        plan = [jobs.CheckPlan(check.test, _phase(check)) for check in self.checks]
        job = jobs.GraderJob(
            exercise=bundle.name,
            files=_authors_files(bundle),
            checks=plan,
            seed=self.seed,
            call_s=limits.time_s,
            nonces=nonces,
            tolerances=bundle.tolerances,
            memory_bytes=limits.memory_mib * MIB,
            gpu_memory_bytes=grant.memory_bytes if grant else 0,
        )
        grader = CellSpec(jobs.encode(job), grader_limits(bundle, wall))
        return SessionSpec(grader=grader, submission=submission, replacements=REPLACEMENTS, wall_s=wall)

    def report(self, ledger: Ledger, result: SessionResult, gpu: str = "") -> Report:
        """The report of a session that ran to some end, on the GPU of this name."""
        # Phases run one after the other, so this is the order in which the cells served.
        cells = sorted(result.submissions, key=lambda opened: opened[0] != PUBLIC)
        checks = ledger.close(result.grader, [end for _, end in cells])
        fault = ledger.fault(result.grader)
        broken = bool(fault) or any(check.verdict == Verdict.IE for check in checks)
        public = [end for phase, end in cells if phase == PUBLIC]
        return self._assemble(
            checks,
            Verdict.IE if fault else overall(checks),
            message=fault,
            usage=_usage(public),
            hidden_usage=_usage([end for phase, end in cells if phase != PUBLIC]),
            output=_output(public),
            diagnosis=_diagnosis(ledger, result.grader) if broken else "",
            gpu=gpu,
        )

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
            replay=replay_record(self.bundle, self.seed, self.boundary.facts, gpu),
            diagnosis=diagnosis,
        )


def grader_limits(bundle: Bundle, wall_s: float) -> CellLimits:
    """What the author's code may use; it may compute for as long as it may live."""
    return CellLimits(wall_s=wall_s, cpu_s=wall_s, memory_bytes=bundle.limits.grader_memory_mib * MIB)


def _planned(bundle: Bundle, mode: Mode, include_after_due: bool) -> list[CheckSpec]:
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


_shared: Grader | None = None
_shared_lock = threading.Lock()


def shared_grader() -> Grader:
    """This process's grader, started at first use and stopped at its end."""
    global _shared
    with _shared_lock:
        if _shared is None:
            grader = Grader()
            grader.start()
            atexit.register(grader.stop)
            _shared = grader
        return _shared


def grade(
    bundle: Bundle,
    files: Mapping[str, bytes],
    seed: int | None = None,
    on_event: OnEvent | None = None,
    *,
    mode: Mode = "submit",
    grader: Grader | None = None,
    submission_id: str = "",
    include_after_due: bool = False,
) -> Report:
    """Grade one submission with this grader, or with the process's own; see `Grader.grade`."""
    chosen = grader or shared_grader()
    return chosen.grade(
        bundle,
        files,
        seed,
        on_event,
        mode=mode,
        submission_id=submission_id,
        include_after_due=include_after_due,
    )
