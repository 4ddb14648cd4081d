"""Pages of hints and of the author's solution: nothing is there before it may be."""

from __future__ import annotations

from typing import Any

import pytest

from seodang.models import DONE, Course, Exercise, User

from ..conftest import Actor
from ..factories import WRONG, bundle_files, make_bundle, make_exercise, make_submission, with_hints

PAGE = "/courses/test/exercises/double"
SOLVED: dict[str, Any] = {"state": DONE, "verdict": "AC", "score": 1.0, "points": 4.0, "max_points": 4.0}


@pytest.fixture
def hinted(course: Course) -> Exercise:
    """An exercise with three hints."""
    return make_exercise(course, make_bundle(files=with_hints(bundle_files())))


def test_hints_come_one_by_one_without_scripts(auth: Actor, hinted: Exercise) -> None:
    """Each post leads back to the page with one step more, which stays; a step not asked for is nowhere."""
    before = auth.get(PAGE).text
    answer = auth.post(f"{PAGE}/hints", {"number": "1"})
    after = auth.get(PAGE).text

    assert "STEP-" not in before
    assert "Show hint 1 of 3" in before
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#hints")
    assert "STEP-1: <em>look</em>." in after
    assert "STEP-2" not in after
    assert "Show hint 2 of 3" in after


def test_scripts_get_the_same_part(auth: Actor, hinted: Exercise) -> None:
    """What takes the old part's place holds the open steps and the next form."""
    answer = auth.post(f"{PAGE}/hints", {"number": "1"}, headers={"Accept": "application/json"})

    assert answer.status_code == 201
    assert "STEP-1" in answer.json["html"]
    assert "STEP-2" not in answer.json["html"]
    assert 'name="number" value="2"' in answer.json["html"]


@pytest.mark.parametrize(("number", "code"), [("3", 422), ("4", 404), ("", 404), ("one", 404)])
def test_no_step_is_skipped(auth: Actor, hinted: Exercise, number: str, code: int) -> None:
    """A step out of its order, or none, opens nothing."""
    assert auth.post(f"{PAGE}/hints", {"number": number}).status_code == code
    assert "STEP-" not in auth.get(PAGE).text


def test_hints_need_an_account(browse: Any, hinted: Exercise) -> None:
    """Who is not signed in is sent to sign in."""
    answer = browse().post(f"{PAGE}/hints", {"number": "1"})

    assert answer.status_code in (302, 303, 401)
    assert "STEP-1" not in answer.text


def test_solution_is_closed_with_a_sentence(auth: Actor, exercise: Exercise) -> None:
    """Before it may be read the answer is 403 and says when it opens; neither page holds a word of it."""
    answer = auth.get(f"{PAGE}/solution")

    assert answer.status_code == 403
    assert "opens when your submission has full marks" in answer.text
    assert "REFERENCE_SECRET" not in answer.text
    assert f'href="{PAGE}">' in answer.text
    assert f"{PAGE}/solution" not in auth.get(PAGE).text


def test_solution_stands_beside_ones_own_text(auth: Actor, student: User, exercise: Exercise) -> None:
    """Once solved it is linked, shown with line numbers, and compared with the last text."""
    made = make_submission(student, exercise, files={"solution.py": WRONG}, **SOLVED)
    page = auth.get(f"{PAGE}/solution").text

    assert f'href="{PAGE}/solution"' in auth.get(PAGE).text
    assert f'href="{PAGE}/solution"' in auth.get(f"/submissions/{made.id}").text
    assert 'id="solution-1-line-1"># REFERENCE_SECRET' in page
    assert "From your last text to it" in page
    assert "2 lines added" in page


def test_quiz_has_no_solution_page(auth: Actor, quiz: Exercise) -> None:
    """There is none to read, and its front says nothing of one."""
    assert auth.get("/courses/test/exercises/doubles/solution").status_code == 404
