"""The button that stops a submission, as a plain form and for scripts."""

from __future__ import annotations

from typing import Any

from seodang.models import DONE, QUEUED, Exercise, User

from ..conftest import Actor
from ..factories import make_submission


def test_form_stops_and_leads_back(auth: Actor, student: User, exercise: Exercise) -> None:
    """Without scripts the button leads to the submission's page, which says that it was stopped."""
    row = make_submission(student, exercise)
    assert f'action="/submissions/{row.id}/stop"' in auth.get(f"/submissions/{row.id}").text
    answer = auth.post(f"/submissions/{row.id}/stop")
    page = auth.get(answer.location).text

    assert (answer.status_code, row.state) == (303, DONE)
    assert "Stopped" in page
    assert "Not an attempt" in page
    assert page.count('data-outcome="not_run"') == 2
    assert "data-stop" not in page


def test_scripts_learn_the_address_with_the_submission(auth: Actor, exercise: Exercise) -> None:
    """Whoever hands in by script is told where to stop it, and answered without a page."""
    made = auth.hand_in().json
    answer = auth.post(made["stop_url"], headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json) == (202, {"state": DONE})


def test_others_see_no_button(browse: Any, student: User, instructor: User, exercise: Exercise) -> None:
    """An instructor reads a student's submission and cannot stop it."""
    row = make_submission(student, exercise)
    browser = browse(instructor)

    assert "data-stop" not in browser.get(f"/submissions/{row.id}").text
    assert browser.post(f"/submissions/{row.id}/stop").status_code == 404
    assert row.state == QUEUED
