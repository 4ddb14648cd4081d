from __future__ import annotations

from datetime import timedelta

import pytest

from seodang.extensions import db
from seodang.models import DONE, RUNNING, Exercise, Submission, User, now
from seodang.services import drafts, submissions
from seodang.services.exceptions import InputError

from ..factories import RIGHT, make_submission


def _run(
    user: User, exercise: Exercise, number: int, *, automatic: bool = True, mode: str = "run"
) -> Submission:
    """Hand in a run; each has a token of its own."""
    files = {"solution.py": f"{RIGHT}# {number}\n".encode()}
    return submissions.create(user, exercise, files, mode, f"token-{number:04}", automatic=automatic)


def test_newer_automatic_run_replaces_one_that_waits(student: User, exercise: Exercise) -> None:
    """Of automatic runs only the newest waits; what was asked for keeps its place."""
    asked = _run(student, exercise, 0, automatic=False)
    rows = [_run(student, exercise, number) for number in range(1, 8)]
    states = [db.session.get_one(Submission, row.id, populate_existing=True).state for row in rows]

    assert states == [DONE] * 6 + ["queued"]
    assert db.session.get_one(Submission, asked.id, populate_existing=True).state == "queued"


@pytest.mark.parametrize("mode", ["run", "submit"])
def test_what_is_asked_for_goes_before_automatic_runs(student: User, exercise: Exercise, mode: str) -> None:
    """A press of a button ends the automatic run that waits and asks for the end of the one that runs."""
    running = make_submission(student, exercise, mode="run", automatic=True, state=RUNNING)
    waiting = make_submission(student, exercise, mode="run", automatic=True)

    _run(student, exercise, 1, automatic=False, mode=mode)

    assert db.session.get_one(Submission, waiting.id, populate_existing=True).verdict == "ST"
    assert db.session.get_one(Submission, running.id, populate_existing=True).stop_asked_at is not None


def test_automatic_run_is_no_draft(student: User, exercise: Exercise) -> None:
    """An automatic run takes nobody's draft away."""
    drafts.save(student, exercise, {"solution.py": "typed"})

    _run(student, exercise, 1)

    assert drafts.current(student, exercise).files == {"solution.py": "typed"}


def test_only_runs_are_automatic(student: User, exercise: Exercise) -> None:
    """Nothing is ever handed in for good by itself."""
    with pytest.raises(InputError):
        _run(student, exercise, 1, mode="submit")


def test_old_automatic_runs_are_forgotten(student: User, exercise: Exercise) -> None:
    """Finished ones go once nobody can be reading them; what was asked for stays."""
    earlier = now() - timedelta(hours=1)
    old = {"state": DONE, "verdict": "AC", "finished_at": earlier, "mode": "run"}
    gone = make_submission(student, exercise, automatic=True, **old).id
    kept = make_submission(student, exercise, **old).id

    _run(student, exercise, 1)

    assert db.session.get(Submission, gone, populate_existing=True) is None
    assert db.session.get(Submission, kept, populate_existing=True) is not None
