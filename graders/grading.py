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

from graders.bilingual import both
from graders.bundle import Bundle
from graders.events import OnEvent, tell_waiting
from graders.gpu import GpuUse, crowded_out, granted, name_of, open_bench, share_for
from graders.ledger import Ledger
from graders.one_grading import OneGrading, grader_limits, planned
from graders.report import Mode, Report
from graders.sources import SourceError, check_files
from graders.stacks import cold_roles, warm_roles
from graders.trial import WHOLE, Trial
from sandbox.boundary.base import Boundary
from sandbox.boundary.opening import open_boundary
from sandbox.choice import SandboxChoice
from sandbox.errors import BoundaryFailed
from sandbox.gpu.grant import GpuGrant
from sandbox.gpu.slots import DeviceCrowded
from sandbox.session import SessionResult, SessionSpec

log = logging.getLogger(__name__)

__all__ = ["Grader", "grade", "grader_limits", "shared_grader"]

ATTEMPTS = 2
#: what a sandbox service in a container calls to tell its versions
FACTS = "graders.replay:facts"


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
        trial: Trial | None = None,
        stop: threading.Event | None = None,
    ) -> Report:
        """Grade one submission; what goes wrong on our side ends as a report with the verdict IE.

        `mode` "run" executes the public checks, "submit" the hidden ones too; `include_after_due` adds those
        that wait for the deadline; `submission_id` is for the log; `trial` tries the exercise rather than a
        student. A failure of the boundary, or of others to leave a GPU's memory alone, is tried once more,
        with the same seed. Raises NoGpu where the exercise needs a GPU and this grader has none.

        Setting `stop` ends it: checks that have ended keep their results, the verdict is ST.
        """
        seed = secrets.randbits(63) if seed is None else seed
        share = share_for(bundle.resources, self.bench)
        boundary = self.bench.boundary if self.bench and share else self._boundary
        checks = planned(bundle, mode, include_after_due)
        grading = OneGrading(bundle, mode, seed, checks, boundary, trial or WHOLE, files)
        try:
            sources = check_files(files, bundle)
        except SourceError as error:
            return grading.refused(error.message)
        announced: set[Hashable] = set()
        said, failure = "grading.boundary", ""
        asked = stop or threading.Event()
        for _ in range(ATTEMPTS):
            if asked.is_set():
                return grading.stopped()
            ledger = Ledger(grading.checks, bundle.checks, on_event, announced)
            try:
                with granted(self.bench, share, tell_waiting(on_event)) as grant:
                    result = self._run(grading, sources, grant, ledger, on_event, asked)
            except BoundaryFailed as error:
                said, failure = "grading.boundary", str(error)
            except DeviceCrowded as error:
                return grading.failed(both("grading.gpu_crowded"), str(error))
            else:
                stopped = asked.is_set() and not ledger.done
                report = grading.report(ledger, result, name_of(grant, self.bench), stopped)
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
        grading: OneGrading,
        sources: Mapping[str, bytes],
        grant: GpuGrant | None,
        ledger: Ledger,
        on_event: OnEvent | None,
        asked: threading.Event,
    ) -> SessionResult:
        """One session; a forged message ends it, and so does whoever asks for its end."""
        spec = grading.session(sources, grant)
        stop = _Ending(asked)

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


class _Ending(threading.Event):
    """Is set when it is set itself, or when another event is."""

    def __init__(self, other: threading.Event) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        """Whether either is set."""
        return super().is_set() or self._other.is_set()


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
