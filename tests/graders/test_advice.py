"""Advice about a submission's text, from its cell to the report."""

from __future__ import annotations

import msgspec
import pytest

from graders import messages
from graders.bilingual import Bilingual
from graders.bundle import BundleError
from graders.curves import MAX_POINTS, Curves
from graders.grading import Grader
from graders.ledger import Ledger
from graders.messages import Found
from graders.source_policy import Forbidden, SourcePolicy, advise
from tests.graders import samples

POLICY = (
    samples.MANIFEST
    + """
[source]
forbid = [{ name = "math.pow", text = { en = "Multiply instead.", ko = "곱셈을 쓰세요." } }]
require = [{ construct = "def:double", text = { en = "Define it.", ko = "정의하세요." } }]
"""
)
SOURCE = b"from math import pow as power\n\ndouble = lambda x: x * power(2, 1)\n"
RULES = SourcePolicy([Forbidden("eval", Bilingual("No eval.", "eval 금지"))])


def test_advice_names_lines_and_costs_nothing(grader: Grader):
    """The report holds the author's words at their lines; points and verdict are those without the policy."""
    with_policy = grader.grade(samples.bundle(exercise__toml=POLICY), {"solution.py": SOURCE}, 1)
    without = grader.grade(samples.bundle(), {"solution.py": SOURCE}, 1)

    assert [(item.file, item.line, item.text.en) for item in with_policy.advice] == [
        ("solution.py", 0, "Define it."),
        ("solution.py", 3, "Multiply instead."),
    ]
    assert with_policy.student_view()["advice"][1]["text"] == {
        "en": "Multiply instead.",
        "ko": "곱셈을 쓰세요.",
    }
    assert (with_policy.verdict, with_policy.points) == (without.verdict, without.points) == ("AC", 4)
    assert without.advice == []


def test_same_submission_gets_the_same_advice(grader: Grader):
    """Nothing about advice depends on time or chance."""
    bundle = samples.bundle(exercise__toml=POLICY)
    reports = [grader.grade(bundle, {"solution.py": SOURCE}, 1) for _ in range(2)]

    assert reports[0].advice == reports[1].advice


def test_word_of_a_stranger_is_held_against_the_rules():
    """What names no rule, no file or no line is left out; the rest comes in the order of the text, once."""
    found = [
        Found(0, "solution.py", 7),
        Found(0, "solution.py", 2),
        Found(0, "solution.py", 2),
        Found(1, "solution.py", 2),
        Found(-1, "solution.py", 2),
        Found(0, "/etc/passwd", 2),
        Found(0, "solution.py", -1),
        Found(0, "solution.py", 10**9),
    ]

    assert [item.line for item in advise(RULES, ["solution.py"], found)] == [2, 7]


@pytest.mark.parametrize("said", [[[Found(0, "a.py", 1)]] * 2, [[Found(0, "a.py", 1)] * 101]])
def test_grader_cell_gives_bounded_advice_once(said: list[list[Found]]):
    """Advice given twice, or without end, is forged."""
    ledger = Ledger(samples.bundle().checks, samples.bundle().checks)
    for found in said:
        ledger.receive(messages.encode(messages.Advised(found)))

    assert ledger.violation


@pytest.mark.parametrize(
    ("rules", "key"),
    [
        ('forbid = [{ name = "a b", text = { en = "a", ko = "b" } }]', "source.forbid"),
        ('forbid = [{ name = "a", text = { en = "a", ko = " " } }]', "source.forbid[0].text.ko"),
        ('require = [{ construct = "goto", text = { en = "a", ko = "b" } }]', "source.require"),
        ('require = [{ construct = "class:", text = { en = "a", ko = "b" } }]', "source.require"),
    ],
)
def test_rule_that_says_nothing_is_a_problem(rules: str, key: str):
    """A pattern that matches no name, an unknown construct and an empty text are named by key."""
    with pytest.raises(BundleError) as caught:
        samples.bundle(exercise__toml=f"{samples.MANIFEST}\n[source]\n{rules}")

    assert [problem.key for problem in caught.value.problems] == [key]


def test_long_curve_keeps_its_ends_and_its_spikes():
    """A report holds at most 500 points of a curve, among them the first, the last, and every extreme."""
    curves = Curves()
    for step in range(20_000):
        curves.add("test_small", "loss", step, {777: -5.0, 12_345: 1e6}.get(step, step / 20_000))
    (curve,) = curves.kept()

    assert len(curve.steps) <= MAX_POINTS
    assert curve.steps == sorted(set(curve.steps))
    assert {0, 777, 12_345, 19_999} <= set(curve.steps)
    assert curve.drawn == 20_000


def test_curves_of_hidden_checks_are_not_kept():
    """Only what a public check drew reaches a report, and a later value of a step is the one that counts."""
    ledger = Ledger(samples.bundle().checks, samples.bundle().checks)
    for test, value in (("test_small", 3.0), ("test_small", 2.0), ("test_large", 1.0)):
        ledger.receive(messages.encode(messages.Live(test, "loss", 0, value)))

    assert [msgspec.to_builtins(curve) for curve in ledger.curves] == [
        {"test": "test_small", "name": "loss", "steps": [0], "values": [2.0], "drawn": 1}
    ]
