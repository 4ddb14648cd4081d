"""The mutation gate: checks that miss a small mistake in the reference are refused, and told which."""

from __future__ import annotations

import ast
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from graders import messages
from graders.bundle import Bundle
from graders.gates import mutation
from graders.gates.gate import GateResult
from graders.gates.mutants import Mutant, MutantsError, ask_mutants, sample
from graders.gates.mutation import MutationGate, _limits, _Order
from graders.grading import Grader
from graders.manifest import Limits
from graders.report import Usage
from sandbox.cells import CellExit
from sandbox.session import SessionResult
from tests.graders import samples
from tests.graders.test_report import check, report

REFERENCE = """
def double(x):
    # twice
    return 2 * x
"""
STRONG = """
def test_small(submission):
    assert [submission.double(x) for x in (2, 3)] == [4, 6]

def test_large(submission):
    assert submission.double(10**6) == 2 * 10**6
"""
#: also right for x and for 2 ** x, and blind to everything else
WEAK = """
def test_small(submission):
    assert submission.double(0) == 0

def test_large(submission):
    assert submission.double(0) in (0, 1)
"""
WAIVER = """
[[mutants]]
file = "reference/solution.py"
original = "return 2 * x"
mutant = "return {mutant}"
reason = "Nobody doubles anything but nought here."
"""


def bundle(checks: str = STRONG, reference: str = REFERENCE, **more: str) -> Bundle:
    """The small exercise with these checks and this reference."""
    manifest = more.pop("manifest", "")
    files = {"checks__py": checks, "reference_in_solution__py": reference}
    if manifest:
        more["exercise__toml"] = samples.MANIFEST.replace("[limits]", manifest + "\n[limits]")
    return samples.bundle(**files, **more)


def gated(grader: Grader, exercise: Bundle) -> GateResult:
    """What the gate finds."""
    return MutationGate().run(exercise, grader, lambda done, total: None)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants that survive do so on a busy machine, too."""
    monkeypatch.setattr(mutation, "CALL_S", 2.0)
    monkeypatch.setattr(mutation, "TOTAL_S", 8.0)


def test_strong_checks_notice_every_mutant(grader: Grader):
    """Where each mutant fails a check the gate passes, and its facts say so."""
    told: list[tuple[int, int]] = []

    found = MutationGate().run(bundle(), grader, lambda done, total: told.append((done, total)))

    assert (found.ok, found.problems) == (True, [])
    assert found.facts["made"] == found.facts["tried"] == found.facts["killed"] > 3
    assert (found.facts["score"], found.facts["survivors"]) == (1.0, [])
    assert sorted(told) == [(done, found.facts["made"]) for done in range(found.facts["made"] + 1)]
    assert "100.0 %" in found.summary.en


@pytest.mark.usefixtures("patient")
def test_weak_checks_are_refused_with_the_survivors_diff(grader: Grader):
    """Each survivor is a problem at its line, with the line before and after."""
    found = gated(grader, bundle(WEAK))

    assert not found.ok
    assert found.facts["survived"] == len(found.problems) == len(found.facts["survivors"])
    survivor = next(each for each in found.facts["survivors"] if each["mutant"] == "return 3 * x")
    problem = next(each for each in found.problems if "return 3 * x" in each.message.en)
    assert survivor["diff"] == "- return 2 * x\n+ return 3 * x"
    assert survivor["diff"] in problem.message.ko
    assert (survivor["file"], survivor["line"], survivor["operator"]) == (
        "reference/solution.py",
        4,
        "number",
    )
    assert (problem.file, problem.key) == ("reference/solution.py", "line 4")


@pytest.mark.usefixtures("patient")
def test_threshold_is_the_exercises(grader: Grader):
    """Below its own threshold an exercise fails; above it survivors are facts, no problems."""
    found = gated(grader, bundle(WEAK, manifest="[gates]\nmutation_score = 0.1"))

    assert (found.ok, found.problems) == (True, [])
    assert found.facts["survivors"]
    assert found.facts["score"] == round(found.facts["killed"] / found.facts["tried"], 4)


@pytest.mark.usefixtures("patient")
def test_waived_mutants_count_for_nothing(grader: Grader):
    """A waived survivor is neither noticed nor missed."""
    whole = gated(grader, bundle(WEAK))
    waivers = "".join(
        WAIVER.format(mutant=each["mutant"].removeprefix("return ")) for each in whole.facts["survivors"]
    )

    found = gated(grader, bundle(WEAK, waivers__toml=waivers))

    assert found.ok
    assert found.facts["waived"] == whole.facts["survived"]
    assert (found.facts["survived"], found.facts["score"]) == (0, 1.0)


@pytest.mark.parametrize("mutant", ["3 * x", "7 * x"], ids=["noticed", "not made"])
def test_stale_waiver_is_an_error(grader: Grader, mutant: str):
    """A waiver of a mutant that a check notices, or that does not exist, has to go."""
    found = gated(grader, bundle(waivers__toml=WAIVER.format(mutant=mutant)))

    assert not found.ok
    assert [(each.file, each.key) for each in found.problems] == [("waivers.toml", "mutants[0]")]
    assert f"return {mutant}" in found.problems[0].message.en


def test_a_reference_that_fails_stops_the_gate(grader: Grader):
    """Mutants of what is wrong already say nothing."""
    found = gated(grader, bundle(reference="def double(x):\n    return 3 * x\n"))

    assert not found.ok
    assert [each.file for each in found.problems] == ["reference/"]
    assert found.facts == {}


def test_endless_mutant_ends_and_is_noticed(grader: Grader):
    """A loop that never ends has five times the reference's time, however long a student may take.

    A waiver of such a mutant is not stale: on a busy machine any mutant may run out of time.
    """
    reference = """
