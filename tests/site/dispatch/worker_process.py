"""A worker process with a slow fake grader, for tests that kill it: `python -m … INSTANCE`."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from typing import Any

import config
from graders.report import Report
from seodang.dispatch.worker import Worker
from seodang.factory import create_app

from ..fakes import FakeGrader

PACE_S = 0.15


class SlowGrader(FakeGrader):
    """Takes its time, so that a kill lands in the middle of gradings."""

    def grade(self, bundle: Any, files: Any, seed: Any = None, on_event: Any = None, **more: Any) -> Report:
        def slowly(event: Any) -> None:
            on_event(event)
            time.sleep(PACE_S)

        return super().grade(bundle, files, seed, slowly, **more)


def main() -> None:
    """Work until told to stop."""
    settings = config.load(
        {}, instance=Path(sys.argv[1]), environment="test", slots=2, lease_s=2, log_level="ERROR"
    )
    worker = Worker(create_app(settings), lambda slots: SlowGrader())  # type: ignore[arg-type,return-value]
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    main()
