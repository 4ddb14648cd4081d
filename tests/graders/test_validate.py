from __future__ import annotations

from pathlib import Path

import pytest

from graders.bundle import Bundle, bundle_from_files
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
    return [(problem.file, problem.key) for problem in validate(bundle, grader).problems]


def test_sound_exercise_validates(grader: Grader):
    """Reference, starter and examples are graded and do what they must; progress is told for each."""
    seen: list[Progress] = []
    report = validate(with_examples(), grader, seen.append)

    assert report.problems == []
    assert report.ok
    assert [(e.name, e.verdict, e.ok) for e in report.examples] == [
        ("reference", "AC", True),
        ("starter", "RTE", True),
        ("examples/right/adds.py", "AC", True),
        ("examples/wrong/small.py", "WA", True),
    ]
    assert [(p.done, p.total) for p in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]


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
    found = validate(with_examples(**changed), grader).problems

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
