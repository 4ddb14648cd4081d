"""Every exercise that ships keeps its own promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from graders.bundle import load_bundle
from graders.course import load_course
from graders.grading import Grader
from graders.validate import validate

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
COURSES = sorted(path.parent for path in EXERCISES.glob("*/course.toml"))
BUNDLES = sorted(path.parent for path in EXERCISES.glob("*/*/exercise.toml"))


def name_of(path: Path) -> str:
    """A folder below exercises/ as test names show it."""
    return path.relative_to(EXERCISES).as_posix()


@pytest.mark.parametrize("path", BUNDLES, ids=name_of)
def test_an_exercise_validates(path: Path, grader: Grader) -> None:
    """The reference and right examples get full marks, wrong ones fail the checks they name and no others."""
    report = validate(load_bundle(path), grader)

    assert report.problems == []
    assert report.examples


@pytest.mark.parametrize("path", COURSES, ids=name_of)
def test_a_course_lists_its_exercises_once(path: Path) -> None:
    """Each folder of a course has one place in its outline, and each place has a folder."""
    listed = [slug for chapter in load_course(path).chapters for slug in chapter.exercises]

    assert sorted(listed) == sorted(bundle.name for bundle in BUNDLES if bundle.parent == path)


@pytest.mark.parametrize("path", [path for path in BUNDLES if (path / "checks.py").exists()], ids=name_of)
def test_an_exercise_has_enough_examples(path: Path) -> None:
    """There are at least two right solutions, and at least three wrong ones."""
    assert len(list((path / "examples/right").glob("*.py"))) >= 2
    assert len(list((path / "examples/wrong").glob("*.py"))) >= 3


@pytest.mark.parametrize("path", BUNDLES, ids=name_of)
def test_most_points_can_be_seen(path: Path) -> None:
    """Public checks carry most of the points, and hidden ones some."""
    checks = load_bundle(path).checks
    public = sum(check.points for check in checks if check.visibility == "public")

    assert not checks or sum(check.points for check in checks) / 2 < public < sum(c.points for c in checks)
