"""What each layer of a cell costs: the same grading, with and without it, in turns on the same warm servers.

    python -m tests.benchmarks.layers [--runs 40]

"Unhardened" is the fork with its descriptors in order and a mount namespace, and nothing else. A layer's
price is what gradings with all layers take more than those without that one; layers overlap, so prices need
not add up. Beside the median stands the tenth percentile, which a busy machine disturbs less.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from graders.bundle import load_bundle
from graders.grading import Grader
from graders.stacks import warm_roles
from sandbox.boundary.local import LocalBoundary
from sandbox.policy import CONTROLS, WHOLE, SandboxPolicy
from sandbox.session import SessionResult, SessionSpec

EXERCISE = Path(__file__).resolve().parents[2] / "exercises" / "ai" / "conv2d-layer"
#: Kept by every cell: without them a session cannot be run, or nothing would end it.
KEPT = ("C14", "C19", "C20", "C21")
LAYERS: dict[str, tuple[str, ...]] = {
    "namespaces": ("C02",),
    "no /proc": ("C05",),
    "work folder of its own": ("C06",),
    "Landlock": ("C07",),
    "system-call filter": ("C08", "C09", "C10", "C11"),
    "no capabilities, not dumpable": ("C12", "C13"),
    "environment, random numbers": ("C15", "C37"),
    "resource limits": ("C16", "C17", "C18"),
}
UNHARDENED = SandboxPolicy(frozenset(KEPT) | {"C03", "C04"})


class Adjustable(LocalBoundary):
    """A boundary whose cells have the policy of the moment; for measuring only."""

    policy = WHOLE

    def _admit(self, policy: SandboxPolicy) -> SandboxPolicy:
        return policy

    def run(self, spec: SessionSpec, *args: Any, **more: Any) -> SessionResult:
        """Run the session with every cell's policy replaced."""
        cells = {name: replace(cell, policy=self.policy) for name, cell in spec.submission.items()}
        grader = replace(spec.grader, policy=self.policy)
        return super().run(replace(spec, grader=grader, submission=cells), *args, **more)


def measure(policies: dict[str, SandboxPolicy], runs: int) -> dict[str, list[float]]:
    """Seconds of each grading, by the name of the policy; the policies take turns."""
    bundle = load_bundle(EXERCISE)
    solution = sorted((EXERCISE / "examples" / "right").glob("*.py"))[0].read_bytes()
    grader = Grader(slots=1)
    boundary = grader._boundary = Adjustable(warm_roles(), slots=1)
    grader.start()
    grader.wait_ready()

    def grade() -> None:
        report = grader.grade(bundle, {bundle.files[0]: solution})
        if report.verdict != "AC":
            raise RuntimeError(f"a right submission was not accepted: {report.verdict}")

    seconds: dict[str, list[float]] = {name: [] for name in policies}
    try:
        grade()
        for _ in range(runs):
            for name, policy in policies.items():
                boundary.policy = policy
                seconds[name].append(_timed(grade))
    finally:
        grader.stop()
    return seconds


def table(runs: int) -> list[str]:
    """The lines to print: the price of all layers together, and of each."""
    policies = {"all layers": WHOLE, "unhardened fork": UNHARDENED}
    policies |= {f"without {name}": WHOLE.without(*layer) for name, layer in LAYERS.items()}
    seconds = measure(policies, runs)
    whole = _summary(seconds["all layers"])
    lines = [f"{'':<44}{'median ms':>10}{'price ms':>10}{'p10 ms':>10}{'price ms':>10}"]
    for name, times in seconds.items():
        median, best = _summary(times)
        lines.append(
            f"{name:<44}{median:>10.1f}{whole[0] - median:>10.1f}{best:>10.1f}{whole[1] - best:>10.1f}"
        )
    return lines


def _summary(seconds: list[float]) -> tuple[float, float]:
    """Median and tenth percentile, in milliseconds."""
    return statistics.median(seconds) * 1000, sorted(seconds)[len(seconds) // 10] * 1000


def _timed(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.layers", description=__doc__)
    parser.add_argument("--runs", type=int, default=40, help="gradings with each policy")
    print("\n".join(table(parser.parse_args().runs)))


if __name__ == "__main__":
    assert {control for layer in LAYERS.values() for control in layer} | {*KEPT, "C03", "C04"} == CONTROLS
    main()
