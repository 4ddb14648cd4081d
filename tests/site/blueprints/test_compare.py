from __future__ import annotations

from flask import Flask

from seodang.models import Course, Exercise, User

from ..conftest import Actor
from ..factories import make_submission, make_user

URL = "/courses/test/exercises/double"
JSON = {"Accept": "application/json"}


def test_changes_since_a_submission_are_told_by_words(auth: Actor, student: User, exercise: Exercise) -> None:
    """The page shows what was removed and added since, with words beside the signs."""
    row = make_submission(student, exercise, files={"solution.py": "a = 1\nb = 2\n"})
    auth.put(f"{URL}/draft", {"files": {"solution.py": "a = 1\nb = 3\n"}})

    page = auth.get(f"{URL}/compare?with={row.id}").text

    assert "1 line added, 1 line removed." in page
    assert '<span class="visually-hidden">removed</span>' in page
    assert "b = <mark>2</mark>" in page
    assert "b = <mark>3</mark>" in page


def test_scripts_get_the_list_and_the_files(auth: Actor, student: User, exercise: Exercise) -> None:
    """The same address answers with data: what there is to compare with, and the files of one."""
    row = make_submission(student, exercise, files={"solution.py": "a = 1\n"})
    make_submission(student, exercise, automatic=True, mode="run")

    offered = auth.get(f"{URL}/compare", headers=JSON).json["choices"]
    files = auth.get(f"{URL}/compare?with={row.id}", headers=JSON).json["files"]

    assert [choice["id"] for choice in offered] == [row.id]
    assert files == {"solution.py": "a = 1\n"}


def test_nobody_compares_with_the_work_of_others(auth: Actor, course: Course, exercise: Exercise) -> None:
    """A submission of somebody else is not there."""
    other = make_submission(make_user("somebody", course), exercise)

    assert auth.get(f"{URL}/compare?with={other.id}").status_code == 404
    assert auth.get(f"{URL}/compare?with={other.id}", headers=JSON).status_code == 404


def test_nothing_handed_in_is_said(app: Flask, auth: Actor, exercise: Exercise) -> None:
    """Without a submission the page says that there is nothing to compare with."""
    assert "you have handed nothing in" in auth.get(f"{URL}/compare").text
