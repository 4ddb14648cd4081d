from __future__ import annotations

import msgspec
import pytest

from graders.bilingual import Bilingual
from graders.bundle import bundle_from_files
from graders.gates.gate import GateResult
from graders.gates.variant_rules import faults_of
from graders.gates.variants import VariantsGate
from graders.grading import Grader
from graders.quiz.questions import Part, Question, choice, number, text
from graders.quiz.variant import Variant, solver_view
from tests.graders import samples

SOLVER = """
import re

def solve(question):
    a = int(re.search(r"[0-9]+", question["prompt"]["ko"])[0])
    return {"sum": len([*range(a), a])}
"""
SOURCE = """
from graders.quiz import Question, number

def generate(rng):
    a = rng.randint(1, 1000)
    return Question("sum", f"${a} + 1$?", [number("sum", "Sum", a + 1)], f"Add one: {a + 1}.", {"a": a})
"""


def try_variants(grader: Grader, source: str = SOURCE, solver: str | None = SOLVER) -> GateResult:
    """What the gate says of the small quiz with this generator and solver."""
    content = samples.QUIZ | {"variants.py": source.encode()}
    content.pop("solver.py", None)
    if solver is not None:
        content |= {"solver.py": solver.encode()}
    return VariantsGate(60).run(bundle_from_files(content, "sums", "demo"), grader, lambda done, total: None)


def faults(part: Part, worked: str, prompt: str = "?") -> list[str]:
    """The faults of a question with this field."""
    return [code for code, _ in faults_of(Question("q", prompt, [part], worked).to_variant(), 6)]


def test_a_quiz_whose_solver_agrees_passes(grader: Grader) -> None:
    """Every variant is made, solved and looked at."""
    heard: list[tuple[int, int]] = []
    content = samples.QUIZ | {"variants.py": SOURCE.encode(), "solver.py": SOLVER.encode()}
    bundle = bundle_from_files(content, "sums", "demo")
    result = VariantsGate(300).run(bundle, grader, lambda *each: heard.append(each))

    assert result.problems == []
    assert result.facts == {"seeds": 300, "variants": 300, "solved": 300}
    assert heard[0] == (0, 600)
    assert heard[-1] == (600, 600)


def test_a_key_that_the_solver_contradicts_is_named_once(grader: Grader) -> None:
    """Seed, field, both answers and how many variants differ."""
    wrong = SOURCE.replace('"Sum", a + 1', '"Sum", a + 1 + (a % 5 == 0)').replace(
        "{a + 1}.", "{a + 1} {a + 2}."
    )
    (problem,) = try_variants(grader, wrong).problems

    assert problem.file == "solver.py"
    assert problem.key.startswith("seed ")
    assert "sum: the solver says" in problem.message.en


def test_generated_answers_need_a_solver(grader: Grader) -> None:
    """A quiz with the same answers in other words needs none."""
    static = SOURCE.replace('number("sum", "Sum", a + 1)', 'number("sum", "Sum", 7)').replace("{a + 1}", "7")

    assert [problem.file for problem in try_variants(grader, solver=None).problems] == ["solver.py"]
    assert try_variants(grader, static, None).problems == []


@pytest.mark.parametrize(
    ("solver", "said"),
    [
        ("def solve(question): return 3", "must return a dict"),
        ("def solve(question): return {}", "the solver says –"),
        ("from variants import generate", "ModuleNotFoundError"),
        ("def solve(question): return question['keys']", "KeyError: 'keys'"),
        ("def solve(question): return question['worked']", "KeyError: 'worked'"),
    ],
)
def test_a_solver_sees_what_a_student_sees(solver: str, said: str, grader: Grader) -> None:
    """Neither generator nor key nor worked solution is there, and what it raises is told."""
    problems = try_variants(grader, solver=solver).problems

    assert said in problems[0].message.en


def test_a_solver_is_given_the_facts(grader: Grader) -> None:
    """What an author passes on for it spares it reading the prompt."""
    assert (
        try_variants(grader, solver="def solve(q): return {'sum': str(q['facts']['a'] + 1)}").problems == []
    )