def double(x):
    left = min(x, 50)
    while left > 0:
        left -= 1
    return 2 * x + left
"""
    limits = samples.MANIFEST.replace("time_s = 2", "time_s = 100")
    limits = limits.replace("total_s = 8", "total_s = 100").replace("cpu_s = 8", "cpu_s = 100")
    waiver = WAIVER.replace("return 2 * x", "left -= 1").replace("return {mutant}", "left += 1")
    exercise = bundle(reference=reference, exercise__toml=limits, waivers__toml=waiver)

    found = gated(grader, exercise)

    assert not [each for each in found.facts["survivors"] if each["mutant"] in ("left += 1", "pass")]
    assert found.facts["timed_out"] > 1
    assert not [each for each in found.problems if each.file == "waivers.toml"]


def test_limits_are_five_times_what_the_reference_took():
    """Of its slowest check and its longest cell, on the slowest slot; never more than a student may take."""
    own = Limits(time_s=100.0, total_s=100.0, cpu_s=100.0)
    graded = [
        msgspec.structs.replace(
            report(msgspec.structs.replace(check("test_a", "public", "passed", "", 2), duration_s=seconds)),
            usage=Usage(wall_s=4 * seconds),
            hidden_usage=Usage(wall_s=seconds),
        )
        for seconds in (0.2, 0.4)
    ]

    found = _limits(own, graded)

    assert (found.time_s, found.total_s, found.cpu_s) == (2.0, 8.0, 8.0)
    assert _limits(Limits(time_s=1.0, total_s=5.0), graded).time_s == 1.0


@pytest.mark.usefixtures("patient")
def test_mutant_that_breaks_the_checks_survives(grader: Grader):
    """Checks that break over an answer tell a student nothing, so they did not notice."""
    checks = """
def test_small(submission):
    if submission.double(2) != 4:
        raise NameError("no such word")

def test_large(submission):
    pass
"""

    found = gated(grader, bundle(checks))

    assert {each["verdict"] for each in found.facts["survivors"]} == {"IE"}
    assert "breaks the checks" in found.problems[0].message.en


def test_mutants_are_drawn_where_there_are_many(grader: Grader):
    """`gates.mutants` bounds how many are tried; one version draws the same ones, a waived one always."""
    exercise = bundle(manifest="[gates]\nmutants = 2")
    made = ask_mutants(exercise, grader)

    drawn = sample(made, 2, exercise.version)

    assert drawn == sample(made, 2, exercise.version)
    assert len(drawn) == 2
    assert {tuple(each.text for each in sample(made, 2, str(seed))) for seed in range(20)} != {
        tuple(each.text for each in drawn)
    }
    found = gated(grader, exercise)
    assert (found.facts["tried"], found.facts["made"]) == (2, len(made))


def test_reference_never_runs_on_the_host(grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Making mutants neither runs the reference nor parses it outside a cell."""
    mark = tmp_path / "ran"
    hostile = f"open({str(mark)!r}, 'w').write('x')\ndef double(x):\n    return 2 * x\n"
    exercise = bundle(reference=hostile)

    def parse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the host parsed Python")

    with monkeypatch.context() as patch:
        patch.setattr(ast, "parse", parse)
        made = ask_mutants(exercise, grader)

    assert len(made) > 3
    assert not mark.exists()


