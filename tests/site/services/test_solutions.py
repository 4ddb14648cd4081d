"""Who may read an author's solution, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from seodang.extensions import db
from seodang.models import DONE, Assignment, AssignmentItem, Course, Exercise, User, now
from seodang.services import solutions
from seodang.services.exceptions import ForbiddenError, NotFoundError

from ..factories import RIGHT, bundle_files, make_bundle, make_exercise, make_submission, make_user

HOUR = timedelta(hours=1)
SOLVED: dict[str, Any] = {"state": DONE, "verdict": "AC", "score": 1.0, "points": 4.0, "max_points": 4.0}


def ruled(course: Course, rule: str) -> Exercise:
    """The exercise with this rule for its solution."""
    files = bundle_files()
    files["exercise.toml"] = f'solution = "{rule}"\n'.encode() + files["exercise.toml"]
    return make_exercise(course, make_bundle(files=files))


def due(exercise: Exercise, **terms: Any) -> None:
    """Put an exercise into an assignment."""
    row = Assignment(course_id=exercise.course_id, key="week", title={"en": "Week", "ko": "주"}, **terms)
    row.items = [AssignmentItem(exercise_id=exercise.id)]
    db.session.add(row)
    db.session.commit()


def test_full_marks_open_it(student: User, exercise: Exercise) -> None:
    """A submission with full marks opens the submitted files, and nothing else of the reference."""
    assert not solutions.is_open(student, exercise)
    make_submission(student, exercise, **SOLVED)

    assert solutions.is_open(student, exercise)
    assert solutions.read(student, exercise) == {"solution.py": "# REFERENCE_SECRET\n" + RIGHT}


@pytest.mark.parametrize(
    "columns",
    [
        {"mode": "run"},
        {"verdict": "WA", "score": 0.9, "points": 3.0},
        {"verdict": "IE"},
        {"counts": False},
        {"state": "running", "verdict": None},
    ],
    ids=str,
)
def test_less_than_full_marks_keep_it_closed(
    student: User, exercise: Exercise, columns: dict[str, Any]
) -> None:
    """A run, a wrong answer, a failure of ours, a forgiven or unfinished attempt opens nothing."""
    make_submission(student, exercise, **(SOLVED | columns))

    with pytest.raises(ForbiddenError):
        solutions.read(student, exercise)


def test_somebody_elses_marks_open_nothing(student: User, course: Course, exercise: Exercise) -> None:
    """Only one's own submission counts."""
    make_submission(make_user("jisoo", course), exercise, **SOLVED)

    assert not solutions.is_open(student, exercise)


@pytest.mark.parametrize(
    ("rule", "terms", "open_"),
    [
        ("solved", {"due_at": -HOUR}, True),
        ("solved", {"due_at": HOUR}, False),
        ("solved", {"closes_at": -HOUR}, True),
        ("due", {"due_at": -HOUR}, True),
        ("due", {"due_at": HOUR}, False),
        ("solved", {"due_at": -HOUR, "closes_at": HOUR}, False),
        ("due", {"due_at": -2 * HOUR, "closes_at": -HOUR}, True),
        ("never", {"due_at": -HOUR}, False),
    ],
    ids=str,
)
def test_deadline_opens_it(
    student: User, course: Course, rule: str, terms: dict[str, timedelta], open_: bool
) -> None:
    """After the deadline everybody may read it, unless its author shows it never; not a moment before."""
    exercise = ruled(course, rule)
    due(exercise, **{name: now() + step for name, step in terms.items()})

    assert solutions.is_open(student, exercise) is open_


@pytest.mark.parametrize("rule", ["due", "never"])
def test_author_may_keep_it_from_those_who_solved(student: User, course: Course, rule: str) -> None:
    """Where the rule is not to show it when solved, full marks change nothing."""
    exercise = ruled(course, rule)
    make_submission(student, exercise, **SOLVED)

    assert not solutions.is_open(student, exercise)


def test_teachers_may_always_read(instructor: User, course: Course) -> None:
    """An instructor of the course may, whatever the rule; one of another course may not."""
    exercise = ruled(course, "never")
    stranger = make_user("elsewhere")

    assert solutions.is_open(instructor, exercise)
    assert not solutions.is_open(stranger, exercise)


def test_quiz_has_none(student: User, quiz: Exercise) -> None:
    """A quiz is explained by its variants; there is no solution to read."""
    with pytest.raises(NotFoundError):
        solutions.read(student, quiz)
