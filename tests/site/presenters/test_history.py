"""One's own way: what changed from try to try, and the score as a line."""

from __future__ import annotations

from typing import Any

import pytest

from seodang.models import DONE, Exercise, User
from seodang.presenters import history
from seodang.presenters.history import line_changes, score_line

from ..conftest import Actor
from ..factories import RIGHT, WRONG, make_submission

PAGE = "/courses/test/exercises/double/submissions"


def attempt(user: User, exercise: Exercise, score: float, **more: Any) -> Any:
    """A finished attempt with this score."""
    columns: dict[str, Any] = {"state": DONE, "verdict": "AC" if score == 1 else "WA", "score": score}
    return make_submission(
        user, exercise, **(columns | {"points": 4 * score, "max_points": 4.0, "mode": "submit"} | more)
    )


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"a": "x\ny\n"}, {"a": "x\nz\ny\n"}, (1, 0)),
        ({"a": "x\ny\n"}, {"a": "y\nx\n"}, (0, 0)),
        ({"a": "x\n"}, {"a": "y\n"}, (1, 1)),
        ({"a": "x\n"}, {"a": "", "b": "x\n"}, (1, 1)),
        ({"a": "\n" * 3}, {"a": ""}, (0, 3)),
    ],
)
def test_lines_that_came_and_went(
    before: dict[str, str], after: dict[str, str], changes: tuple[int, int]
) -> None:
    """Lines are counted in their file; one that only moved is no change."""
    assert line_changes(before, after) == changes


def test_score_goes_from_left_to_right(student: User, exercise: Exercise) -> None:
    """Each attempt is a dot, evenly spread; full marks lie at the top, none at the bottom; one is no line."""
    rows = [attempt(student, exercise, score) for score in (0.0, 0.5, 1.0)]
    line = score_line(rows)

    assert line is not None
    assert [(dot.x, dot.percent) for dot in line.dots] == [
        (history.LEFT, 0),
        ((history.LEFT + history.RIGHT) / 2, 50),
        (history.RIGHT, 100),
    ]
    assert (line.dots[0].y, line.dots[2].y) == (history.BOTTOM, history.TOP)
    assert (line.best, line.latest) == (100, 100)
    assert score_line(rows[:1]) is None


def test_page_tells_the_way(auth: Actor, student: User, exercise: Exercise) -> None:
    """Newest first, with verdict, points, what changed, and a picture whose words say the same."""
    attempt(student, exercise, 0.25, files={"solution.py": WRONG})
    last = attempt(student, exercise, 1.0, files={"solution.py": RIGHT + "# done\n"})
    make_submission(student, exercise, mode="run", automatic=True, files={"solution.py": "AUTOMATIC"})
    page = auth.get(PAGE).text

    assert page.index(f">{last.id}</a>") < page.index(f">{last.id - 1}</a>")
    assert "+2</span>" in page
    assert "−1</span>" in page
    assert "the first" in page
    assert f"{last.id - 1}: 25 %, {last.id}: 100 %" in page
    assert f"/submissions/{last.id + 1}" not in page


def test_many_tries_have_pages(auth: Actor, student: User, exercise: Exercise) -> None:
    """Fifty stand on a page; the link leads to those before, and the last one knows what it changed."""
    rows = [attempt(student, exercise, 0.0) for _ in range(52)]
    page = auth.get(PAGE).text
    older = f"{PAGE}?before={rows[2].id}"

    assert page.count('<th scope="row">') == 50
    assert "the first" not in page
    assert older in page
    assert auth.get(older).text.count('<th scope="row">') == 2