@pytest.mark.parametrize("line", ["def f(:", "x = " + "(" * 300, "x = " + "-" * 100_000 + "1"])
def test_what_no_parser_takes_is_an_error(grader: Grader, line: str):
    """What breaks the parser breaks a cell, and the author is told."""
    with pytest.raises(MutantsError, match="its cell ended"):
        ask_mutants(bundle(reference=f"def double(x):\n    return 2 * x\n{line}\n"), grader)


def said(*sent: messages.Message) -> list[Mutant]:
    """The mutants of a cell that says this."""

    class Talker:
        def converse(self, spec: Any, on_message: Any, stop: threading.Event) -> SessionResult:
            for message in sent:
                if not stop.is_set():
                    on_message(messages.encode(message))
            end = CellExit("exit", 0, None, 0.0, 0.0, 0, "", "", 0, 0, "")
            return SessionResult(end, [])

    return ask_mutants(bundle(reference="def double(x):\n    return 2 * x\n"), Talker())  # type: ignore[arg-type]


def test_cell_is_taken_at_its_word_within_bounds():
    """A span of a submitted file and a text for it is a mutant."""
    (mutant,) = said(messages.Mutant("solution.py", "number", 26, 27, "3"), messages.Done())

    assert mutant.after == b"def double(x):\n    return 3 * x\n"
    assert (mutant.line, mutant.original, mutant.mutant) == (2, "return 2 * x", "return 3 * x")


@pytest.mark.parametrize(
    "sent",
    [
        (),
        (messages.Mutant("solution.py", "number", 26, 27, "3"),),
        (messages.Mutant("checks.py", "number", 0, 0, "3"), messages.Done()),
        (messages.Mutant("../solution.py", "number", 0, 0, "3"), messages.Done()),
        (messages.Mutant("solution.py", "number", 27, 26, "3"), messages.Done()),
        (messages.Mutant("solution.py", "number", -1, 1, "3"), messages.Done()),
        (messages.Mutant("solution.py", "number", 0, 999, "3"), messages.Done()),
        (messages.Mutant("solution.py", "number", 0, 0, "x" * 20_000), messages.Done()),
        (messages.Mutant("solution.py", "<b>\x1b[2J", 0, 0, "3"), messages.Done()),
        (messages.Mutant("solution.py", "n" * 4000, 0, 0, "3"), messages.Done()),
        (messages.Collected(["test_small"]), messages.Done()),
        (messages.Done(), messages.Mutant("solution.py", "number", 0, 0, "3")),
    ],
)
def test_hostile_cell_makes_no_mutants(sent: tuple[messages.Message, ...]):
    """What no honest cell says ends as an error, not as a mutant."""
    with pytest.raises(MutantsError):
        said(*sent)


def test_flood_of_mutants_is_bounded(monkeypatch: pytest.MonkeyPatch):
    """A cell that never stops is listened to no further."""
    monkeypatch.setattr("graders.gates.mutants.MAX_MUTANTS", 10)

    with pytest.raises(MutantsError, match="too much"):
        said(*[messages.Mutant("solution.py", "number", 0, 0, "3")] * 100, messages.Done())


def test_checks_that_notice_much_for_their_time_go_first(grader: Grader):
    """A cheap check goes first until a dear one has noticed more of late."""
    report = grader.grade(bundle(), {"solution.py": samples.RIGHT}, 1)
    small, large = report.checks
    checks = [msgspec.structs.replace(small, duration_s=0.4), msgspec.structs.replace(large, duration_s=0.1)]
    order = _Order(checks)

    before = order.tests()
    order.learn("test_small")
    after = order.tests()
    for _ in range(20):
        order.learn("test_large")

    assert (before, after) == (("test_large", "test_small"), ("test_small", "test_large"))
    assert order.tests() == before
