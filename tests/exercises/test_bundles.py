"""Every exercise that ships keeps its own promises."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from graders.bundle import Bundle, load_bundle
from graders.course import load_course
from graders.gates.choosing import Plan
from graders.grading import Grader
from graders.validate import validate

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
COURSES = sorted(path.parent for path in EXERCISES.glob("*/course.toml"))
BUNDLES = sorted(path.parent for path in EXERCISES.glob("*/*/exercise.toml"))
REPEATS, SEEDS, MUTANTS, SCORE = 3, 100, 25, 0.85


def name_of(path: Path) -> str:
    """A folder below exercises/ as test names show it."""
    return path.relative_to(EXERCISES).as_posix()


def lightened(bundle: Bundle) -> Bundle:
    """The same exercise with a sample of its mutants, whose score may stray from that of all."""
    gates = bundle.gates
    few = msgspec.structs.replace(
        gates, mutants=min(gates.mutants, MUTANTS), mutation_score=min(gates.mutation_score, SCORE)
    )
    return msgspec.structs.replace(bundle, gates=few)


@pytest.mark.parametrize("path", BUNDLES, ids=name_of)
def test_an_exercise_passes_every_gate(path: Path, grader: Grader) -> None:
    """Its solutions do what they say and its checks are fit; `make gates` tries all of it, and as often."""
    report = validate(lightened(load_bundle(path)), grader, plan=Plan(repeats=REPEATS, seeds=SEEDS))

    assert report.problems == []
    assert len(report.gates) >= 2


@pytest.mark.parametrize("path", COURSES, ids=name_of)
def test_a_course_lists_its_exercises_once(path: Path) -> None:
    """Each folder of a course has one place in its outline, and each place has a folder."""
    listed = load_course(path).exercises

    assert sorted(listed) == sorted(bundle.name for bundle in BUNDLES if bundle.parent == path)


@pytest.mark.parametrize("path", [path for path in BUNDLES if (path / "checks.py").exists()], ids=name_of)
def test_an_exercise_has_enough_examples(path: Path) -> None:
    """There are at least two right solutions, and at least three wrong ones."""
    for role, least in (("right", 2), ("wrong", 3)):
        # A file where one file is submitted, a folder where several are.
        folder = path / "examples" / role
        names = {file.relative_to(folder).parts[0] for file in folder.rglob("*.py")}

        assert len(names) >= least, role


@pytest.mark.parametrize("path", BUNDLES, ids=name_of)
def test_most_points_can_be_seen(path: Path) -> None:
    """Public checks carry most of the points, and hidden ones some."""
    checks = load_bundle(path).checks
    public = sum(check.points for check in checks if check.visibility == "public")

    assert not checks or sum(check.points for check in checks) / 2 < public < sum(c.points for c in checks)
