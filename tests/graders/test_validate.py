from __future__ import annotations

from pathlib import Path

import pytest

from graders.bundle import Bundle, bundle_from_files
from graders.gates.choosing import ALL, EXAMPLES, QUICK, Plan, plan_of
from graders.grading import Grader
from graders.problems import Problem
from graders.scaffold import scaffold
from graders.validate import Progress, validate
from tests.graders import samples

RIGHT = "# technique: adds\ndef double(x):\n    return x + x\n"
WRONG = "# fails: test_large\n# because: only small numbers\ndef double(x):\n    return 4\n"


def with_examples(**changed: str | bytes | None) -> Bundle:
    """The small exercise with a right and a wrong example."""
    return samples.bundle(
        **{"examples_in_right_in_adds__py": RIGHT, "examples_in_wrong_in_small__py": WRONG} | changed
    )


def problems(grader: Grader, bundle: Bundle) -> list[tuple[str, str]]:
    """File and key of each problem."""
    return [(problem.file, problem.key) for problem in validate(bundle, grader, plan=EXAMPLES).problems]


def test_sound_exercise_validates(grader: Grader):
    """Reference, starter and examples are graded and do what they must; progress is told for each."""
    seen: list[Progress] = []
    report = validate(with_examples(), grader, seen.append, EXAMPLES)

    assert report.problems == []
    assert report.ok
    assert [(e.name, e.verdict, e.ok) for e in report.examples] == [
        ("reference", "AC", True),
        ("starter", "RTE", True),
        ("examples/right/adds.py", "AC", True),
        ("examples/wrong/small.py", "WA", True),
    ]
    assert [(p.gate, p.done, p.total) for p in seen] == [("examples", done, 4) for done in (1, 2, 3, 4)]
    assert [p.example for p in seen] == report.examples


def test_every_gate_that_applies_is_tried(grader: Grader):
    """Each says what it found, how long it took and how far it has come."""
    seen: list[Progress] = []
    report = validate(with_examples(), grader, seen.append, Plan(repeats=3))
    quiz = validate(samples.quiz(), grader, plan=Plan(seeds=50))

    assert report.problems == []
    assert [result.gate for result in report.gates] == ["examples", "cheat", "flake", "mutation"]
    assert all(result.ok and result.seconds > 0 and result.summary for result in report.gates)
    assert {(p.gate, p.done) for p in seen if p.done == p.total} >= {("flake", 9), ("examples", 4)}
    assert [result.gate for result in quiz.gates] == ["examples", "variants"]
    assert quiz.problems == []


def test_what_a_gate_finds_is_a_problem_of_the_exercise(grader: Grader):
    """A weak check keeps an exercise from being published; gates after failing examples are not tried."""
    checks = samples.CHECKS.replace("double(2) == 4", "double(0) == 0")
    weak = validate(samples.bundle(checks__py=checks), grader, plan=Plan(("examples", "cheat")))
    broken = validate(with_examples(reference_in_solution__py="def double(x): return 4"), grader)

    assert not weak.ok
    assert [(problem.file, problem.key) for problem in weak.problems] == [("checks.py", "test_small")]
    assert [result.ok for result in weak.gates] == [True, False]
    assert [result.gate for result in broken.gates] == ["examples"]


