from __future__ import annotations

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import Base, Exercise, ExerciseVersion, User
from seodang.services import accounts, deletion, leases, submissions
from seodang.services.exceptions import ForbiddenError, InputError

from ..everything import leave_traces, rows_of, tables_of_people
from ..factories import RIGHT, make_user


def _everything_stored() -> str:
    tables = Base.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in db.session.execute(table.select()))


def test_nothing_names_a_deleted_person(student: User, exercise: Exercise, quiz: Exercise) -> None:
    """Every row that was theirs goes; what they published stays without an author."""
    leave_traces(student, exercise, quiz)
    user_id, key = student.id, accounts._hash(student.name_key)
    before = rows_of(user_id)
    assert {name for name, count in before.items() if count} == tables_of_people()

    deletion.delete_account(student)

    assert not any(rows_of(user_id).values())
    stored = _everything_stored()
    assert "minji" not in stored
    assert key not in stored
    assert db.session.query(ExerciseVersion).filter_by(version=f"by-{user_id}").one().author_id is None


def test_others_keep_everything(student: User, exercise: Exercise, quiz: Exercise) -> None:
    """Deleting one account touches no row of another."""
    other = make_user("other", exercise.course)
    leave_traces(other, exercise, quiz)
    before = rows_of(other.id)

    deletion.delete_account(student)

    assert rows_of(other.id) == before


def test_grading_that_runs_meanwhile_ends_quietly(student: User, exercise: Exercise) -> None:
    """A worker that is still busy with something of theirs stores nothing."""
    submissions.create(student, exercise, {"solution.py": RIGHT.encode()}, "submit", "one-token")
    lease = leases.claim()
    assert lease is not None

    deletion.delete_account(student)

    assert not leases.append(lease, [("check", {"test": "a"})])
    assert not leases.finish(lease, {"verdict": "IE"})


def test_demo_accounts_stay(student: User) -> None:
    """A demo account belongs to the machine."""
    student.demo_role = "student"

    with pytest.raises(ForbiddenError):
        deletion.delete_account(student)


def test_last_administrator_stays(app: Flask) -> None:
    """Somebody must be able to look after the site; with another administrator one may go."""
    first, second = make_user(), make_user()
    accounts.make_admin(first)
    with pytest.raises(ForbiddenError):
        deletion.delete_account(first)

    accounts.make_admin(second)
    deletion.delete_account(first)

    assert db.session.query(User).one() == second


@pytest.mark.parametrize(("typed", "good"), [("Minji ", True), ("minj", False), ("", False)])
def test_name_must_be_typed(student: User, typed: str, good: bool) -> None:
    """One's own name, however it is spelled, and nothing else."""
    if good:
        deletion.require_name(student, typed, "field")
        return
    with pytest.raises(InputError) as refused:
        deletion.require_name(student, typed, "field")
    assert refused.value.field == "field"
