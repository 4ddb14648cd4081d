"""`make soak`: 5,000 mixed gradings on one worker, and what is left of them.

Exits 1 where a verdict is off, something was left behind, or the last thousand took much longer than
the first. Fork servers are replaced on the way, as they are in every worker that lives long enough.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from graders.grading import Grader
from sandbox.choice import SandboxChoice
from tests.engine import sandbox_image
from tests.processes import descendants
from tests.soak.holding import HEADER, Holding
from tests.soak.service import KeptService
from tests.soak.soaking import SHOWN, SLOWDOWN, Soak, soak

SEED = 11
SPARE = 4  #: connections that a client of the engine keeps open for the next request


def main() -> int:
    """Soak and print."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--gradings", type=int, default=5000)
    parser.add_argument("--boundary", choices=("local", "docker", "socket"), default="local")
    parser.add_argument("--workers", type=int, default=2, help="gradings at a time")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives another order")
    parser.add_argument("--image", help="for docker: name or digest; otherwise made from this clone")
    parser.add_argument(
        "--reuse", type=int, default=SandboxChoice().reuse, help="for docker: gradings a container"
    )
    options = parser.parse_args()
    with ExitStack() as stack:
        choice = SandboxChoice(options.boundary) if options.boundary == "local" else None
        if options.boundary == "docker":
            choice = SandboxChoice("docker", image=options.image or sandbox_image(), reuse=options.reuse)
        if choice is None:
            service = stack.enter_context(KeptService(options.workers))
            choice = SandboxChoice("socket", socket=service.path)
        grader = Grader(slots=options.workers, sandbox=choice)
        stack.callback(grader.stop)
        grader.start()
        grader.wait_ready()
        print(
            f"{options.gradings:,} gradings behind {choice.kind}, {options.workers} at a time, "
            f"seed {options.seed}, {os.cpu_count()} processors\n\n{'gradings':>9}{'s':>7}{'off':>5}{HEADER}"
        )
        started = time.monotonic()

        def show(result: Soak, held: Holding) -> None:
            done, off = len(result.gradings), len(result.faults)
            print(f"{done:>9}{time.monotonic() - started:>7.0f}{off:>5}{held.row()}", flush=True)

        result = soak(
            grader,
            options.gradings,
            options.workers,
            options.seed,
            warm_up=min(200, options.gradings),
            spare=SPARE if choice.kind == "docker" else 0,
            on_part=show,
        )
    _report(result)
    left = _left_over()
    if left:
        print(f"left after the end: {left}")
    return int(bool(result.faults or result.leaks or left) or result.slowdown > SLOWDOWN)


def _report(result: Soak) -> None:
    for name, held in (("before", result.before), ("after", result.after)):
        print(f"{name:>21}{held.row() if held else ''}")
    tempers = ", ".join(f"{count} {temper}" for temper, count in sorted(result.verdicts.items()))
    print(f"\n{tempers}; {len(result.servers)} servers seen")
    print(f"verdicts off: {len(result.faults)}")
    for text in (*result.faults[:SHOWN], *result.leaks):
        print(f"  {text}")
    print(f"left behind: {', '.join(result.leaks) or 'nothing'}")
    print(
        f"the last {result.part} over the first: slowdown={result.slowdown:.2f} (fails above {SLOWDOWN}; in "
        f"seconds {result.slowed:.2f}, the machine {result.drift:.2f}) throughput={result.throughput:.2f}"
    )


def _left_over() -> list[str]:
    """Processes of ours that outlived the grader."""
    deadline = time.monotonic() + 10
    while (left := descendants([os.getpid()]) - {os.getpid()}) and time.monotonic() < deadline:
        time.sleep(0.2)
    return [f"{pid} {_command(pid)}" for pid in left]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:120]
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
