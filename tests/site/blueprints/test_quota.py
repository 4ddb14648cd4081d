from __future__ import annotations

import dataclasses

import pytest
from flask import Flask

from seodang.models import Exercise

from ..conftest import Actor
from ..factories import RIGHT

WORKSPACE = "/courses/test/exercises/double"


@pytest.fixture(autouse=True)
def two(app: Flask) -> None:
    """Two submissions an hour."""
    app.config["SEODANG"] = dataclasses.replace(app.config["SEODANG"], hourly_submissions=2)


def test_page_says_what_is_left(auth: Actor, exercise: Exercise) -> None:
    """Without scripts, the page that hands in says how many submissions are left; runs only once few are."""
    full = auth.get(WORKSPACE).text
    auth.hand_in()
    page = auth.get(WORKSPACE).text

    assert "Submissions left: 2 of 2<" in full
    assert "Submissions left: 1 of 2, next in 30 min" in page
    assert 'data-quota="run" data-quota-when-short hidden' in page


def test_scripts_are_told_with_each_answer(auth: Actor, exercise: Exercise) -> None:
    """The answer to a submission carries what is left after it, a repeat the same, a run another bucket."""
    answers = [auth.hand_in(token="one-token"), auth.hand_in(token="one-token"), auth.hand_in(mode="run")]

    assert [answer.json["quota"]["submit"]["left"] for answer in answers] == [1, 1, 1]
    assert [answer.json["quota"]["run"]["left"] for answer in answers] == [300, 300, 299]


def test_refusal_says_when_and_keeps_the_text(auth: Actor, exercise: Exercise) -> None:
    """Who has used everything up gets 429, the time to wait, and the page as it was typed."""
    for _ in range(2):
        auth.hand_in()
    form = {"source__solution.py": f"{RIGHT}# mine", "mode": "submit", "token": "last-token"}
    answer = auth.post(f"{WORKSPACE}/submissions", form)

    assert answer.status_code == 429
    assert 1700 < int(answer.headers["Retry-After"]) <= 1800
    assert "# mine" in answer.text
    assert "used up your tries" in answer.text
    assert "Submissions left: 0 of 2, next in 30 min" in answer.text


def test_automatic_runs_are_marked_by_the_form(auth: Actor, exercise: Exercise) -> None:
    """A run made while typing paused costs neither submissions nor runs; nothing is submitted that way."""
    run = auth.hand_in(mode="run", automatic="1")
    submitted = auth.hand_in(mode="submit", automatic="1")

    assert run.json["quota"]["auto"]["left"] == run.json["quota"]["auto"]["size"] - 1
    assert run.json["quota"]["run"]["left"] == 300
    assert submitted.status_code == 422
