"""Each boundary against a fresh pytest in a fresh container: latency and throughput, in turns in one run.

python -m tests.benchmarks.boundaries [--quick] [--only local docker one-shot socket]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from docker import DockerClient

from graders.bundle import load_bundle
from graders.grading import Grader
from sandbox import SandboxChoice
from tests import engine
from tests.benchmarks.containers import FreshContainer, sandbox_service
from tests.benchmarks.standalone import SEED, Standalone

EXERCISE = Path(__file__).resolve().parents[2] / "exercises" / "ai" / "conv2d-layer"
KINDS = ("local", "docker", "one-shot", "socket")
PARALLEL = 2
Run = Callable[[], None]


@dataclass(frozen=True)
class Plan:
    """How often: gradings one at a time, gradings two at a time."""

    single: int
    parallel: int


PLANS = {"local": Plan(30, 80), "docker": Plan(30, 80), "one-shot": Plan(6, 8), "socket": Plan(30, 80)}
BASELINE = Plan(6, 8)


def main() -> int:
    """Measure and print a table; its last lines are the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.boundaries", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a third of the repetitions")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=KINDS)
    options = parser.parse_args()
    measure(options.only, 3 if options.quick else 1)
    return 0


def measure(kinds: Sequence[str], part: int) -> None:
    """Measure these boundaries, the baseline before each of them and after the last."""
    image = engine.sandbox_image()
    solution = sorted((EXERCISE / "examples" / "right").glob("*.py"))[0]
    with closing(engine.engine_client()) as client, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "alone").mkdir()
        Standalone(EXERCISE, solution, folder / "alone")
        fresh = FreshContainer(client, image, folder / "alone").run
        fresh()
        before = _both(fresh, BASELINE, part)
        print(
            f"\n{'':<34}{'median ms':>10}{'p95 ms':>10}{'a second':>10}{'latency x':>11}{'throughput x':>14}"
        )
        _row("fresh pytest, fresh container", before, before)
        for kind in kinds:
            with _opened(kind, client, image, folder) as grader:
                ours = _both(_grading(grader, solution), PLANS[kind], part, _settle(grader, kind))
            after = _both(fresh, BASELINE, part)
            _row(kind, ours, [*before, *after])
            before = after


@dataclass(frozen=True)
class Taken:
    """What one series took: seconds of each run alone, and runs a second with two at a time."""

    seconds: list[float]
    rate: float


def _both(run: Run, plan: Plan, part: int, settle: Run = lambda: None) -> list[Taken]:
    single, parallel = max(3, plan.single // part), max(4, plan.parallel // part)
    seconds = []
    for _ in range(single):
        settle()
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    with ThreadPoolExecutor(PARALLEL) as pool:
        began = time.perf_counter()
        for future in [pool.submit(run) for _ in range(parallel)]:
            future.result()
    return [Taken(seconds, parallel / (time.perf_counter() - began))]


def _row(name: str, ours: list[Taken], baseline: list[Taken]) -> None:
    mine = [second for taken in ours for second in taken.seconds]
    theirs = [second for taken in baseline for second in taken.seconds]
    median, p95 = statistics.median(mine), sorted(mine)[max(0, round(0.95 * len(mine)) - 1)]
    rate = statistics.mean(taken.rate for taken in ours)
    base = statistics.mean(taken.rate for taken in baseline)
    print(
        f"{name:<34}{median * 1000:>10.1f}{p95 * 1000:>10.1f}{rate:>10.2f}"
        f"{statistics.median(theirs) / median:>11.1f}{rate / base:>14.1f}"
    )
    sys.stdout.flush()


@contextmanager
def _opened(kind: str, client: DockerClient, image: str, folder: Path) -> Iterator[Grader]:
    """A warm grader behind this kind of boundary."""
    if kind == "socket":
        with (
            sandbox_service(client, image, folder / "socket", PARALLEL) as path,
            _started(SandboxChoice("socket", socket=path)) as grader,
        ):
            yield grader
        return
    choice = {
        "local": SandboxChoice("local"),
        "docker": SandboxChoice("docker", image=image),
        "one-shot": SandboxChoice("docker", image=image, reuse=1),
    }[kind]
    with _started(choice) as grader:
        yield grader


@contextmanager
def _started(choice: SandboxChoice) -> Iterator[Grader]:
    grader = Grader(slots=PARALLEL, sandbox=choice)
    grader.start()
    try:
        grader.wait_ready()
        yield grader
    finally:
        grader.stop()


def _grading(grader: Grader, solution: Path) -> Run:
    bundle = load_bundle(EXERCISE)
    files = {bundle.files[0]: solution.read_bytes()}

    def grade() -> None:
        report = grader.grade(bundle, files, SEED)
        if report.verdict != "AC":
            raise RuntimeError(f"a right submission was not accepted: {report.verdict}")

    grade()
    return grade


def _settle(grader: Grader, kind: str) -> Run:
    """Before each single grading: one submission a container is measured with the pool full, as when idle."""

    def settle() -> None:
        while kind == "one-shot" and len(grader.server_pids()) < 2 * PARALLEL:
            time.sleep(0.1)

    return settle


if __name__ == "__main__":
    sys.exit(main())
