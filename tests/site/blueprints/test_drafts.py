from __future__ import annotations

from typing import Any

import pytest

from seodang.models import Exercise
from seodang.services import worker_status

from ..conftest import Actor


def test_refused_text_is_still_there_after_a_reload(auth: Actor, exercise: Exercise) -> None:
    """What was refused, here because grading is off, becomes the draft."""
    worker_status.publish(worker_status.OFF, reason="C02 user namespaces: restricted")
    answer = auth.hand_in("def double(x):\n    return 22\n", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert "return 22" in auth.get("/courses/test/exercises/double").text


def test_nothing_typed_does_not_take_the_draft_away(auth: Actor, exercise: Exercise) -> None:
    """Handing in an empty text is refused and leaves the draft as it was."""
    auth.put("/courses/test/exercises/double/draft", {"files": {"solution.py": "return 33"}})
    auth.hand_in(" \n", headers={"Accept": "text/html"})

    assert "return 33" in auth.get("/courses/test/exercises/double").text


def test_half_a_character_in_a_draft_breaks_no_page(auth: Actor, exercise: Exercise) -> None:
    """JSON can hold half of a pair of surrogates; the page shows a mark in its place."""
    auth.put("/courses/test/exercises/double/draft", {"files": {"solution.py": "a\ud800b \U0001f600"}})
    page = auth.get("/courses/test/exercises/double")

    assert page.status_code == 200
    assert "a\N{REPLACEMENT CHARACTER}b \U0001f600" in page.text


def test_desk_shows_starter_then_draft(auth: Actor, exercise: Exercise) -> None:
    """A first visit shows the starter; later visits what was typed last, on any machine."""
    url = "/courses/test/exercises/double"
    first = auth.get(url).text
    saved = auth.put(f"{url}/draft", {"files": {"solution.py": "typed = True"}})

    assert "def double(x):" in first
    assert saved.status_code == 204
    assert "typed = True" in auth.get(url).text


@pytest.mark.parametrize(
    "body",
    [
        "text",
        [],
        {},
        {"files": []},
        {"files": {"checks.py": "x"}},
        {"files": {"solution.py": 1}},
        {"files": {"solution.py": "x" * 300_000}},
    ],
)
def test_odd_drafts_are_refused(auth: Actor, exercise: Exercise, body: Any) -> None:
    """A draft holds text of the exercise's files and nothing else."""
    answer = auth.put("/courses/test/exercises/double/draft", body)

    assert answer.status_code == 422
    assert answer.json["error"]
