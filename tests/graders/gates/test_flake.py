from __future__ import annotations

from graders.gates.flake import FlakeGate, seeds_for
from graders.grading import Grader
from graders.repeats import repeat
from tests.graders import samples

STEADY = {
    "examples_in_right_in_sum__py": "# technique: adds\ndef double(x):\n    return x + x\n",
    "examples_in_wrong_in_cut__py": "# fails: test_large\n# because: cut off\n"
    "def double(x):\n    return min(2 * x, 1000)\n",
}
BY_SEED = """
def test_small(submission, seed):
    assert seed % 3 == 0 or submission.double(2) == 4

def test_large(submission, seed):
    assert seed % 4 and submission.double(10**6) == 2 * 10**6
"""
BY_ORDER = """
ran = []

def test_small(submission):
    ran.append("small")
    assert submission.double(2) == 4

def test_other(submission):
    assert "small" in ran and submission.double(3) == 6

def test_large(submission):
    assert submission.double(10**6) == 2 * 10**6
"""
OTHER = """
[[checks]]
test = "test_other"
points = 1
title = { en = "Other numbers", ko = "다른 수" }
hint = { en = "Multiply.", ko = "곱하세요." }
"""
COUNTING = """# technique: counts its calls, and tires after a few
calls = []

def double(x):
    calls.append(x)
    return 2 * x if len(calls) < 5 else 0
"""


def hear_nothing(done: int, total: int) -> None:
    """A listener that does not care."""


def test_steady_solutions_come_out_the_same(grader: Grader) -> None:
    """Reference, right and wrong examples are each graded as often as asked, and nothing is wrong."""
    heard: list[tuple[int, int]] = []
    result = FlakeGate(12).run(samples.bundle(**STEADY), grader, lambda *each: heard.append(each))

    assert result.problems == []
    assert result.ok
    assert (result.facts["solutions"], result.facts["gradings"]) == (3, 36)
    assert heard == [(done, 36) for done in range(37)]
    assert "12" in result.summary.en


def test_a_check_that_depends_on_the_seed_is_named_with_it(grader: Grader) -> None:
    """Solution, check, how often, and the command that shows it; right and wrong examples alike."""
    bundle = samples.bundle(
        checks__py=BY_SEED,
        examples_in_wrong_in_zero__py="# fails: test_small, test_large\n# because: always zero\n"
        "def double(x):\n    return 0\n",
    )
    result = FlakeGate(20).run(bundle, grader, hear_nothing)
    problems = {(problem.file, problem.key): problem for problem in result.problems}

    assert set(problems) == {("reference", "test_large"), ("examples/wrong/zero.py", "test_small")}
    seeds = seeds_for(bundle, "reference", 20)
    times = sum(seed % 4 == 0 for seed in seeds)
    said = problems["reference", "test_large"]
    assert f"{times} of 20" in said.message.en
    seed = int(said.cure.en.split("--seed ")[1].split("`")[0])
    assert seed in seeds
    assert seed % 4 == 0
    assert "passes" in problems["examples/wrong/zero.py", "test_small"].message.en


def test_a_check_that_depends_on_the_order_is_named_with_it(grader: Grader) -> None:
    """Where the seed alone does not show it, the order is told."""
    bundle = samples.bundle(checks__py=BY_ORDER, exercise__toml=samples.MANIFEST + OTHER)
    result = FlakeGate(16).run(bundle, grader, hear_nothing)

    assert [problem.key for problem in result.problems] == ["test_other"]
    assert "in this order" in result.problems[0].message.en


def test_state_that_no_grading_has_is_no_flake(grader: Grader) -> None:
    """A solution that fails only after more calls than one grading makes is not to blame."""
    bundle = samples.bundle(examples_in_right_in_counts__py=COUNTING)
    failed = [
        each for each in repeat(grader, bundle, {"solution.py": COUNTING.encode()}, range(15)) if each.failed
    ]
    result = FlakeGate(15).run(bundle, grader, hear_nothing)

    assert failed
    assert result.problems == []


def test_cells_that_die_count_like_any_failure(grader: Grader) -> None:
    """Every repeat of a solution that ends its cell, or never answers, is there, with what failed."""
    for body in ("import os; os._exit(3)", "while True: pass"):
        source = f"def double(x):\n    if x > 2:\n        {body}\n    return 4\n".encode()
        bundle = samples.bundle(
            exercise__toml=samples.MANIFEST.replace("time_s = 2", "time_s = 0.3"),
        )
        repeats = list(repeat(grader, bundle, {"solution.py": source}, range(11)))

        assert sorted(each.seed for each in repeats) == list(range(11))
        assert {each.failed for each in repeats} == {frozenset({"test_large"})}


def test_checks_that_end_their_own_cell_are_repeated_alone(grader: Grader) -> None:
    """A grader cell that is gone after some repeats loses none of the others."""
    checks = samples.CHECKS.replace(
        "def test_large(submission):",
        "def test_large(submission, seed):\n    if seed == 3:\n        import os; os._exit(1)",
    )
    repeats = list(
        repeat(grader, samples.bundle(checks__py=checks), {"solution.py": samples.RIGHT}, range(6))
    )

    assert sorted(each.seed for each in repeats) == list(range(6))
    assert [each.seed for each in repeats if each.failed] == [3]
