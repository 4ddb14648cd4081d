"""The site with the real sandbox: what students and instructors send is run in cells."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from graders.grading import Grader
from seodang.extensions import db
from seodang.models import DONE, Exercise, QuizVariant, Submission, User, ValidationRun
from seodang.services import quizzes, teaching

from .conftest import Actor
from .factories import RIGHT, WRONG, bundle_files, make_exercise, make_submission, quiz_bundle, zipped


class Borrowed:
    """The shared warm grader, which a worker may use but not stop."""

    def __init__(self, grader: Grader) -> None:
        self._grader = grader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._grader, name)

    def start(self) -> None: ...

    def wait_ready(self, timeout: float = 0.0) -> None: ...

    def stop(self) -> None: ...


@pytest.fixture
def real(work: Any, grader: Grader) -> Any:
    """Run a worker with the real grader for the length of a block."""
    return lambda: work(Borrowed(grader))


@pytest.mark.parametrize(
    ("source", "verdict", "score"),
    [
        (RIGHT, "AC", 1.0),
        (WRONG, "WA", 0.0),
        ("def double(x:", "CE", 0.0),
        ("x = 1", "RTE", 0.0),
        ("def double(x):\n    return 4\n", "WA", 0.25),
        ("import os; os._exit(0)", "RTE", 0.0),
        ('print(\'{"score": 1.0, "verdict": "AC"}\')\n' + WRONG, "WA", 0.0),
    ],
)
def test_verdicts(
    auth: Actor, exercise: Exercise, real: Any, source: str, verdict: str, score: float
) -> None:
    """Right, wrong, broken, incomplete and cheating submissions get what they deserve."""
    with real():
        made = auth.hand_in(source).json
        told = auth.get(made["events_url"]).text
    assert told.count("event: verdict") == 1, told
    row = db.session.get_one(Submission, made["id"])

    assert (row.verdict, row.score) == (verdict, score)


def test_missing_function_is_named(auth: Actor, exercise: Exercise, real: Any) -> None:
    """The page says which function is missing and what there is."""
    with real():
        made = auth.hand_in("def dubble(x):\n    return 2 * x\n").json
        assert "event: verdict" in auth.get(made["events_url"]).text
    page = auth.get(made["url"]).text

    assert "double" in page
    assert "dubble" in page


def test_hidden_input_leaves_no_trace(auth: Actor, exercise: Exercise, real: Any) -> None:
    """What a submission says about a hidden input reaches no page, row or stream."""
    source = "def double(x):\n    print('SEEN', x)\n    assert x > 0, f'LEAK {x}'\n    return 2 * x\n"
    with real():
        made = auth.hand_in(source).json
        shown = auth.get(made["events_url"]).text
    shown += auth.get(made["url"]).text + json.dumps(auth.get(made["status_url"]).json)

    assert not re.search(r"(?<![\w-])-21(?![\w-])", shown)  # dates and tokens hold it now and then
    assert "SEEN 2" in shown


def test_variant_is_made_in_a_cell(auth: Actor, student: User, course: Any, real: Any) -> None:
    """Asking for a question gives one with numbers of its own, whose key scores full marks."""
    exercise = make_exercise(course, quiz_bundle())
    with real():
        place = auth.post("/courses/test/exercises/doubles/variants").headers["Location"]
    row = db.session.query(QuizVariant).one()
    number = quizzes.variant_of(row).keys["twice"]

    assert row.state == DONE
    page = auth.get(place).text
    assert f"Twice {number.value // 2}?" in page  # type: ignore[union-attr,operator]
    assert auth.post(f"{place}/answers", {"twice": str(number.value)}).status_code == 303  # type: ignore[union-attr]
    assert exercise.slug in page


def test_upload_is_validated_in_cells(
    browse: Any, instructor: User, exercise: Exercise, real: Any, until: Any
) -> None:
    """A good bundle validates; one whose wrong example passes names it."""
    good = teaching.upload(instructor, exercise.course, zipped(bundle_files()), "double.zip")
    lying = bundle_files(**{"examples/wrong/same.py": "# fails: test_public\n# because: not true\n" + RIGHT})
    bad = teaching.upload(instructor, exercise.course, zipped(lying), "double.zip")
    with real():
        until(lambda: good.state == DONE and bad.state == DONE, timeout=120)

    assert good.ok, good.problems
    assert [gate["gate"] for gate in good.gates or []] == ["examples", "cheat", "flake", "mutation"]
    assert bad.ok is False
    assert any("examples/wrong/same.py" in problem["file"] for problem in bad.problems or [])
    page = browse(instructor).get(f"/teaching/validations/{bad.id}").text
    assert "examples/wrong/same.py" in page


def test_bundle_that_attacks_is_only_a_bundle_with_problems(
    instructor: User, exercise: Exercise, real: Any, until: Any
) -> None:
    """Checks that exit, or reach for the network, harm nothing but their own validation."""
    checks = [
        "import os, socket",
        "def test_public(submission):\n    os._exit(0)",
        "def test_hidden(submission):\n    socket.socket()\n",
    ]
    files = bundle_files(**{"checks.py": "\n".join(checks)})
    run = teaching.upload(instructor, exercise.course, zipped(files), "double.zip")
    row = make_submission(instructor, exercise)
    with real():
        until(
            lambda: db.session.get_one(ValidationRun, run.id).state == DONE and row.state == DONE, timeout=60
        )

    assert run.ok is False
    assert row.verdict == "AC"
