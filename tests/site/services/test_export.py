from __future__ import annotations

import json
import re
import zipfile
from typing import Any

import pytest

from seodang.extensions import db
from seodang.models import Exercise, User
from seodang.services import export

from ..everything import leave_traces, tables_of_people
from ..factories import RIGHT, make_user


@pytest.fixture
def contents(student: User, exercise: Exercise, quiz: Exercise) -> dict[str, bytes]:
    """Everything in the archive of somebody who has left traces everywhere, beside somebody else's."""
    leave_traces(make_user("SOMEBODY-ELSE", exercise.course), exercise, quiz)
    leave_traces(student, exercise, quiz)
    with export.archive(student) as file, zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _table(contents: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(contents[f"{name}.json"])
    return found


def test_every_table_with_something_of_a_person_is_in_it(contents: dict[str, bytes]) -> None:
    """A new table that holds rows of people must be given a part; each part finds its rows."""
    named = {part.model.__tablename__ for part in export.PARTS}

    assert named == tables_of_people()
    assert all(_table(contents, part.name) for part in export.PARTS)


@pytest.mark.parametrize("part", export.PARTS, ids=lambda part: part.name)
def test_every_column_is_told_or_kept_back_on_purpose(part: export.Part) -> None:
    """A new column must be put into one of the two lists of its part."""
    columns = {column.key for column in part.model.__table__.columns}

    assert set(part.shown) | set(part.kept_back) == columns
    assert not set(part.shown) & set(part.kept_back)


def test_files_are_files(contents: dict[str, bytes], student: User) -> None:
    """What was handed in, drafts and uploads come as they were written."""
    number = _table(contents, "submissions")[0]["id"]
    upload = _table(contents, "uploads")[0]["id"]

    assert contents[f"submissions/{number}/solution.py"].decode() == RIGHT
    assert contents["drafts/test/double/solution.py"] == b"# not yet"
    assert b"REFERENCE_SECRET" in contents[f"uploads/{upload}/reference/solution.py"]


def test_report_is_the_students(contents: dict[str, bytes]) -> None:
    """A hidden check says passed or failed; what it saw, and the seed, are not in the archive."""
    report = json.loads(next(data for name, data in contents.items() if name.endswith("report.json")))
    whole = b"\n".join(data for name, data in contents.items() if not name.startswith("uploads/"))

    assert [check["outcome"] for check in report["checks"]] == ["passed", "failed"]
    assert b"HIDDEN-INPUT" not in whole
    assert not re.search(rb"(?<!\d)31337(?!\d)", whole)  # the figures of some moment may hold it


def test_keys_come_with_answers_only(contents: dict[str, bytes]) -> None:
    """An open question is told without its key and solution; an answered one with its solution."""
    answered, still_open = (contents[f"questions/{row['id']}.json"] for row in _table(contents, "questions"))

    assert b"WORKED" in answered
    assert b"WORKED" not in still_open
    assert b'"keys"' not in answered + still_open


def test_nothing_that_signs_in_is_told(contents: dict[str, bytes], student: User) -> None:
    """Neither the password's hash nor that of a session is in the archive."""
    whole = b"\n".join(contents.values())

    assert student.password_hash.encode() not in whole
    assert f"{student.id:064}".encode() not in whole


def test_nobody_else_is_in_it(contents: dict[str, bytes]) -> None:
    """Each table holds one's own rows alone."""
    assert b"SOMEBODY-ELSE" not in b"\n".join(contents.values())
    assert [len(_table(contents, name)) for name in ("submissions", "answers", "events")] == [1, 1, 2]


def test_names_stand_beside_numbers(contents: dict[str, bytes]) -> None:
    """Rows say which exercise and course they are about, and when, in UTC."""
    row = _table(contents, "submissions")[0]

    assert row["exercise"] == "test/double"
    assert row["created_at"].endswith("+00:00")
    assert _table(contents, "courses")[0]["course"] == "test"
    assert "서당".encode() in contents["README.txt"]


def test_empty_account_has_an_archive_too(exercise: Exercise) -> None:
    """Who has done nothing yet gets an archive that says so."""
    with export.archive(make_user()) as file, zipfile.ZipFile(file) as packed:
        assert json.loads(packed.read("submissions.json")) == []
    assert not db.session.dirty