def test_gates_are_chosen_by_name():
    """All, the quick ones, or those that are named; another name is refused and the known ones are told."""
    assert plan_of("all") == ALL
    assert plan_of("quick") == QUICK
    assert plan_of("flake, cheat", 7) == Plan(("flake", "cheat"), repeats=7)
    for wrong in ("flakes", "", "all,quick"):
        with pytest.raises(ValueError, match=f"^{wrong.rpartition(',')[0]}"):
            plan_of(wrong)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"starter_in_solution__py": RIGHT}, [("starter", "")]),
        ({"reference_in_solution__py": "def double(x): return 4"}, [("reference", "test_large")]),
        ({"examples_in_right_in_adds__py": RIGHT.replace("x + x", "4")},
         [("examples/right/adds.py", "test_large")]),
        ({"examples_in_right_in_adds__py": RIGHT.replace("technique", "remark")},
         [("examples/right/adds.py", "# technique:")]),
        ({"examples_in_wrong_in_small__py": WRONG.replace("return 4", "return 2 * x")},
         [("examples/wrong/small.py", "test_large")]),
        ({"examples_in_wrong_in_small__py": WRONG.replace("return 4", "return 5")},
         [("examples/wrong/small.py", "test_small")]),
        ({"examples_in_wrong_in_small__py": WRONG.replace("test_large", "test_huge, test_large")},
         [("examples/wrong/small.py", "# fails:")]),
        ({"examples_in_wrong_in_small__py": WRONG.replace("# because: only small numbers\n", "")},
         [("examples/wrong/small.py", "# because:")]),
        ({"examples_in_right_in_two_in_other__py": RIGHT},
         [("examples/right/two/other.py", ""), ("examples/right/two/solution.py", "")]),
        ({"checks__py": samples.CHECKS + "\ndef test_new(submission): pass\n"}, [("checks.py", "test_new")]),
        ({"checks__py": "def test_small(submission):\n    assert submission.double(2) == 4\n"},
         [("exercise.toml", "checks[1].test")]),
        ({"checks__py": "import nothing_of_this_name\n"}, [("checks.py", "")]),
        ({"prompt__en__md": "TODO: write."}, [("prompt.en.md", "line 1")]),
    ],
)  # fmt: skip
def test_each_mistake_names_file_and_key(
    grader: Grader, changed: dict[str, str | bytes | None], expected: list[tuple[str, str]]
):
    """Whatever an exercise gets wrong is one problem at the right place, with a cure in both languages."""
    found = validate(with_examples(**changed), grader, plan=EXAMPLES).problems

    assert sorted({(problem.file, problem.key) for problem in found}) == sorted(expected)
    assert all(problem.message and problem.cure.en and problem.cure.ko for problem in found)


@pytest.mark.parametrize("kind", ["code", "app", "quiz"])
def test_new_bundle_validates_but_for_its_to_dos(grader: Grader, kind):
    """What `seodang new` writes has no other problem than the TODO marks in it."""
    written = {name: text.encode() for name, text in scaffold("fresh", kind).items()}
    found = validate(bundle_from_files(written, "fresh", "demo"), grader).problems
    marked = {
        (name, f"line {number}")
        for name, data in written.items()
        for number, line in enumerate(data.decode().splitlines(), start=1)
        if "TODO" in line
    }

    assert {(problem.file, problem.key) for problem in found} == marked
    assert len(marked) >= 4


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("def generate(rng): return 1", "seed 1"),
        ("def generate(rng): raise RuntimeError('no more questions')", "seed 1"),
        (samples.QUIZ["variants.py"].decode().replace("rng.randint(1, 1000)", "5"), ""),
        (
            "import random\n" + samples.QUIZ["variants.py"].decode().replace("rng.randint", "random.randint"),
            "seed 1",
        ),
    ],
)
def test_quiz_that_does_not_vary_or_repeat_has_problems(grader: Grader, source: str, key: str):
    """A generator that fails, ignores its seed or always says the same is reported."""
    assert ("variants.py", key) in problems(grader, samples.quiz(source))


def test_problem_reads_as_one_line():
    """A terminal line names file, key, what is wrong and the cure."""
    line = Problem.of("exercise.toml", "checks[0].points", "missing_key", name="points").line()

    assert line == "exercise.toml: checks[0].points: The key is missing. Add points = …."


def test_templates_are_part_of_the_package():
    """Each family of templates is complete on disk."""
    folder = Path(scaffold.__globals__["TEMPLATES"])

    assert sorted(path.name for path in folder.iterdir()) == ["app", "code", "quiz"]
