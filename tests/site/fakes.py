"""A grader for tests whose subject is not the sandbox: it believes what a submission says about itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import msgspec

from graders.bilingual import Bilingual
from graders.bundle import Bundle
from graders.events import CheckFinished, CheckStarted, OnEvent, Started
from graders.manifest import Limits
from graders.report import SCHEMA, CheckResult, Output, Replay, Report, Usage, score_of

TOLD = Bilingual("Got what was expected.", "기댓값과 같습니다.")


class FakeGrader:
    """Passes every check whose name the submission mentions; fails the others."""

    def __init__(self) -> None:
        self.slots = 2
        self.sandbox = "local"
        self.graded: list[str] = []
        self.hold = threading.Event()  #: cleared: every grading waits until it is set
        self.hold.set()
        self.began = threading.Event()
        self.broken = False
        self.verdict = ""

    def start(self) -> None: ...

    def wait_ready(self, timeout: float = 0.0) -> None: ...

    def stop(self) -> None: ...

    def grade(
        self,
        bundle: Bundle,
        files: Mapping[str, bytes],
        seed: int | None = None,
        on_event: OnEvent | None = None,
        *,
        mode: Any = "submit",
        submission_id: str = "",
        include_after_due: bool = False,
        stop: threading.Event | None = None,
    ) -> Report:
        """One grading."""
        tell = on_event or (lambda event: None)
        tell(Started())
        self.began.set()
        if self._stopped(stop):
            return msgspec.structs.replace(self._report(bundle, mode, []), verdict="ST")
        self.graded.append(submission_id)
        if self.broken:
            raise RuntimeError("SECRET-INTERNALS")
        text = b"".join(files.values()).decode()
        results = []
        for check in bundle.checks:
            if check.visibility != "public" and mode == "run":
                continue
            if check.visibility == "after_due" and not include_after_due:
                continue
            tell(CheckStarted(check.test, check.title, check.visibility))
            passed = check.test in text
            results.append(
                CheckResult(
                    test=check.test,
                    title=check.title,
                    visibility=check.visibility,
                    hint=check.hint,
                    outcome="passed" if passed else "failed",
                    verdict="" if passed else "WA",
                    points=check.points if passed else 0,
                    max_points=check.points,
                    message=TOLD,
                    detail={"expected": "HIDDEN-INPUT"} if check.visibility == "hidden" else None,
                )
            )
            tell(CheckFinished(results[-1]))
        return self._report(bundle, mode, results)

    def _stopped(self, stop: threading.Event | None) -> bool:
        """Wait to be let go; whether somebody wanted the end meanwhile."""
        end = time.monotonic() + 180
        while not self.hold.wait(0.02):
            assert time.monotonic() < end
            if stop is not None and stop.is_set():
                return True
        return False

    def _report(self, bundle: Bundle, mode: Any, results: list[CheckResult]) -> Report:
        points, most = sum(r.points for r in results), sum(r.max_points for r in results)
        verdict = self.verdict or ("AC" if points == most else "WA")
        replay = Replay(bundle.version, "", {}, 31337, Limits(), "test")
        return Report(
            SCHEMA,
            bundle.name,
            bundle.version,
            mode,
            verdict,
            score_of(points, most),
            points,
            most,
            Bilingual("", ""),
            results,
            Usage(0.1, 0.1, 2**20),
            Usage(),
            Output(stdout="printed"),
            replay,
        )


ALL = "# test_public test_hidden\n"
PUBLIC_ONLY = "# test_public\n"
