"""A worker process with a slow fake grader, for tests that kill it: `python -m … INSTANCE`."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path
from typing import Any

import config
from graders.report import Report
from sandbox import BoundaryUnavailable, Layer
from seodang.dispatch.broker_worker import BrokerWorker
from seodang.dispatch.worker import Worker
from seodang.factory import create_app

from ..fakes import FakeGrader

PACE_S = 0.15
HELD_S = 60.0  # how long a submission takes that says "hold"


class SlowGrader(FakeGrader):
    """Takes its time, so that a kill lands in the middle of gradings."""

    def __init__(self, pace_s: float) -> None:
        super().__init__()
        self._pace_s = pace_s

    def grade(self, bundle: Any, files: Any, seed: Any = None, on_event: Any = None, **more: Any) -> Report:
        def slowly(event: Any) -> None:
            on_event(event)
            time.sleep(HELD_S if b"hold" in files["solution.py"] else self._pace_s)

        return super().grade(bundle, files, seed, slowly, **more)


class UnfitGrader(FakeGrader):
    """Finds that this machine isolates nothing."""

    def start(self) -> None:
        raise BoundaryUnavailable(
            [Layer("user namespace", "C02", True, False, "restricted", "sysctl -w x=1")]
        )


def main() -> int:
    """Work until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("instance", type=Path)
    parser.add_argument("--broker", default="")
    parser.add_argument("--pace", type=float, default=PACE_S)
    parser.add_argument("--unfit", action="store_true")
    options = parser.parse_args()
    settings = config.load(
        {},
        instance=options.instance,
        environment="test",
        slots=2,
        lease_s=2,
        log_level="ERROR",
        broker_file=options.broker,
    )
    grader = UnfitGrader() if options.unfit else SlowGrader(options.pace)
    kind = BrokerWorker if options.broker else Worker
    worker = kind(create_app(settings), lambda slots: grader)  # type: ignore[arg-type,return-value]
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    return worker.run()


if __name__ == "__main__":
    sys.exit(main())