def test_a_generator_that_fails_for_one_seed_is_told_with_it(grader: Grader) -> None:
    """Other batches go on."""
    failing = SOURCE.replace("    return", "    assert a != 138, 'no such sum'\n    return")
    problems = [
        problem for problem in try_variants(grader, failing).problems if problem.file == "variants.py"
    ]

    assert problems == [] or "no such sum" in problems[0].message.en
    every = try_variants(grader, SOURCE.replace("    return", "    1 / 0\n    return")).problems
    assert (every[0].file, every[0].key) == ("variants.py", "seed 1")
    assert "ZeroDivisionError" in every[0].message.en


def test_the_worked_solution_ends_in_the_key() -> None:
    """Every answer stands in the last paragraph in both languages: a number, fraction, label or word."""
    assert faults(number("n", "N", 12), "12 it is.\n\nAnd so on.") == ["variant_unfinished"] * 2
    assert faults(number("n", "N", 12), "So on.\n\nIt is 12.") == []
    assert faults(number("n", "N", 12), "It is 112, or 12.5, or x12.") == ["variant_unfinished"] * 2
    assert faults(number("n", "N", 0.75), "$\\frac{3}{4}$") == []
    assert faults(number("n", "N", -0.5), "It is \N{MINUS SIGN}0.5.") == []
    assert faults(number("n", "N", 1234567 / 1000, tolerance=0.5), "About $1{,}234.6$.") == []
    assert faults(choice("c", "C", {"up": "It rises", "down": "It falls"}, "up"), "it rises") == []
    assert faults(choice("c", "C", {"up": "It rises", "down": "It falls"}, "up"), "it falls") == [
        "variant_unfinished",
        "variant_unfinished",
    ]
    assert faults(text("t", "T", ["ReLU", "rectifier"]), "This is a rectifier.") == []


def test_numbers_are_fit_for_a_person() -> None:
    """No rounding error shows, and nobody has to write eight digits; tolerance and zeros are no burden."""
    assert faults(number("n", "N", 0.1 + 0.2), "0.30000000000000004")[0] == "variant_number"
    assert faults(number("n", "N", 12345678), "12345678")[0] == "variant_number"
    assert faults(number("n", "N", 3), "3", prompt="From 3.14159265 on.") == ["variant_number"] * 2
    assert faults(number("n", "N", 0.6931471805599453, tolerance=0.001), "About 0.693.") == []
    assert faults(number("n", "N", 60_000_000), "60,000,000 parameters") == []
    assert faults(number("n", "N", 10**12), f"{10**12}")[0] == "variant_number"
    assert faults(number("n", "N", 1), "1", prompt="9" * 5000)[0] == "variant_number"


def test_a_long_number_is_told_with_its_seed(grader: Grader) -> None:
    """The gate names the variant and the place that holds it."""
    long = SOURCE.replace("{a + 1}.", "{a + 1}, not 3.14159265358.")

    (problem,) = [each for each in try_variants(grader, long).problems if "3.14159265358" in each.message.en]

    assert (problem.file, problem.key) == ("variants.py", "seed 1")


def test_options_read_differently() -> None:
    """Two options with one label, in either language, cannot be told apart."""
    options = {"a": {"en": "$2$", "ko": "둘"}, "b": {"en": "2", "ko": "이"}}

    assert faults(choice("c", "C", options, "a"), "2, 둘") == ["variant_options"]


def test_facts_are_for_the_solver_only() -> None:
    """A variant keeps them when it is stored, and its student's view leaves them out."""
    variant = Question("q", "?", [number("n", "N", 1)], "1", {"a": 1}).to_variant()
    stored = msgspec.convert(msgspec.to_builtins(variant), Variant)

    assert solver_view(stored)["facts"] == {"a": 1}
    assert "keys" not in solver_view(stored)
    assert variant.prompt == Bilingual("?", "?")


def test_listed_questions_are_those_that_are_asked(grader: Grader) -> None:
    """A question that is asked and not listed is named, and so is one that is listed and never asked."""
    listed = b'[questions]\nother = { en = "Another", ko = "\xeb\x8b\xa4\xeb\xa5\xb8 \xea\xb2\x83" }\n'
    content = samples.QUIZ | {"exercise.toml": samples.QUIZ["exercise.toml"] + listed}
    bundle = bundle_from_files(content, "sums", "demo")
    problems = VariantsGate(30).run(bundle, grader, lambda done, total: None).problems

    assert [(each.file, each.key) for each in problems] == [
        ("exercise.toml", "questions"),
        ("variants.py", "seed 1"),
    ]
    assert "other" in problems[0].message.en
    assert "sum" in problems[1].message.en
