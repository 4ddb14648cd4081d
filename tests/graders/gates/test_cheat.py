from __future__ import annotations

import pytest

from graders.bundle import bundle_from_files
from graders.gates.cheat import CheatGate
from graders.gates.cheating import files_of, make_cheats
from graders.gates.gate import GateResult
from graders.gates.recordings import Recording, record
from graders.grading import Grader
from graders.scaffold import scaffold
from graders.sources import check_files
from tests.graders import samples

WEAK = """
def test_small(submission):
    assert submission.double(0) == 0

def test_large(submission, rng):
    x = int(rng.integers(10**6))
    assert submission.double(x) == 2 * x
"""
WAIVER = """
[[cheats]]
cheat = "constant"
checks = ["test_small"]
reason = "twice nothing is nothing"
[[cheats]]
cheat = "echo"
checks = ["test_small"]
reason = "twice nothing is nothing"
[[cheats]]
cheat = "patched"
checks = ["test_small"]
reason = "it answers 0"
[[cheats]]
cheat = "subclass"
checks = ["test_small"]
reason = "it answers 0"
"""
NETWORK = b"""
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 3)

    def forward(self, x):
        return self.layer(x)
"""
NETWORK_CHECKS = """
import torch

def test_small(submission):
    net = submission.Net()
    assert sorted(net.state_dict()) == ["layer.bias", "layer.weight"]

def test_large(submission, reference, rng):
    net, other = submission.Net(), reference.Net()
    other.load_state_dict(net.state_dict())
    x = torch.from_numpy(rng.standard_normal((5, 2))).float()
    assert torch.allclose(net(x), other(x))
"""


def try_cheats(grader: Grader, **changed: str | bytes | None) -> GateResult:
    """What the gate says of the small exercise after this change."""
    return CheatGate().run(samples.bundle(**changed), grader, lambda done, total: None)


def passed(result: GateResult) -> dict[str, set[str]]:
    """Checks by the cheats that passed them."""
    found: dict[str, set[str]] = {}
    for each in result.facts["cheats"]:
        found.setdefault(each["cheat"], set()).update(each["passed"])
    return {cheat: tests for cheat, tests in found.items() if tests}


def test_checks_that_compare_values_pay_no_cheat(grader: Grader) -> None:
    """Whatever is tried gets nothing; each cheat is told, and how many there were."""
    result = try_cheats(grader)

    assert result.problems == []
    assert passed(result) == {}
    assert len(result.facts["cheats"]) >= 15
    assert str(len(result.facts["cheats"])) in result.summary.en


def test_a_check_that_pays_is_named_with_its_cheats(grader: Grader) -> None:
    """One problem for each check, which says what it gave points to."""
    result = try_cheats(grader, checks__py=WEAK)

    (problem,) = result.problems
    assert (problem.file, problem.key) == ("checks.py", "test_small")
    assert "constant (zero" in problem.message.en
    assert "echo (first argument)" in problem.message.en
    assert passed(result)["constant"] == {"test_small"}


def test_a_waived_cheat_is_no_problem_and_a_stale_waiver_is(grader: Grader) -> None:
    """A waiver with a reason lets a cheat pass; one for a check that pays it nothing is refused."""
    waived = try_cheats(grader, checks__py=WEAK, waivers__toml=WAIVER)
    stale = try_cheats(grader, waivers__toml=WAIVER)

    assert waived.problems == []
    assert waived.facts["waived"] > 0
    assert [problem.key for problem in stale.problems] == [f"cheats[{n}].checks" for n in range(4)]


def test_answers_of_public_checks_do_not_pay_in_others(grader: Grader) -> None:
    """A hidden check that asks what a public one shows pays whoever wrote the answer down."""
    result = try_cheats(grader, checks__py=samples.CHECKS.replace("10**6", "2"))

    assert passed(result)["visible"] == {"test_large"}
    assert [problem.key for problem in result.problems] == ["test_large"]


def test_answers_are_recorded_and_random_checks_known(grader: Grader) -> None:
    """What a public check asks whatever the seed is told apart from what it draws."""
    manifest = samples.MANIFEST.replace('visibility = "hidden"\n', "")
    recording = record(samples.bundle(exercise__toml=manifest, checks__py=WEAK), grader, (1, 2))

    assert [(answer.test, answer.path) for answer in recording.answers] == [
        ("test_small", "double"),
        ("test_large", "double"),
    ]
    assert recording.fixed == {"test_small"}


def test_a_network_with_the_right_layers_that_computes_nothing_is_tried(grader: Grader) -> None:
    """Checks of names and shapes pay it, checks of values do not."""
    result = try_cheats(grader, checks__py=NETWORK_CHECKS, reference_in_solution__py=NETWORK)

    assert passed(result) == {"silent": {"test_small"}, "nan": {"test_small"}}


@pytest.mark.parametrize("kind", ["code", "tune", "app"])
def test_cheats_fit_every_kind_of_exercise(kind: str, grader: Grader) -> None:
    """Each is fit to be graded, and none of its parts is left unfilled."""
    files = {name: text.encode() for name, text in scaffold("sample", kind).items()}  # type: ignore[arg-type]
    bundle = bundle_from_files(files, "sample", "demo")
    cheats = make_cheats(bundle, Recording([], frozenset()))

    assert {"constant", "echo", "patched", "equal", "subclass"} <= {cheat.name for cheat in cheats}
    for cheat in cheats:
        check_files(files_of(cheat, bundle), bundle)
        assert b"@" not in cheat.source.replace(b"@classmethod", b"")
    if kind == "app":
        result = CheatGate().run(bundle, grader, lambda done, total: None)
        assert result.problems == []
