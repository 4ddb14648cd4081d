from __future__ import annotations

from graders.gates.waivers import CheatWaiver, MutantWaiver, Waivers, read_waivers, stale_cheats
from graders.problems import Problem
from tests.graders import samples

WAIVED = """
[[mutants]]
file = "reference/solution.py"
original = "return 2 * x"
mutant = "return x * 2"
reason = "multiplication commutes"

[[cheats]]
cheat = "constant"
checks = ["test_small"]
reason = "the right answer is a constant there"
"""


def read(text: str | None) -> tuple[Waivers, list[Problem]]:
    """The waivers of the small exercise with this waivers.toml, and what is wrong with them."""
    problems: list[Problem] = []
    return read_waivers(samples.bundle(waivers__toml=text) if text else samples.bundle(), problems), problems


def test_waivers_are_typed():
    """Each entry says what may pass and why."""
    waivers, problems = read(WAIVED)

    assert problems == []
    assert waivers.mutants == [
        MutantWaiver("reference/solution.py", "return 2 * x", "return x * 2", "multiplication commutes")
    ]
    assert waivers.cheats == [CheatWaiver("constant", ["test_small"], "the right answer is a constant there")]


def test_without_the_file_nothing_is_waived():
    """Most exercises waive nothing and have no such file."""
    assert read(None) == (Waivers(), [])


def test_every_mistake_is_named_and_then_nothing_is_waived():
    """A missing or blank reason, an unknown key and an unknown check are problems with their places."""
    for text, key in (
        (WAIVED.replace('reason = "multiplication commutes"', ""), "mutants[0].reason"),
        (WAIVED.replace("multiplication commutes", "  "), "mutants[0].reason"),
        (WAIVED.replace("cheat =", "cheet ="), "cheats[0].cheet"),
        (WAIVED.replace('"test_small"', '"test_tiny"'), "cheats[0].checks"),
        (WAIVED.replace('["test_small"]', "[]"), "cheats[0].checks"),
    ):
        waivers, problems = read(text)

        assert waivers == Waivers()
        assert (problems[0].file, problems[0].key) == ("waivers.toml", key)


def test_a_cheat_waiver_that_applies_to_nothing_is_stale():
    """A check that the cheat no longer passes is named, one that it passes is not."""
    waivers = [CheatWaiver("constant", ["test_small", "test_large"], "…")]

    (problem,) = stale_cheats(waivers, {("constant", "test_small"), ("echo", "test_large")})

    assert problem.key == "cheats[0].checks"
    assert "constant, test_large" in problem.message.en
