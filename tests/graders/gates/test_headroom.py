"""Right solutions fit three times into their limits; the gate "examples" says where one does not."""

from __future__ import annotations

import re
import tomllib

import pytest

from graders.gates.choosing import EXAMPLES
from graders.grading import Grader
from graders.validate import validate
from tests.graders import samples

BURNS = """
import time
def double(x):
    end = time.process_time() + 0.6
    while time.process_time() < end:
        pass
    return 2 * x
"""
# Held long enough to be seen: what a cell uses is looked at from outside, every few milliseconds.
HOARDS = """
import time
def double(x):
    block = bytearray(40 << 20)
    block[::4096] = b"x" * len(block[::4096])
    time.sleep(1)
    return 2 * x
"""


@pytest.mark.parametrize(
    ("reference", "limit", "wide", "narrow"), [(BURNS, "cpu_s", 60, 1.5), (HOARDS, "memory_mib", 512, 80)]
)
def test_a_right_solution_needs_room(
    grader: Grader, reference: str, limit: str, wide: float, narrow: float
) -> None:
    """What takes more than a third of a limit is a problem of that limit, and of the solution."""

    def problems(amount: float) -> list[tuple[str, str]]:
        limits = tomllib.loads(samples.MANIFEST)["limits"] | {"time_s": 20, "total_s": 60, limit: amount}
        written = "\n".join(f"{name} = {value}" for name, value in limits.items())
        manifest = re.sub(r"\[limits\]\n([a-z_]+ = .*\n)*", f"[limits]\n{written}\n", samples.MANIFEST)
        found = samples.bundle(exercise__toml=manifest, reference_in_solution__py=reference)
        return [(each.file, each.key) for each in validate(found, grader, plan=EXAMPLES).problems]

    assert problems(wide) == []
    assert problems(narrow) == [("reference", f"limits.{limit}")]


def test_the_gate_tells_what_gradings_take(grader: Grader) -> None:
    """Its facts hold mean and worst time of a grading, and of the making of a variant."""
    for bundle in (samples.bundle(), samples.quiz()):
        facts = validate(bundle, grader, plan=EXAMPLES).gates[0].facts

        assert 0 < facts["mean_s"] <= facts["worst_s"]
