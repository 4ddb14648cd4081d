"""`make bench`: grading in warm cells against the same checks in a fresh pytest process each.

Both are measured in turns in one run, because machines drift; only the ratios mean
anything elsewhere. The last line is for scripts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from graders.bundle import Bundle, load_bundle
from graders.grading import Grader, grade
from tests import engine
from tests.benchmarks import boundaries, layers
from tests.benchmarks.http import submit_to_verdict
from tests.benchmarks.memory import Sampler
from tests.benchmarks.standalone import SEED, Standalone

ROOT = Path(__file__).resolve().parents[2]
EXERCISE = ROOT / "exercises" / "ai" / "conv2d-layer"
PARALLEL = 2


@dataclass
class Series:
    """Seconds of repeated runs of one thing."""

    name: str
    seconds: list[float]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """19 of 20 were faster."""
        return sorted(self.seconds)[max(0, round(0.95 * len(self.seconds)) - 1)]

    def row(self) -> str:
        """One row of the table."""
        return f"{self.name:<44}{self.median * 1000:>10.1f}{self.p95 * 1000:>10.1f}{len(self.seconds):>8}"


def main() -> int:
    """Measure and print; exit 1 if a submission that is right was not accepted."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fifth of the repetitions")
    options = parser.parse_args()
    part = 5 if options.quick else 1
    bundle = load_bundle(EXERCISE)
    solution = sorted((EXERCISE / "examples" / "right").glob("*.py"))[0]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Standalone(EXERCISE, solution, Path(folder))
        grader = Grader(slots=PARALLEL)
        grader.start()
        grader.wait_ready()
        try:
            ratios = _measure(bundle, solution, grader, fresh, part)
        finally:
            grader.stop()
        _one_shot(solution, fresh, 10 // part or 2)
        submit_to_verdict(solution.read_text(encoding="utf-8"), 30 // part)
    print("\nWhat each layer of a cell costs, in turns:\n" + "\n".join(layers.table(40 // part)))
    found, reason = engine.available()
    if found:
        boundaries.measure(boundaries.KINDS, part)
    else:
        print(f"\nboundaries in containers: not measured: {reason}")
    print(f"throughput_ratio={ratios[0]:.1f} latency_ratio={ratios[1]:.1f}")
    return 0


def _measure(
    bundle: Bundle, solution: Path, grader: Grader, fresh: Standalone, part: int
) -> tuple[float, float]:
    files = {bundle.files[0]: solution.read_bytes()}

    def warm() -> None:
        report = grade(bundle, files, SEED, grader=grader)
        if report.verdict != "AC":
            raise RuntimeError(f"a right submission was not accepted: {report.verdict}")

    warm()
    fresh.run()
    ours, theirs = Series("graders.grade, one at a time", []), Series("fresh pytest, one at a time", [])
    for _ in range(10 // part or 1):  # in turns, so that a drift of the machine meets both
        ours.seconds += [_timed(warm) for _ in range(5)]
        theirs.seconds += [_timed(fresh.run)]
    rate_ours, rate_theirs = _throughput(warm, fresh.run, part)
    # On its own: reading a process's memory map stops the process for a while.
    with Sampler(grader.server_pids().values()) as memory, ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(lambda _: warm(), range(20)))
    print(f"\n{os.cpu_count()} processors, Python {sys.version.split()[0]}, {solution.name}\n")
    print(f"{'':<44}{'median ms':>10}{'p95 ms':>10}{'runs':>8}")
    print(ours.row())
    print(theirs.row())
    print(f"\n{'graders.grade, two at a time':<44}{rate_ours:>10.2f} a second")
    print(f"{'fresh pytest, two at a time':<44}{rate_theirs:>10.2f} a second")
    if memory.readable:
        each = (memory.peak - memory.idle) / PARALLEL / 2**20
        print(f"{'memory of the warm servers (PSS)':<44}{memory.idle / 2**20:>10.1f} MiB")
        print(f"{'memory of each concurrent grading (PSS)':<44}{each:>10.1f} MiB")
    else:
        print("memory: PSS of cells can be read as root only; not measured")
    return rate_ours / rate_theirs, theirs.median / ours.median


def _throughput(warm: Callable[[], None], fresh: Callable[[], None], part: int) -> tuple[float, float]:
    """Runs a second with two at a time, in four turns each."""
    spent = {"warm": 0.0, "fresh": 0.0}
    warm_runs, fresh_runs = 200 // part, 16 // part
    with ThreadPoolExecutor(PARALLEL) as pool:
        for _ in range(4):
            counts = max(1, warm_runs // 4), max(2, fresh_runs // 4)
            for name, run, count in zip(spent, (warm, fresh), counts, strict=True):
                began = time.perf_counter()
                for future in [pool.submit(run) for _ in range(count)]:
                    future.result()
                spent[name] += time.perf_counter() - began
    return warm_runs // 4 * 4 / spent["warm"], max(2, fresh_runs // 4) * 4 / spent["fresh"]


def _one_shot(solution: Path, fresh: Standalone, runs: int) -> None:
    """`seodang grade` as a command of its own, which starts both servers for one submission."""
    command = [sys.executable, "-m", "graders.cli", "grade", str(EXERCISE), str(solution), "--format", "json"]

    def once() -> None:
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)

    once()
    ours, theirs = Series("seodang grade, one submission", []), Series("fresh pytest, at the same time", [])
    for _ in range(runs):
        ours.seconds.append(_timed(once))
        theirs.seconds.append(_timed(fresh.run))
    print()
    print(ours.row())
    print(theirs.row())
    print(f"one_shot_ratio={ours.median / theirs.median:.2f} (a fresh pytest is 1)\n")


def _timed(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
